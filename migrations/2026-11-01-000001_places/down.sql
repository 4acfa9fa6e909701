DROP TABLE channel;
DROP TABLE area_former_name;
DROP TABLE area;
