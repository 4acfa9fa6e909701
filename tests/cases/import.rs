//! Files: what is taken, what is refused and why, and that nothing is written that was not asked for.

use diesel_async::AsyncPgConnection;
use kit::Database;
use otop_server::import::{self, Document, Options, Report};
use otop_server::verify::verdicts;

const TRIAL: Options = Options {
    commit: false,
    all_or_nothing: false,
};
const WRITE: Options = Options {
    commit: true,
    all_or_nothing: false,
};
const WHOLE: Options = Options {
    commit: true,
    all_or_nothing: true,
};

const PRODUCERS: &str = "registration_number,name,kind,subdistrict,active_from,products
A-1,กลุ่มทอผ้า,COMMUNITY_GROUP,270601,2022-10,TEXTILE:ผ้าไหม:5
A-2,ร้านแม่มาลี,SINGLE_OWNER,270602,2022-10,
A-3,กลุ่มจักสาน,COMMUNITY_GROUP,270101,2022-11,
";

fn document(content: &str) -> Document {
    Document {
        name: "history.csv".to_owned(),
        bytes: content.as_bytes().to_vec(),
    }
}

/// Line and rule of what was refused.
fn refused(report: &Report) -> Vec<(u64, String)> {
    let rule = |refusal: &otop_schema::Refusal| refusal.rule.clone().unwrap_or_default();
    report
        .rows
        .iter()
        .filter_map(|row| Some((row.line, rule(row.refusal.as_ref()?))))
        .collect()
}

async fn figures(connection: &mut AsyncPgConnection, rows: &str, options: &Options) -> Report {
    let content = format!("registration_number,month,category,channel,amount,state,reason\n{rows}");
    import::figures(connection, &document(&content), options).await.unwrap()
}

/// Three producers, on 27 February 2566.
async fn registered() -> (Database, AsyncPgConnection) {
    let database = Database::migrated().await;
    database.at("2023-02-27T09:00").await;
    let mut connection = database.connect().await;
    let report = import::producers(&mut connection, &document(PRODUCERS), &WRITE).await.unwrap();
    assert!(report.written && report.refused() == 0, "{report:?}");
    (database, connection)
}

#[tokio::test]
async fn nothing_is_written_unless_asked_for() {
    let database = Database::migrated().await;
    let mut connection = database.connect().await;
    let wrong = format!("{PRODUCERS}A-3,ซ้ำ,SME,270101,2022-10,\nA-4,ตำบลผิด,SME,279901,2022-10,\n");
    for (content, options) in [(PRODUCERS, &TRIAL), (&wrong, &WHOLE)] {
        let report = import::producers(&mut connection, &document(content), options).await.unwrap();
        assert!(!report.written);
    }
    assert_eq!(database.value("SELECT count(*) FROM producer").await, "0");
    let report = import::producers(&mut connection, &document(&wrong), &WRITE).await.unwrap();
    assert_eq!(refused(&report), [(5, "unique".to_owned()), (6, "known".to_owned())]);
    assert_eq!(database.value("SELECT count(*) FROM producer").await, "3");
}

#[tokio::test]
async fn past_figures_become_a_confirmed_version_with_their_source() {
    let (database, mut connection) = registered().await;
    let rows = "A-1,2022-10,TEXTILE,SHOP,\"12,500.00\",,\nA-1,2022-10,TEXTILE,ONLINE,๕๐๐.๒๕,,\nA-2,2022-10,,,,NO_SALES,\n";
    assert!(figures(&mut connection, rows, &WRITE).await.written);
    let confirmed = "SELECT concat_ws(' ', status, timeliness, confirmed_satang, report.reported, report.roster_size, name)
        FROM report JOIN confirmed_version USING (district, month) JOIN import_source ON import_source.id = source";
    assert_eq!(database.value(confirmed).await, "CONFIRMED IMPORTED 1300025 2 2 history.csv");
    let verdicts = verdicts(&mut connection, &|_| {}).await.unwrap();
    assert!(verdicts.iter().all(|verdict| verdict.findings.is_empty()), "{verdicts:?}");
    let again = figures(&mut connection, rows, &WRITE).await;
    assert!(!again.written);
    assert_eq!(refused(&again), [2, 3, 4].map(|line| (line, "untouched".to_owned())));
}

#[tokio::test]
async fn one_refused_row_refuses_its_report_and_no_other() {
    let (_database, mut connection) = registered().await;
    let rows = "A-1,2022-11,TEXTILE,SHOP,1.234,,\nA-2,2022-11,FOOD,SHOP,10,,\nA-3,2022-11,FOOD,SHOP,10,,\n";
    let report = figures(&mut connection, rows, &WRITE).await;
    let rules: Vec<String> = refused(&report).into_iter().map(|(line, rule)| format!("{line} {rule}")).collect();
    assert_eq!(rules, ["2 two-decimals", "3 whole-report"]);
    assert!(report.written);
}

