DROP FUNCTION evidence_of(text, date);
ALTER TABLE report DROP COLUMN evidenced, DROP COLUMN spot_checked, DROP COLUMN disagreeing;
DROP TABLE spot_check;
DROP TABLE evidence_withdrawal;
DROP TABLE evidence;
DROP TABLE evidence_kind;
