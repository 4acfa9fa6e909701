//! The shape of the keeping: going down leaves no trace, foreign keys are indexed, `tables.rs` says what the database is, the
//! places are all there. Each checker has a control that it bites.

use std::collections::BTreeSet;

use kit::Database;
use kit::project;

/// One migration's folder name.
fn migrations() -> Vec<String> {
    project::names("migrations")
}

fn sql(migration: &str, direction: &str) -> String {
    project::text(&format!("migrations/{migration}/{direction}.sql"))
}

/// The shape of a database as `pg_dump` writes it.
fn shape(database: &Database) -> String {
    let dump = std::process::Command::new("pg_dump")
        .args(["-s", "--no-owner"])
        .arg(database.url())
        .output();
    let dump = dump.expect("pg_dump is installed beside PostgreSQL");
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    let text = String::from_utf8(dump.stdout).expect("a dump is UTF-8");
    // Newer dumps are fenced with a random word.
    text.lines()
        .filter(|line| !line.contains("restrict ") && !line.starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn down_leaves_no_trace() {
    let database = Database::empty().await;
    let mut before = Vec::new();
    for migration in migrations() {
        before.push(shape(&database));
        database.run(&sql(&migration, "up")).await;
        let up = shape(&database);
        database.run(&sql(&migration, "down")).await;
        assert_eq!(shape(&database), before[before.len() - 1], "{migration} leaves traces");
        database.run(&sql(&migration, "up")).await;
        assert_eq!(shape(&database), up, "{migration} does not come back as it was");
    }
    for (migration, before) in migrations().iter().zip(before).rev() {
        database.run(&sql(migration, "down")).await;
        assert_eq!(shape(&database), before, "{migration} leaves traces at the end of the chain");
    }
}

#[tokio::test]
async fn a_trace_would_be_seen() {
    let database = Database::empty().await;
    let before = shape(&database);
    database
        .run("CREATE TABLE kept (id int); CREATE FUNCTION left_over() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        .await;
    database.run("DROP TABLE kept").await;
    assert_ne!(shape(&database), before);
}

#[tokio::test]
async fn going_down_takes_the_places_with_it() {
    let database = Database::empty().await;
    let seed = migrations()
        .into_iter()
        .find(|name| name.ends_with("area_facts"))
        .expect("the seed's migration");
    let tables = migrations().into_iter().take_while(|name| *name <= seed).collect::<Vec<_>>();
    for migration in &tables {
        database.run(&sql(migration, "up")).await;
    }
    assert_eq!(database.value("SELECT count(*) FROM area").await, "8211");
    database.run(&sql(&seed, "down")).await;
    assert_eq!(database.value("SELECT count(*) FROM area").await, "0");
}

#[tokio::test]
async fn all_places_are_there() {
    let database = Database::migrated().await;
    let levels = database
        .column("SELECT count(*) FROM area WHERE code <> 'TH' GROUP BY length(code) ORDER BY length(code)")
        .await;
    assert_eq!(levels, ["76", "878", "7256"], "provinces, districts, subdistricts");
    let sa_kaeo = database.column("SELECT code FROM area WHERE parent = '27' ORDER BY code").await;
    assert_eq!(sa_kaeo.first().map(String::as_str), Some("2701"));
    assert_eq!(sa_kaeo.len(), 9);
    assert_eq!(
        database.value("SELECT count(*) FROM area WHERE code LIKE '10%'").await,
        "0",
        "Bangkok is not part of it"
    );
}

/// Foreign keys whose columns do not begin an index of their table: each would make a delete or a join read the whole table.
const UNINDEXED: &str = "
    SELECT foreign_key.conrelid::regclass || '.' || foreign_key.conname
    FROM pg_constraint AS foreign_key
    WHERE foreign_key.contype = 'f' AND NOT EXISTS (
        SELECT FROM pg_index
        WHERE pg_index.indrelid = foreign_key.conrelid
          AND (pg_index.indkey::int2[])[0:array_length(foreign_key.conkey, 1) - 1] @> foreign_key.conkey)
    ORDER BY 1";

#[tokio::test]
async fn every_foreign_key_has_an_index() {
    let database = Database::migrated().await;
    assert_eq!(database.column(UNINDEXED).await, [""; 0]);
}

#[tokio::test]
async fn a_foreign_key_without_an_index_would_be_seen() {
    let database = Database::migrated().await;
    database
        .run("CREATE TABLE visit (id int PRIMARY KEY, area text REFERENCES area (code), person_id uuid REFERENCES person (id))")
        .await;
    database.run("CREATE INDEX visit_person ON visit (person_id)").await;
    assert_eq!(database.column(UNINDEXED).await, ["visit.visit_area_fkey"]);
}

/// Lines `table (primary key)` and `table.column Type`, as the catalogue has them.
async fn catalogue(database: &Database) -> BTreeSet<String> {
    let columns = "
        SELECT columns.table_name || '.' || column_name || ' ' ||
               CASE is_nullable WHEN 'YES' THEN 'Nullable<' || kind || '>' ELSE kind END
        FROM information_schema.columns
        CROSS JOIN LATERAL (
            SELECT CASE WHEN udt_name LIKE '\\_%' THEN 'Array<' || initcap(substr(udt_name, 2)) || '>' ELSE initcap(udt_name) END
        ) AS column_type (kind)
        WHERE table_schema = 'public' AND columns.table_name <> '__diesel_schema_migrations'";
    let keys = "
        SELECT relation.relname || ' (' || string_agg(attname, ', ' ORDER BY place) || ')'
        FROM pg_index JOIN pg_class AS relation ON relation.oid = indrelid
        CROSS JOIN unnest(indkey) WITH ORDINALITY AS part (number, place)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = part.number
        WHERE indisprimary AND relnamespace = 'public'::regnamespace AND relname <> '__diesel_schema_migrations'
        GROUP BY relation.relname";
    let mut lines: BTreeSet<String> = database.column(columns).await.into_iter().collect();
    lines.extend(database.column(keys).await);
    lines
}

/// The same lines, as `tables.rs` has them.
fn declared(tables: &str) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let (mut table, mut renamed) = (String::new(), None);
    for line in tables.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("#[sql_name = \"") {
            renamed = Some(name.trim_end_matches("\"]").to_owned());
        } else if let Some((name, key)) = line.strip_suffix(") {").and_then(|line| line.split_once(" (")) {
            table = renamed.take().unwrap_or_else(|| name.to_owned());
            lines.insert(format!("{table} ({key})"));
        } else if let Some((column, kind)) = line.strip_suffix(',').and_then(|line| line.split_once(" -> ")) {
            let column = renamed.take().unwrap_or_else(|| column.to_owned());
            lines.insert(format!("{table}.{column} {kind}"));
        }
    }
    lines
}

/// What one side says and the other does not.
fn differences(declared: &BTreeSet<String>, live: &BTreeSet<String>) -> Vec<String> {
    let missing = live.difference(declared).map(|line| format!("not in tables.rs: {line}"));
    let wrong = declared.difference(live).map(|line| format!("not in the database: {line}"));
    missing.chain(wrong).collect()
}

#[tokio::test]
async fn tables_rs_says_what_the_database_is() {
    let database = Database::migrated().await;
    let declared = declared(&project::text("server/src/tables.rs"));
    assert_eq!(differences(&declared, &catalogue(&database).await), [""; 0]);
}

#[tokio::test]
async fn a_drifting_table_would_be_seen() {
    let database = Database::migrated().await;
    database
        .run("ALTER TABLE person ADD COLUMN nickname text; ALTER TABLE device ALTER COLUMN acked_through TYPE int")
        .await;
    let declared = declared(&project::text("server/src/tables.rs"));
    assert_eq!(
        differences(&declared, &catalogue(&database).await),
        [
            "not in tables.rs: device.acked_through Int4",
            "not in tables.rs: person.nickname Nullable<Text>",
            "not in the database: device.acked_through Int8",
        ]
    );
}
