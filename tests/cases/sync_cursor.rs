//! Cursors and pages: whatever is handed in, one's own rows come and nobody else's; a page has no more than it may.

use kit::chance::dice;
use kit::device::Cell;
use kit::office::Office;
use kit::reader::{LISTS, Reader, rows};
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// Everything of the pages that names a place or a producer of another district.
fn foreign(office: &Office, page: &Value) -> Vec<String> {
    let own = |id: &str| id.starts_with("2706") || office.producers.iter().any(|producer| id.starts_with(producer));
    let ids = LISTS
        .iter()
        .filter(|list| ["entries", "sheets", "producers", "reports"].contains(list));
    let ids = ids.flat_map(|list| page[list].as_array().into_iter().flatten());
    let ids = ids.map(|row| row["id"].as_str().unwrap_or_default().to_owned());
    ids.filter(|id| !own(id)).collect()
}

/// A cursor with something else in it: a letter, a piece, another's area, or nothing that makes sense.
fn forged(dice: &mut StdRng, cursor: &str) -> String {
    let mut letters: Vec<char> = cursor.chars().collect();
    let at = dice.random_range(0..letters.len());
    match dice.random_range(0..8) {
        0 => letters[at] = char::from(dice.random_range(32..127_u8)),
        1 => letters.truncate(at),
        2 => letters.insert(at, '\0'),
        3 => return cursor.replace("2706", ["2701", "27", "TH", "270601", "9999"][dice.random_range(0..5)]),
        4 => return cursor.replace('.', "9."),
        5 => return format!("{cursor}~2701:1.0.0:e:2701|1900-01"),
        6 => return with_key(cursor, ["p", "r", "s", "e", "a", "+"][dice.random_range(0..6)], dice),
        _ => return (0..at).map(|_| char::from(dice.random_range(0..255_u8))).collect(),
    }
    letters.into_iter().collect()
}

/// The middle of a first reading that begins before the area.
fn with_key(cursor: &str, stage: &str, dice: &mut StdRng) -> String {
    let epoch = cursor.split('~').next().unwrap_or_default();
    let key = ["0000|1900-01", "2701|2023-01|x|FOOD|SHOP", "27|", "|||||", "ก|ก", "99"][dice.random_range(0..6)];
    format!("{epoch}~2706:1.0.0:{stage}:{key}")
}

#[tokio::test]
async fn a_forged_cursor_brings_ones_own_rows_and_no_error() {
    let office = Office::open().await;
    let mut dice = dice();
    let mut reader = Reader::of(&office.person("entry.2706").await);
    let cursors: Vec<Value> = [reader.page(5).await, reader.page(5).await, reader.all().await.remove(0)]
        .iter()
        .map(|page| page["cursor"].clone())
        .collect();
    let mut resets = 0;
    for _ in 0..150 {
        let genuine = cursors[dice.random_range(0..cursors.len())].as_str().expect("a cursor");
        let cursor = forged(&mut dice, genuine);
        reader.cursor = json!(cursor);
        let pages = reader.all().await;
        resets += usize::from(pages[0]["reset"] == true);
        for page in pages {
            assert_eq!(foreign(&office, &page), Vec::<String>::new(), "{cursor:?}");
        }
        assert_eq!(reader.page(500).await["reset"], false, "no loop: {cursor:?}");
    }
    assert!(resets > 10, "a cursor that cannot be read begins anew");
    let all = Reader::of(&office.person("department").await).all().await;
    assert!(
        all.iter().any(|page| !foreign(&office, page).is_empty()),
        "the check sees foreign rows where there are some"
    );
}

#[tokio::test]
async fn a_cursor_of_a_time_to_come_begins_anew() {
    let office = Office::open().await;
    let mut reader = Reader::up_to_date(&office.person("entry.2706").await).await;
    let cursor = reader.cursor.as_str().expect("a cursor").to_owned();
    let epoch = cursor.split('~').next().expect("an epoch").to_owned();
    for place in ["9.1.1", "1.9223372036854775807.1"] {
        reader.cursor = json!(format!("{epoch}~2706:{place}"));
        assert_eq!(reader.page(500).await["reset"], true, "{place}");
    }
}

#[tokio::test]
async fn a_page_has_no_more_rows_than_asked_for_whatever_one_event_lists() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let mut reader = Reader::up_to_date(&office.person("entry2.2706").await).await;
    let mut batch = Vec::new();
    for producer in &office.producers {
        for category in ["FOOD", "BEVERAGE", "TEXTILE", "HOUSEWARE", "HERB"] {
            for channel in ["SHOP", "FAIR", "TRADER", "ONLINE", "EXPORT", "OTHER"] {
                let producer = producer.clone();
                let cell = Cell {
                    producer,
                    category,
                    channel,
                };
                batch.push(entry.enter(&cell, Some("1.00"), 0));
            }
        }
    }
    entry.push(&batch).await;
    let first = reader
        .hears("the batch", |page| page["reports"].get(0).is_some().then(|| page.clone()))
        .await;
    let mut read = first["entries"].as_array().expect("a list").len();
    assert!(rows(&first) <= 500);
    read += entries(&mut reader, 50).await;
    assert_eq!(read, batch.len());
}

#[tokio::test]
async fn small_pages_tell_all_of_a_large_event_once() {
    let office = Office::open().await;
    let mut entry = office.device("entry.2706").await;
    let mut reader = Reader::up_to_date(&office.person("entry2.2706").await).await;
    let batch: Vec<Value> = (0..6)
        .map(|producer| entry.enter(&office.cell(producer), Some("1.00"), 0))
        .collect();
    entry.push(&batch).await;
    let before = reader.cursor.clone();
    reader.hears("the batch", |page| page["reports"].get(0).map(drop)).await;
    for limit in [1, 2, 5, 7, 500] {
        reader.cursor = before.clone();
        assert_eq!(entries(&mut reader, limit).await, 6, "in pages of {limit}");
    }
}

/// Reads all there is in pages of at most `limit` rows, and tells how many entries came.
async fn entries(reader: &mut Reader, limit: usize) -> usize {
    let mut read = 0;
    loop {
        let page = reader.page(limit).await;
        assert!(rows(&page) <= limit, "{} rows", rows(&page));
        read += page["entries"].as_array().expect("a list").len();
        if page["hasMore"] == false {
            return read;
        }
    }
}

#[tokio::test]
async fn a_change_of_the_register_brings_the_reports_it_counts_in() {
    let office = Office::open().await;
    let officer = office.person("officer.2706").await;
    let mut reader = Reader::up_to_date(&office.person("entry.2706").await).await;
    let register = "mutation { registerProducer(input: { district: \"2706\", name: \"กลุ่มใหม่\", kind: SME, subdistrict: \"270601\", activeFrom: \"2023-02\" }) { id } }";
    officer.ask(register).await.data();
    let told = reader
        .hears("the new producer", |page| page["producers"].get(0).map(|_| page["reports"].clone()))
        .await;
    let named = told.as_array().expect("a list").iter().any(|report| report["id"] == "2706:2023-02");
    assert!(named, "{told}");
}