#[tokio::test]
async fn a_row_says_why_it_is_refused() {
    let (_database, mut connection) = registered().await;
    let table = [
        ("A-9,2022-10,FOOD,SHOP,1,,", "known"),
        ("A-3,2022-10,FOOD,SHOP,1,,", "producer-active"),
        ("A-1,2022-10,FOOD,STALL,1,,", "known-channel"),
        ("A-1,2022-10,TOYS,SHOP,1,,", "format"),
        ("A-1,2022-10,FOOD,SHOP,,,", "required"),
        ("A-1,2022-10,FOOD,SHOP,5,NO_SALES,", "no-sales-with-figures"),
        ("A-1,2022-10,,,,NOT_OBTAINED,", "reason-required"),
        ("A-1,2023-02,FOOD,SHOP,1,,", "past"),
        ("A-1,2023-12,FOOD,SHOP,1,,", "past"),
        ("A-1,2566-02,FOOD,SHOP,1,,", "format"),
        ("A-1,2022-10,FOOD,SHOP,1,,\nA-1,2022-10,FOOD,SHOP,2,,", "twice"),
        ("A-1,2022-10,FOOD,SHOP,1,,\nA-1,2022-10,,,,NO_SALES,", "twice"),
    ];
    for (row, rule) in table {
        let report = figures(&mut connection, row, &TRIAL).await;
        let rules: Vec<String> = refused(&report).into_iter().map(|(_, rule)| rule).collect();
        assert!(rules.contains(&rule.to_owned()), "{row}: {rules:?}");
    }
}

async fn totals(connection: &mut AsyncPgConnection, rows: &str, options: &Options) -> Report {
    let content = format!("district,month,amount,producers\n{rows}");
    import::totals(connection, &document(&content), options).await.unwrap()
}

#[tokio::test]
async fn past_months_of_a_district_are_kept_for_a_base_and_counted_nowhere_else() {
    let (database, mut connection) = registered().await;
    let rows = "2706,2021-10,\"1,234.50\",104\n2706,2021-11,๗๐๐,\n2701,2021-10,5,\n";
    assert!(!totals(&mut connection, rows, &TRIAL).await.written);
    let report = totals(&mut connection, rows, &WRITE).await;
    assert!(report.written && report.refused() == 0, "{report:?}");
    let kept = "SELECT concat_ws(' ', district, month, satang, producers, name) FROM past_month
                JOIN import_source ON import_source.id = source ORDER BY district, month";
    let expected = [
        "2701 2021-10-01 500 0 history.csv",
        "2706 2021-10-01 123450 104 history.csv",
        "2706 2021-11-01 70000 0 history.csv",
    ];
    assert_eq!(database.column(kept).await, expected);
    assert_eq!(database.value("SELECT count(*) FROM report").await, "0");
    let told = "SELECT area || ' ' || (body::json->>'reason') FROM event WHERE kind = 'PAST_IMPORTED' ORDER BY area";
    assert_eq!(database.column(told).await, ["2701 history.csv: 1", "2706 history.csv: 2"]);
    for verdict in verdicts(&mut connection, &|_| {}).await.unwrap() {
        assert!(verdict.findings.is_empty(), "{verdict:?}");
    }
}

#[tokio::test]
async fn totals_that_are_refused() {
    let (database, mut connection) = registered().await;
    figures(&mut connection, "A-3,2022-11,TEXTILE,SHOP,7,,\n", &WRITE).await;
    totals(&mut connection, "2706,2021-10,1,\n", &WRITE).await;
    let rows = "2706,2021-10,2,\n2701,2022-11,2,\n2799,2021-10,2,\n27,2021-10,2,\n2706,2023-02,2,\n2706,2021-11,-2,\n2706,2021-12,2,x\n2706,2021-09,2,\n2706,2021-09,3,\n";
    let report = totals(&mut connection, rows, &WRITE).await;
    let rules = [
        "untouched",
        "untouched",
        "known",
        "format",
        "past",
        "not-negative",
        "format",
        "twice",
    ];
    let lines = [2, 3, 4, 5, 6, 7, 8, 10];
    let expected: Vec<(u64, String)> = lines.into_iter().zip(rules.map(str::to_owned)).collect();
    assert_eq!(refused(&report), expected);
    assert_eq!(
        database.value("SELECT sum(satang) FROM past_month").await,
        "300",
        "the first stands, and what was right of the second file"
    );
}
