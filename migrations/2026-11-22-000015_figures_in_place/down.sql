ALTER TABLE rollup DROP CONSTRAINT rollup_channel_fkey;
DROP INDEX rollup_channel;
CREATE INDEX cell_channel ON cell (channel);
ALTER TABLE cell ADD CONSTRAINT cell_channel_fkey FOREIGN KEY (channel) REFERENCES channel (code);
ALTER TABLE cell RESET (fillfactor);
