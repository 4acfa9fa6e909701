SELECT inside.place, count(*)::int AS count FROM inside GROUP BY inside.place
