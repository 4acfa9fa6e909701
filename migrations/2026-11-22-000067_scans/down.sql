DROP POLICY seen ON file;
DROP TABLE scan;
