//! `make workbooks`: the workbooks of the forms in the hands of another office program. LibreOffice turns each into a table, and its totals
//! have to be those of the database, to the satang. Too large a program for `make test`, where calamine reads them.

use std::path::Path;
use std::process::{Command, ExitCode};

use kit::node::Node;
use kit::{Database, Person};
use otop_schema::Baht;

/// Form and heading, and what stands at the end of that column: the live sums of Sa Kaeo or of its first district.
const EXPECTED: [(&str, &str, &str); 5] = [
    ("rt2/2701/2023-02", "รวม (บาท)", "district = '2701' AND month = '2023-02-01'"),
    ("rt3/2701/2023-02", "เดือนนี้ (บาท)", "district = '2701' AND month = '2023-02-01'"),
    (
        "rt3/27/2023-01",
        "สะสมตั้งแต่ ๑ ตุลาคม (บาท)",
        "month BETWEEN '2022-10-01' AND '2023-01-01'",
    ),
    ("rt4/27/2023-02", "เดือนนี้ (บาท)", "month = '2023-02-01'"),
    ("consolidation/TH/2023-01", "เดือนนี้ (บาท)", "month = '2023-01-01'"),
];

#[tokio::main]
async fn main() -> ExitCode {
    let database = Database::demonstration().await;
    let node = Node::start(&database).await;
    let department = node.as_("department").await;
    let made = "mutation { consolidateMonth(input: { month: \"2023-01\" }) { number } }";
    department.ask(made).await.data();
    let mut wrong = 0;
    for (form, heading, which) in EXPECTED {
        let sql = format!("SELECT sum(live_satang) FROM report WHERE {which}");
        let expected = Baht::from_satang(database.value(&sql).await.parse().expect("satang"));
        let read = read(&department, form, heading).await;
        let verdict = if read == Some(expected) { "ok" } else { "WRONG" };
        wrong += u32::from(read != Some(expected));
        println!("{verdict} {form} {heading}: {expected}, read {read:?}");
    }
    ExitCode::from(u8::from(wrong > 0))
}

/// The last number under a heading, as LibreOffice understands the workbook.
async fn read(person: &Person, form: &str, heading: &str) -> Option<Baht> {
    let folder = tempfile::tempdir().expect("a folder");
    let book = folder.path().join("form.xlsx");
    std::fs::write(&book, person.get(&format!("/forms/{form}.xlsx")).await.bytes).expect("there is room");
    convert(folder.path(), &book);
    let table = std::fs::read_to_string(folder.path().join("form.csv")).expect("a table");
    last_under(&table, heading)
}

fn convert(folder: &Path, book: &Path) {
    let mut office = Command::new("soffice");
    office.env("HOME", folder).args(["--headless", "--convert-to"]);
    // Fields by semicolons, UTF-8, numbers as they are kept and not as they are shown.
    office
        .arg("csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false")
        .arg("--outdir")
        .arg(folder)
        .arg(book);
    let done = office.output().expect("soffice");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn last_under(table: &str, heading: &str) -> Option<Baht> {
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split(';').map(|field| field.trim_matches('"')).collect())
        .collect();
    let line = rows.iter().position(|row| row.contains(&heading))?;
    let place = rows[line].iter().position(|field| *field == heading)?;
    let mut numbers = rows[line + 1..].iter().filter_map(|row| row.get(place)?.parse().ok());
    numbers.next_back()
}
