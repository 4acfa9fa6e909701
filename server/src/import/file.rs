//! A CSV file as rows with their line numbers.

use std::collections::HashMap;
use std::str::FromStr;

use csv::StringRecord;
use otop_schema::{Refusal, digest};

use super::report::Judgement;

/// A file to be imported.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name, which imported figures are marked with.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The rows of a file, with the columns its header names.
pub struct Rows {
    columns: HashMap<String, usize>,
    records: Vec<(u64, Option<StringRecord>)>,
}

/// One row, read by column.
pub struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    record: &'a StringRecord,
}

impl Document {
    /// The SHA-256 of the content, in hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        digest(&self.bytes)
    }

    /// Reads header and rows.
    ///
    /// # Errors
    /// `INVALID` when a column that must be there is missing, or the header is no UTF-8.
    pub fn rows(&self, required: &[&str]) -> Result<Rows, Refusal> {
        // Spreadsheet programs put a byte order mark before the header.
        let content = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(content);
        let header = reader.headers().map_err(|_| unreadable())?.clone();
        let columns: HashMap<String, usize> = header
            .iter()
            .enumerate()
            .map(|(index, name)| (name.to_lowercase(), index))
            .collect();
        if let Some(missing) = required.iter().find(|column| !columns.contains_key(**column)) {
            return Err(missing_column(missing));
        }
        let mut records = Vec::new();
        for record in reader.records() {
            records.push(match record {
                Ok(record) => (line(record.position()), Some(record)),
                Err(error) => (line(error.position()), None),
            });
        }
        Ok(Rows { columns, records })
    }
}

impl Rows {
    /// Every row as `read` makes it from its line; one that is no UTF-8 comes as a refusal like any other.
    pub fn read<Line>(&self, read: impl Fn(u64, Judgement<Row<'_>>) -> Line) -> Vec<Line> {
        let lines = self.records.iter().map(|(line, record)| {
            let record = record.as_ref().ok_or_else(unreadable);
            read(
                *line,
                record.map(|record| Row {
                    columns: &self.columns,
                    record,
                }),
            )
        });
        lines.collect()
    }
}

impl Row<'_> {
    /// The text of a column; none where it is empty or the file has no such column.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<&str> {
        let index = *self.columns.get(column)?;
        self.record.get(index).filter(|text| !text.is_empty())
    }

    /// The text of a column that must say something.
    ///
    /// # Errors
    /// `INVALID` when it is empty.
    pub fn required(&self, column: &str) -> Result<&str, Refusal> {
        self.text(column)
            .ok_or_else(|| Refusal::invalid(column, "required", format!("ต้องระบุ {column} / {column} is required")))
    }

    /// A value of the contract, such as a month or a category.
    ///
    /// # Errors
    /// The value's own refusal, naming the column.
    pub fn value<Value: FromStr<Err = Refusal>>(&self, column: &str) -> Result<Value, Refusal> {
        self.required(column)?.parse().map_err(|refusal: Refusal| refusal.field(column))
    }

    /// As [`Row::value`], where it may be left out.
    ///
    /// # Errors
    /// As [`Row::value`].
    pub fn optional<Value: FromStr<Err = Refusal>>(&self, column: &str) -> Result<Option<Value>, Refusal> {
        self.text(column).map(|_| self.value(column)).transpose()
    }
}

fn line(position: Option<&csv::Position>) -> u64 {
    position.map_or(0, csv::Position::line)
}

fn unreadable() -> Refusal {
    Refusal::invalid(
        "file",
        "utf-8",
        "อ่านไม่ได้ โปรดบันทึกเป็น CSV UTF-8 / Not readable: save the file as CSV in UTF-8",
    )
}

fn missing_column(column: &str) -> Refusal {
    let message = format!("ไม่มีคอลัมน์ {column} ในบรรทัดแรก / The header has no column {column}");
    Refusal::invalid(column, "column", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use otop_schema::Month;

    fn months(content: &str) -> Vec<(u64, Result<Month, Option<String>>)> {
        let document = Document {
            name: "test.csv".to_owned(),
            bytes: content.as_bytes().to_vec(),
        };
        let rows = document.rows(&["month"]).unwrap();
        let parsed = rows.read(|line, row| (line, row.and_then(|row| row.value::<Month>("month"))));
        parsed
            .into_iter()
            .map(|(line, result)| (line, result.map_err(|refusal| refusal.rule)))
            .collect()
    }

    #[test]
    fn rows_keep_their_lines_and_their_reasons() {
        let month = "2023-01".parse().unwrap();
        let found = months("\u{feff}Name,MONTH\nกลุ่มทอผ้า, 2023-01 \n\"สอง\nบรรทัด\",2023-01\nก,\nข,ม.ค. 66\n");
        let rule = |rule: &str| Err(Some(rule.to_owned()));
        assert_eq!(found, [(2, Ok(month)), (3, Ok(month)), (5, rule("required")), (6, rule("format"))]);
    }

    #[test]
    fn bytes_that_are_no_text_refuse_their_row_alone() {
        let document = Document {
            name: "test.csv".to_owned(),
            bytes: b"month\n\xa1\xa2\n2023-01\n".to_vec(),
        };
        let rows = document.rows(&["month"]).unwrap();
        let taken = rows.read(|_, row| row.and_then(|row| row.value::<Month>("month")).is_ok());
        assert_eq!(taken, [false, true]);
    }

    #[test]
    fn a_missing_column_refuses_the_file() {
        let document = Document {
            name: "test.csv".to_owned(),
            bytes: b"name\n".to_vec(),
        };
        assert_eq!(
            document.rows(&["name", "month"]).err().and_then(|refusal| refusal.field),
            Some("month".to_owned())
        );
    }
}
