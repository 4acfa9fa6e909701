-- From version 6 to 7.
CREATE TABLE mirror_year (
    area        TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    told        TEXT NOT NULL CHECK (json_valid(told)),
    PRIMARY KEY (area, fiscal_year)
);
