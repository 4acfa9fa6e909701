//! Targets: the department sets those of nation and provinces, a province those of its districts; every change is a revision.

use kit::Person;
use kit::client::Answer;
use serde_json::{Value, json};

use super::world::Year;

const FIVE: [&str; 5] = ["1", "2", "3", "4", "5"];

/// Sets targets of round 1 of 2566, each with the same thresholds.
async fn set(person: &Person, targets: &[(&str, &str)]) -> Answer {
    let targets: Vec<Value> = targets
        .iter()
        .map(|(area, percent)| json!({ "area": area, "percent": percent, "thresholds": FIVE }))
        .collect();
    send(person, &json!(targets), "มติที่ประชุม").await
}

async fn send(person: &Person, targets: &Value, reason: &str) -> Answer {
    let document = "mutation ($input: SetTargetsInput!) { setTargets(input: $input) { area revision percent thresholds setBy
        parts { addsUp shortBy unset withoutBase warning } } }";
    let input = json!({ "fiscalYear": 2566, "round": 1, "targets": targets, "reason": reason });
    person.ask_with(document, json!({ "input": input })).await
}

#[tokio::test]
async fn the_department_sets_those_of_provinces_and_a_province_those_of_its_districts() {
    let year = Year::begin().await;
    let province = year.node.as_("province.27").await;
    let officer = year.node.as_("officer.2701").await;
    let table = [
        (&year.department, "TH", "-"),
        (&year.department, "27", "-"),
        (&year.department, "26", "-"),
        (&year.department, "2701", "FORBIDDEN"),
        (&year.department, "270101", "NOT_FOUND"),
        (&year.department, "2799", "FORBIDDEN"),
        (&province, "2701", "-"),
        (&province, "27", "FORBIDDEN"),
        (&province, "2601", "NOT_FOUND"),
        (&province, "2799", "NOT_FOUND"),
        (&officer, "2701", "FORBIDDEN"),
        (&officer, "2702", "NOT_FOUND"),
    ];
    for (person, area, code) in table {
        assert_eq!(set(person, &[(area, "7.5")]).await.code(), code, "{} {area}", person.username);
    }
}

#[tokio::test]
async fn a_change_is_the_next_revision_and_stands_in_the_chain() {
    let year = Year::begin().await;
    let first = set(&year.department, &[("27", "7.50")]).await["setTargets"][0].clone();
    let thresholds = json!(["1.00", "2.00", "3.00", "4.00", "5.00"]);
    assert_eq!(
        (&first["revision"], &first["percent"], &first["thresholds"]),
        (&json!(1), &json!("7.50"), &thresholds)
    );
    assert_eq!(set(&year.department, &[("27", "8")]).await["setTargets"][0]["revision"], 2);
    let kept = "SELECT string_agg(revision || ':' || percent, ' ' ORDER BY revision) FROM target WHERE area = '27' AND round = 1";
    assert_eq!(year.database.value(kept).await, "0:6.00 1:7.50 2:8.00");
    for change in ["UPDATE target SET percent = 1", "DELETE FROM target"] {
        assert!(
            year.database
                .attempt(change)
                .await
                .expect_err("a guard")
                .ends_with("are written once")
        );
    }
    let told = "SELECT string_agg(body::json->>'reason', '; ' ORDER BY chain_index) FROM event WHERE area = '27' AND kind = 'TARGET_SET'";
    assert_eq!(year.database.value(told).await, "2566/1 7.50 %: มติที่ประชุม; 2566/1 8.00 %: มติที่ประชุม");
    let query = "{ province(code: \"27\") { now: target(fiscalYear: 2566, round: 1) { revision percent } other: target(fiscalYear: 2566, round: 2) { percent }
        none: target(fiscalYear: 2570, round: 1) { percent } } }";
    let province = year.department.ask(query).await["province"].clone();
    assert_eq!(
        province,
        json!({ "now": { "revision": 2, "percent": "8.00" }, "other": { "percent": "6.00" }, "none": null })
    );
}

