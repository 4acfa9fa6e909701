-- Forgets a file that nobody attached for so long; it goes with who sent it. What is attached is held by its reference.
WITH given AS (SELECT $1::text AS sha256, $2::timestamptz AS before)
DELETE FROM file USING given
WHERE file.sha256 = given.sha256 AND file.kept_at < given.before
  AND NOT EXISTS (SELECT FROM file_upload WHERE file_upload.sha256 = file.sha256 AND file_upload.uploaded_at >= given.before)
  AND NOT EXISTS (SELECT FROM evidence WHERE evidence.sha256 = file.sha256)
  AND NOT EXISTS (SELECT FROM scan WHERE scan.sha256 = file.sha256)
