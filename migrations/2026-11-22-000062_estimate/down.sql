DROP FUNCTION estimated_producer(text, int);
DROP TABLE estimate_revision;
DROP TABLE estimate_cell;
DROP FUNCTION refuse_locked_estimate();
DROP TABLE estimate;
DROP TABLE estimate_rule;
