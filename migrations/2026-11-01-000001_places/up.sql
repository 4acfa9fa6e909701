-- Places: nation, provinces, districts, subdistricts in one tree.
-- A code begins with its parent's code, so "inside" is a prefix and scope needs no recursion. The nation is `TH`.
CREATE TABLE area (
    code        text PRIMARY KEY CHECK (code = 'TH' OR code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6})$'),
    parent      text REFERENCES area (code),
    name_th     text NOT NULL CHECK (name_th <> ''),
    name_en     text NOT NULL CHECK (name_en <> ''),
    region      text CHECK (region IN ('north', 'northeast', 'central', 'east', 'west', 'south')),
    valid_from  date NOT NULL DEFAULT '1900-01-01',
    valid_until date CHECK (valid_until >= valid_from),
    CHECK ((code = 'TH') = (parent IS NULL)),
    CHECK ((length(code) = 2 AND code <> 'TH') = (region IS NOT NULL)),
    CHECK (length(code) <> 2 OR code = 'TH' OR parent = 'TH'),
    CHECK (length(code) = 2 OR parent = left(code, length(code) - 2))
);
CREATE INDEX area_parent ON area (parent);

-- The names an area bore before it was renamed: old reports are read with the code, old papers with the name.
CREATE TABLE area_former_name (
    area       text NOT NULL REFERENCES area (code),
    until      date NOT NULL,
    name_th    text NOT NULL,
    name_en    text NOT NULL,
    PRIMARY KEY (area, until)
);

-- Sales channels are an assumption of ours, therefore rows and not an enum.
CREATE TABLE channel (
    code        text PRIMARY KEY CHECK (code ~ '^[A-Z][A-Z_]{0,31}$'),
    name_th     text NOT NULL,
    name_en     text NOT NULL,
    ordinal     smallint NOT NULL UNIQUE,
    valid_from  date NOT NULL DEFAULT '1900-01-01',
    valid_until date CHECK (valid_until >= valid_from)
);
INSERT INTO channel (code, name_th, name_en, ordinal) VALUES
    ('SHOP',        'หน้าร้าน/ที่บ้าน',     'Shop or home',   1),
    ('FAIR',        'งานแสดงสินค้า',       'Fair',           2),
    ('TRADER',      'พ่อค้าคนกลาง',        'Trader',         3),
    ('ONLINE',      'ออนไลน์',            'Online',         4),
    ('EXPORT',      'ส่งออก',             'Export',         5),
    ('OTHER',       'ช่องทางอื่น',         'Other',          6),
    ('UNSPECIFIED', 'ไม่ระบุช่องทาง',      'Not specified',  7);
