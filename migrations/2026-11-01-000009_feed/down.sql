DROP TABLE area_chain;
DROP TABLE event;
DROP TABLE deployment;
