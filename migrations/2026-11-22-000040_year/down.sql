DROP TABLE target, base_month, base_revision, past_month, scoring_policy;
DROP FUNCTION revenue_of_newcomers(text, date, date);
