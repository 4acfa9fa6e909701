DROP TABLE exception;
DROP TABLE calendar_override;
DROP TABLE fiscal_calendar;
DROP FUNCTION business_now();
DROP TABLE clock;
