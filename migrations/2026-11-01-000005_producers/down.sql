DROP TABLE product;
DROP TABLE producer_attribute;
DROP TABLE producer;
DROP TABLE import_source;
