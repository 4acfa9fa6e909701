ALTER TABLE conflict DROP CONSTRAINT conflict_district_month_fkey,
    ADD CONSTRAINT conflict_district_month_fkey FOREIGN KEY (district, month) REFERENCES report (district, month);
ALTER TABLE meeting DROP CONSTRAINT meeting_district_month_fkey,
    ADD CONSTRAINT meeting_district_month_fkey FOREIGN KEY (district, month) REFERENCES report (district, month);
ALTER TABLE signature DROP CONSTRAINT signature_district_month_fkey,
    ADD CONSTRAINT signature_district_month_fkey FOREIGN KEY (district, month) REFERENCES report (district, month);
ALTER TABLE certificate DROP CONSTRAINT certificate_district_month_fkey,
    ADD CONSTRAINT certificate_district_month_fkey FOREIGN KEY (district, month) REFERENCES report (district, month);
ALTER TABLE elector DROP CONSTRAINT elector_district_month_fkey,
    ADD CONSTRAINT elector_district_month_fkey FOREIGN KEY (district, month) REFERENCES report (district, month);
DROP TRIGGER report_is_subject ON report;
DROP FUNCTION make_subject();
DROP TABLE subject;
