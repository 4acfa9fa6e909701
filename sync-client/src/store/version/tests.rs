use diesel::{Connection, RunQueryDsl, SqliteConnection, connection::SimpleConnection, sql_types::Text};
use tempfile::TempDir;

use super::*;
use crate::{
    Laptop,
    laptop::FILE,
    store::{Store, outbox::Queued},
    wire::push::ChangeInput,
};

/// The whole text of the tables of each older version, as its program made them.
const OLDER: [&str; VERSION as usize - 1] = [
    include_str!("first.sql"),
    include_str!("second.sql"),
    include_str!("third.sql"),
    include_str!("fourth.sql"),
    include_str!("fifth.sql"),
    include_str!("sixth.sql"),
    include_str!("seventh.sql"),
    include_str!("eighth.sql"),
];

/// A file as a program of that version left it, with a queue.
fn left_by(version: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    let url = folder.path().join(FILE);
    let mut conn = SqliteConnection::establish(url.to_str().unwrap()).unwrap();
    conn.batch_execute("PRAGMA journal_mode = WAL").unwrap();
    conn.batch_execute(OLDER[version - 1]).unwrap();
    conn.batch_execute(include_str!("queue.sql")).unwrap();
    conn.batch_execute(&format!("PRAGMA user_version = {version}")).unwrap();
    folder
}

fn queue(laptop: &mut Laptop, person: &str) -> Vec<Queued> {
    laptop.store.queue(person, &["pending", "held", "attention"]).unwrap()
}

#[test]
fn every_older_queue_is_brought_up_whole() {
    for version in 1..=OLDER.len() {
        let folder = left_by(version);
        let mut laptop = Laptop::open(folder.path()).unwrap();
        let mine = queue(&mut laptop, "somsri");
        let known: Vec<(&str, &str)> = mine.iter().map(|row| (row.operation_id.as_str(), row.state.as_str())).collect();
        let expected = [("op2", "pending"), ("op3", "held"), ("op4", "attention"), ("op5", "pending")];
        assert_eq!(known, expected, "version {version}");
        let readable = |row: &Queued| serde_json::from_str::<ChangeInput>(&row.change).is_ok();
        assert!(mine.iter().all(readable));
        assert_eq!(queue(&mut laptop, "malee").len(), 1);
        assert_eq!(laptop.attention().unwrap().len(), 1);
        let cells = laptop.store.cells("2023-02".parse().unwrap()).unwrap();
        assert_eq!((cells.len(), cells[0].amount.as_str()), (1, "12500.50"));
        let signed_in = laptop.store.signed_in().unwrap();
        assert_eq!(signed_in.access_token.as_deref(), Some("access"), "nothing went back in time");
    }
}

#[derive(diesel::QueryableByName, Debug, PartialEq)]
struct Column {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every column, index and view, by name.
fn shape(store: &mut Store) -> Vec<Column> {
    let question = "SELECT format('%s.%s %s %s %s', m.name, c.name, c.type, c.\"notnull\", coalesce(c.dflt_value, '')) AS line
        FROM sqlite_schema AS m JOIN pragma_table_xinfo(m.name) AS c WHERE m.type = 'table'
        UNION ALL SELECT name || ' ' || sql FROM sqlite_schema WHERE type IN ('view', 'index') AND sql IS NOT NULL ORDER BY 1";
    diesel::sql_query(question).load(&mut store.conn).unwrap()
}

#[test]
fn a_file_that_was_brought_up_is_like_a_new_one() {
    let new = TempDir::new().unwrap();
    let expected = shape(&mut Store::open(&new.path().join(FILE)).unwrap());
    assert!(expected.len() > 100);
    for version in 1..=OLDER.len() {
        let folder = left_by(version);
        assert_eq!(
            shape(&mut Store::open(&folder.path().join(FILE)).unwrap()),
            expected,
            "version {version}"
        );
    }
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let folder = left_by(VERSION as usize - 1);
    let path = folder.path().join(FILE);
    let mut store = Store::open(&path).unwrap();
    store.conn.batch_execute(&format!("PRAGMA user_version = {}", VERSION + 1)).unwrap();
    drop(store);
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path), Err(Error::Newer(found)) if found == VERSION + 1));
    assert!(before == std::fs::read(&path).unwrap());
}
