DROP TABLE held_attempt;
DROP TABLE rejection;
DROP TABLE conflict;
DROP TABLE operation;