#[tokio::test]
async fn a_warning_says_that_the_districts_do_not_add_up_and_blocks_nothing() {
    let year = Year::begin().await;
    let province = year.node.as_("province.27").await;
    let districts: Vec<String> = (1..=9).map(|number| format!("270{number}")).collect();
    let all = |percent: &'static str| districts.iter().map(move |code| (code.as_str(), percent)).collect::<Vec<_>>();
    let parts = async || {
        let query =
            "{ province(code: \"27\") { target(fiscalYear: 2566, round: 1) { parts { addsUp shortBy unset withoutBase warning } } } }";
        province.ask(query).await["province"]["target"]["parts"].clone()
    };
    set(&province, &all("6.00")).await.data();
    assert_eq!(
        parts().await,
        json!({ "addsUp": true, "shortBy": null, "unset": [], "withoutBase": [], "warning": null })
    );
    set(&province, &[("2703", "5.00")]).await.data();
    let base = "SELECT round(sum(satang) / 100.0)::bigint FROM base_month WHERE district = '2703' AND month < '2023-04-01'";
    let short: i64 = year.database.value(base).await.parse().expect("a number");
    let warned = parts().await;
    assert_eq!(warned["addsUp"], false);
    assert_eq!(
        warned["shortBy"],
        format!("{}.{:02}", short / 100, short % 100),
        "a percent of the base of 2703"
    );
    assert!(
        warned["warning"].as_str().is_some_and(|text| text.contains("fall short")),
        "{warned}"
    );
    set(&province, &[("2704", "9.99")]).await.data();
    let heavy = parts().await["addsUp"].clone();
    assert!(heavy.is_boolean(), "another district may carry it");
}

#[tokio::test]
async fn places_without_a_target_or_a_base_are_named() {
    let year = Year::begin().await;
    let nation = set(&year.department, &[("TH", "6.00")]).await["setTargets"][0]["parts"].clone();
    assert_eq!(nation["addsUp"], Value::Null);
    assert_eq!(nation["unset"].as_array().map(Vec::len), Some(75), "all provinces but Sa Kaeo");
    assert_eq!(nation["withoutBase"].as_array().map(Vec::len), Some(75));
    let district = year.node.as_("province.27").await;
    assert_eq!(
        set(&district, &[("2701", "1")]).await["setTargets"][0]["parts"],
        Value::Null,
        "a district has no parts"
    );
    let viewer = year.node.as_("viewer").await;
    let query = "{ province(code: \"27\") { target(fiscalYear: 2566, round: 1) { percent parts { addsUp } } } }";
    let told = viewer.ask(query).await["province"]["target"].clone();
    assert_eq!(
        told,
        json!({ "percent": "6.00", "parts": null }),
        "what bases tell is not for viewers"
    );
}

#[tokio::test]
async fn targets_that_are_refused_leave_nothing() {
    let year = Year::begin().await;
    let one = |area: &str, percent: &str, thresholds: &[&str]| json!({ "area": area, "percent": percent, "thresholds": thresholds });
    let good = one("27", "5", &FIVE);
    let table = [
        (json!([good, one("26", "5", &FIVE[..4])]), "x", "five"),
        (json!([good, one("26", "5", &["5", "4", "3", "2", "1"])]), "x", "order"),
        (json!([good, one("26", "1000.01", &FIVE)]), "x", "range"),
        (json!([good, good]), "x", "length"),
        (json!([]), "x", "length"),
        (json!([good]), " ", "required"),
    ];
    for (targets, reason, rule) in table {
        let refused = send(&year.department, &targets, reason).await;
        assert_eq!(refused.0["errors"][0]["extensions"]["rule"], rule, "{targets}");
    }
    assert_eq!(year.database.value("SELECT count(*) FROM target WHERE revision > 0").await, "0");
    send(&year.department, &json!([good]), "x").await.data();
    assert_eq!(
        year.database.value("SELECT count(*) FROM target WHERE revision > 0").await,
        "1",
        "the control"
    );
}
