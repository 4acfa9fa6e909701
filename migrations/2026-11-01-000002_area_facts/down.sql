DELETE FROM area_former_name;
DELETE FROM area;
