-- Whether sheet ?1 (producer ?2, month ?3) has a positive figure, as the person sees it.
SELECT EXISTS (SELECT 1 FROM mirror_entry AS entry
               WHERE entry.month = ?3 AND entry.producer_id = ?2 AND NOT entry.deleted AND entry.amount <> '0.00'
                 AND NOT EXISTS (SELECT 1 FROM over_cell WHERE over_cell.target = entry.id))
    OR EXISTS (SELECT 1 FROM over_cell AS own
               WHERE own.sheet_id = ?1 AND own.amount <> '0.00'
                 AND NOT EXISTS (SELECT 1 FROM over_cell AS later
                                 WHERE later.target = own.target AND later.device_seq > own.device_seq)) AS sales;
