-- The first of the versions that the client made of the figure one after another, up to that of its last row; null where the last
-- version is not the client's. RxDB may hear of its own edits after it has replaced them, and then names one of those as its base.
ALTER TABLE rxdb_row ADD COLUMN own_from int;
