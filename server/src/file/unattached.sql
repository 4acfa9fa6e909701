-- Whether so many files of a person are attached to nothing that no more are taken (assumption: 200).
SELECT count(*) >= 200 AS is_so
FROM file_upload
WHERE person_id = $1
  AND NOT EXISTS (SELECT FROM evidence WHERE evidence.sha256 = file_upload.sha256)
  AND NOT EXISTS (SELECT FROM scan WHERE scan.sha256 = file_upload.sha256)
