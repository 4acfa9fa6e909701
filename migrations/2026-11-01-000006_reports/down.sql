DROP FUNCTION refuse_rewriting_history();
DROP TABLE rollup;
DROP TABLE cell;
DROP TABLE sheet;
DROP FUNCTION refuse_locked_figures();
DROP FUNCTION roster_of(text, date);
DROP FUNCTION active_producer(text, date);
DROP TABLE roster;
DROP TABLE report;
