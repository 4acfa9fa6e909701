DROP TABLE token_key;
DROP TABLE refresh_token;
DROP TABLE device;
DROP TABLE assignment;
DROP TABLE account;
DROP TABLE person;
