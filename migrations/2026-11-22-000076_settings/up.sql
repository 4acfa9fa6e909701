-- The department sets how a fiscal year runs: its calendar, and what its committees need.
CREATE POLICY written ON fiscal_calendar USING ((SELECT caller_everywhere('working')));
CREATE POLICY written ON committee_rule USING ((SELECT caller_everywhere('working')));

-- A signature is written once, as what it names is: a report that goes back and comes again gets another.
CREATE TRIGGER signature_written_once BEFORE UPDATE OR DELETE ON signature
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
