DROP TABLE rxdb_row;
