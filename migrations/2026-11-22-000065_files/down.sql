DROP TABLE file_upload;
DROP TABLE file;
