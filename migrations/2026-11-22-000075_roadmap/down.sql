DROP FUNCTION milestone_is_done(uuid, text);
DROP TABLE library_document, milestone_done, milestone, holiday;
