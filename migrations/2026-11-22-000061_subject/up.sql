-- What goes through the life of submission, certificate and signature: a district's report of a month or its estimate of a fiscal
-- year. Electorate, votes, certificates, meetings, signatures and receipts hang on a submission of either. `month` is its term: the
-- first day of a report's month, the last day (30 September) of an estimate's year. No day is both.
CREATE TABLE subject (
    district text NOT NULL REFERENCES area (code) CHECK (length(district) = 4),
    month    date NOT NULL,
    PRIMARY KEY (district, month)
);
INSERT INTO subject (district, month) SELECT district, month FROM report;

-- Made with its report or estimate, whoever makes that; nobody writes here otherwise.
CREATE FUNCTION make_subject() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO subject (district, month) SELECT made.district, made.month FROM made ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER report_is_subject AFTER INSERT ON report
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION make_subject();

ALTER TABLE elector DROP CONSTRAINT elector_district_month_fkey,
    ADD CONSTRAINT elector_district_month_fkey FOREIGN KEY (district, month) REFERENCES subject (district, month);
ALTER TABLE certificate DROP CONSTRAINT certificate_district_month_fkey,
    ADD CONSTRAINT certificate_district_month_fkey FOREIGN KEY (district, month) REFERENCES subject (district, month);
ALTER TABLE signature DROP CONSTRAINT signature_district_month_fkey,
    ADD CONSTRAINT signature_district_month_fkey FOREIGN KEY (district, month) REFERENCES subject (district, month);
ALTER TABLE meeting DROP CONSTRAINT meeting_district_month_fkey,
    ADD CONSTRAINT meeting_district_month_fkey FOREIGN KEY (district, month) REFERENCES subject (district, month);
-- An edit that disagrees is of a report or of an estimate as well.
ALTER TABLE conflict DROP CONSTRAINT conflict_district_month_fkey,
    ADD CONSTRAINT conflict_district_month_fkey FOREIGN KEY (district, month) REFERENCES subject (district, month);

-- Nobody's: it says nothing that its report or estimate does not say.
ALTER TABLE subject ENABLE ROW LEVEL SECURITY;
