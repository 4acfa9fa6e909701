-- What waited in a file of an older version, in the words of its program.
INSERT INTO device (one, id, next_seq) VALUES (1, '0190b000-0000-7000-8000-000000000001', 7);
INSERT INTO person (id, name) VALUES ('somsri', 'สมศรี'), ('malee', 'มาลี');
INSERT INTO session (one, server, username, person, position, assignments, access_token, refresh_token)
VALUES (1, 'http://127.0.0.1:1', 'entry.2706', 'somsri', 'พัฒนากร', '[]', 'access', 'refresh');
UPDATE mirror SET server = 'http://127.0.0.1:1', person = 'somsri', cursor = 'c1', epoch = '1';
INSERT INTO mirror_producer (id, district, registration_number, name, kind, subdistrict, active_from, active_until, version)
VALUES ('0190a000-0000-7000-8000-000000000001', '2706', '1001', 'กลุ่มทอผ้า', 'GROUP', '270601', '2020-01', NULL, 1);
INSERT INTO outbox (operation_id, device_seq, person, base_version, base_operation, change, resolves, supersedes, recorded_at, state, outcome, refusal, opens_at)
VALUES
('op1', 1, 'somsri', 0, NULL, '{"cell":{"producerId":"0190a000-0000-7000-8000-000000000001","month":"2023-02","category":"FOOD","channel":"SHOP","amount":"10.00","note":null}}', NULL, NULL, '2023-02-20T02:00:00Z', 'done', 'APPLIED', NULL, NULL),
('op2', 2, 'somsri', NULL, 'op1', '{"cell":{"producerId":"0190a000-0000-7000-8000-000000000001","month":"2023-02","category":"FOOD","channel":"SHOP","amount":"12500.50","note":"ตรวจแล้ว"}}', NULL, NULL, '2023-02-20T03:00:00Z', 'pending', NULL, NULL, NULL),
('op3', 3, 'somsri', 1, NULL, '{"sheet":{"producerId":"0190a000-0000-7000-8000-000000000001","month":"2023-01","state":"NOT_OBTAINED","reason":"ติดต่อไม่ได้","givenBy":null,"givenOn":"2023-01-31","note":null}}', NULL, NULL, '2023-02-20T04:00:00Z', 'held', 'HELD', '{"code":"MONTH_CLOSED","field":null,"rule":null,"message":"ปิด / closed","opensAt":null}', NULL),
('op4', 4, 'somsri', 2, NULL, '{"cell":{"producerId":"0190a000-0000-7000-8000-000000000001","month":"2023-02","category":"HERB","channel":"FAIR","amount":null,"note":null}}', NULL, NULL, '2023-02-20T05:00:00Z', 'attention', 'REJECTED', '{"code":"REPORT_LOCKED","field":null,"rule":null,"message":"ล็อก / locked","opensAt":null}', NULL),
('op5', 5, 'somsri', 0, NULL, '{"discard":{"conflictId":"c9","operationId":null,"reason":"ตามข้อมูลในระบบ"}}', NULL, NULL, '2023-02-20T06:00:00Z', 'pending', NULL, NULL, NULL),
('op6', 6, 'malee', 0, NULL, '{"cell":{"producerId":"0190a000-0000-7000-8000-000000000001","month":"2023-02","category":"TEXTILE","channel":"ONLINE","amount":"7.00","note":null}}', NULL, NULL, '2023-02-20T07:00:00Z', 'pending', NULL, NULL, NULL);
