//! Bases: what they are made of, frozen and revised, whose producers count.

use otop_schema::digest;
use serde_json::{Value, json};

use super::world::{GROWTH, Year, satang};

#[tokio::test]
async fn a_revision_is_the_next_number_and_nothing_frozen_is_rewritten() {
    let year = Year::begin().await;
    let before = "SELECT md5(string_agg(base_month::text, '|' ORDER BY district, month)) FROM base_month WHERE revision = 0";
    let first = year.database.value(before).await;
    for revision in 1..=2 {
        assert_eq!(year.freeze("2701", "5.00").await["revision"], revision);
    }
    assert_eq!(year.database.value(before).await, first);
    for change in [
        "UPDATE base_month SET satang = 1",
        "DELETE FROM base_month",
        "DELETE FROM base_revision",
        "DELETE FROM past_month",
    ] {
        let refused = year.database.attempt(change).await.expect_err("a guard");
        assert!(refused.ends_with("are written once"), "{change}: {refused}");
    }
    let kinds = "SELECT string_agg(DISTINCT source, ' ') FROM base_month WHERE revision = 2 AND district = '2701'";
    assert_eq!(year.database.value(kinds).await, "REVISED");
    let query = "{ latest: baseRevision(fiscalYear: 2566) { revision months(district: \"2701\") { month amount source } }
                   first: baseRevision(fiscalYear: 2566, revision: 0) { revision months(district: \"2701\") { amount source } }
                   none: baseRevision(fiscalYear: 2566, revision: 9) { revision } }";
    let told = year.department.ask(query).await;
    assert_eq!(
        told["latest"]["months"][0],
        json!({ "month": "2022-10", "amount": "5.00", "source": "REVISED" })
    );
    assert_eq!(told["first"]["months"][0]["source"], "IMPORTED");
    assert_eq!((&told["latest"]["revision"], &told["none"]), (&json!(2), &Value::Null));
}

#[tokio::test]
async fn the_digest_is_that_of_its_lines_and_stands_in_the_chain() {
    let year = Year::begin().await;
    let frozen = year.freeze("2701", "12.50").await;
    let lines = "SELECT concat_ws(E'\\t', 'B', district, to_char(month, 'YYYY-MM'), to_char(satang / 100.0, 'FM999999999999990.00'), source) AS line
                 FROM base_month WHERE revision = 1 ORDER BY district, month";
    let lines = year.database.column(lines).await;
    let text = format!("otop-base 1\n2566\nPREVIOUS_YEAR\n\n{}\n", lines.join("\n"));
    assert_eq!(frozen["digest"], digest(text.as_bytes()));
    let told = "SELECT body::json->>'digest' FROM event WHERE area = 'TH' AND kind = 'BASE_FROZEN'";
    assert_eq!(year.database.value(told).await, frozen["digest"].as_str().unwrap_or_default());
    assert_ne!(frozen["digest"], digest(text.replace("12.50", "12.51").as_bytes()), "the control");
}

#[tokio::test]
async fn a_mean_of_three_years_needs_all_three() {
    let year = Year::begin().await;
    let past = "INSERT INTO past_month (district, month, satang, producers, source)
        SELECT '2701', month::date, satang, 9, 1 FROM (VALUES ('2020-10-01', 100), ('2019-10-01', 101), ('2020-11-01', 7)) AS past (month, satang)";
    year.database.run(past).await;
    let known = "SELECT satang FROM past_month WHERE (district, month) = ('2701', '2021-10-01')";
    let known: i64 = year.database.value(known).await.parse().expect("a number");
    year.reckon("MEAN_OF_3_YEARS", None, "SIX_MONTHS").await;
    let frozen = year.freeze_with(&json!([])).await["freezeBase"].clone();
    assert_eq!((&frozen["revision"], &frozen["basePolicy"]), (&json!(1), &json!("MEAN_OF_3_YEARS")));
    let mean = (known + 100 + 101 + 1) / 3;
    let made = year
        .database
        .column("SELECT district || ' ' || month || ' ' || satang FROM base_month WHERE revision = 1")
        .await;
    assert_eq!(
        made,
        [format!("2701 2022-10-01 {mean}")],
        "November and the other districts lack a year"
    );
}

#[tokio::test]
async fn confirmed_figures_go_before_imported_ones() {
    let year = Year::begin().await;
    // January 2566 is confirmed with the demonstration's figures: the base of January 2567.
    let past = "INSERT INTO past_month (district, month, satang, source) VALUES ('2701', '2023-01-01', 1, 1), ('2701', '2023-02-01', 2, 1)";
    year.database.run(past).await;
    let document =
        "mutation { freezeBase(input: { fiscalYear: 2567, reason: \"ทดสอบ\" }) { revision months(district: \"2701\") { month amount } } }";
    let frozen = year.department.ask(document).await["freezeBase"].clone();
    let sold =
        "SELECT to_char(confirmed_satang / 100.0, 'FM999999999999990.00') FROM report WHERE (district, month) = ('2701', '2023-01-01')";
    let sold = year.database.value(sold).await;
    let months = frozen["months"].as_array().expect("a list");
    let of = |month: &str| months.iter().find(|line| line["month"] == month).map(|line| line["amount"].clone());
    assert_eq!(of("2024-01"), Some(json!(sold)));
    assert_eq!(of("2024-02"), Some(json!("0.02")));
    assert_eq!(
        months.len(),
        5,
        "October to January are confirmed, February imported, the rest is not known"
    );
}

#[tokio::test]
async fn only_producers_of_the_cohort_count() {
    let year = Year::begin().await;
    let newcomer =
        "SELECT producer_id FROM cell WHERE (district, month) = ('2701', '2023-01-01') AND amount > 0 ORDER BY producer_id LIMIT 1";
    let newcomer = year.database.value(newcomer).await;
    year.database
        .run(&format!("UPDATE producer SET active_from = '2022-12-01' WHERE id = '{newcomer}'"))
        .await;
    year.database
        .run(&format!("UPDATE producer SET active_from = '2021-10-01' WHERE id <> '{newcomer}'"))
        .await;
    let whole = satang(&year.growth("district(code: \"2701\")", "month: \"2023-01\"").await["official"]["revenue"]);
    year.reckon("PREVIOUS_YEAR", Some("2022-09-30"), "SIX_MONTHS").await;
    let frozen = year.freeze("2701", "1000000.00").await;
    assert_eq!(frozen["cohortUntil"], "2022-09-30");
    assert_eq!(
        year.database.value("SELECT count(*) FROM base_month WHERE revision = 1").await,
        "12",
        "of a month imported as a whole no cohort is known"
    );
    let own = format!("SELECT (sum(amount) * 100)::bigint FROM cell WHERE producer_id = '{newcomer}' AND month = '2023-01-01'");
    let own: i64 = year.database.value(&own).await.parse().expect("a number");
    let cut = satang(&year.growth("district(code: \"2701\")", "month: \"2023-01\"").await["official"]["revenue"]);
    assert!(own > 0);
    assert_eq!(cut, whole - own);
    let officer = year.node.as_("officer.2701").await;
    for (month, told) in [("2022-10", false), ("2023-01", false)] {
        let producer = format!("producer(id: \"{newcomer}\")");
        let growth = year.rollup(&officer, &producer, &format!("month: \"{month}\""), GROWTH).await["growth"].clone();
        assert_eq!(satang(&growth["official"]["revenue"]) > 0, told, "{month}");
    }
    let viewer = year.node.as_("viewer").await;
    let withheld = year.rollup(&viewer, "district(code: \"2701\")", "month: \"2023-01\"", GROWTH).await;
    assert_eq!(
        withheld["growth"]["official"]["notComputable"], "WITHHELD",
        "less the whole it tells the newcomers'"
    );
}

#[tokio::test]
async fn a_policy_changes_the_next_base_and_not_the_frozen_one() {
    let year = Year::begin().await;
    let before = year.growth("district(code: \"2701\")", "fiscalYear: 2566").await;
    year.reckon("MEAN_OF_3_YEARS", Some("2022-09-30"), "SIX_MONTHS").await;
    assert_eq!(year.growth("district(code: \"2701\")", "fiscalYear: 2566").await, before);
    let query =
        "{ scoringPolicy(fiscalYear: 2566) { basePolicy cohortUntil roundTwo } none: scoringPolicy(fiscalYear: 2444) { roundTwo } }";
    let told = year.department.ask(query).await;
    let policy = json!({ "basePolicy": "MEAN_OF_3_YEARS", "cohortUntil": "2022-09-30", "roundTwo": "SIX_MONTHS" });
    assert_eq!((&told["scoringPolicy"], &told["none"]), (&policy, &Value::Null));
    let told = "SELECT body::json->>'reason' FROM event WHERE area = 'TH' AND kind = 'SCORING_POLICY_SET'";
    assert_eq!(year.database.value(told).await, "2566 MEAN_OF_3_YEARS 2022-09-30 SIX_MONTHS: ทดสอบ");
}

#[tokio::test]
async fn bases_that_are_refused() {
    let year = Year::begin().await;
    let own = |district: &str, month: &str, amount: &str| json!([{ "district": district, "month": month, "amount": amount }]);
    let many: Vec<Value> = (0..401).map(|_| own("2701", "2022-10", "1")[0].clone()).collect();
    let table = [
        (own("27", "2022-10", "1"), "month"),
        (own("2701", "2022-09", "1"), "month"),
        (own("2701", "2022-10", "-1"), "not-negative"),
        (json!(many), "length"),
    ];
    for (revised, rule) in table {
        let refused = year.freeze_with(&revised).await;
        assert_eq!(refused.0["errors"][0]["extensions"]["rule"], rule, "{revised}");
    }
    let empty = "mutation { freezeBase(input: { fiscalYear: 2570, reason: \"ทดสอบ\" }) { revision } }";
    assert_eq!(year.department.ask(empty).await.0["errors"][0]["extensions"]["rule"], "history");
    assert_eq!(
        year.database.value("SELECT count(*) FROM base_revision").await,
        "1",
        "nothing was written"
    );
}
