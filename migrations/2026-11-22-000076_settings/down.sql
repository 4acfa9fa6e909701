DROP TRIGGER signature_written_once ON signature;
DROP POLICY written ON committee_rule;
DROP POLICY written ON fiscal_calendar;
