DROP TABLE exception_request;
