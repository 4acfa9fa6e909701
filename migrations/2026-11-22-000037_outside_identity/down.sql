DROP TABLE outside_handover;
DROP TABLE outside_attempt;
DROP TABLE outside_identity;
