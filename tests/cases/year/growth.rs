//! Growth at every level, official and provisional apart, and the score of a round; what cannot be computed says why.

use kit::{Database, statements};
use otop_server::demo::{self, DemoSize};
use serde_json::{Value, json};

use super::world::{GROWTH, Year, percent, satang};

#[tokio::test]
async fn districts_add_up_to_their_province_and_equal_what_the_tables_hold() {
    let year = Year::begin().await;
    let query = format!(
        "{{ province(code: \"27\") {{ rollup(period: {{ fiscalYear: 2566 }}) {{ {GROWTH} }}
            districts {{ code rollup(period: {{ fiscalYear: 2566 }}) {{ {GROWTH} }} }} }} }}"
    );
    let province = year.department.ask(&query).await["province"].clone();
    let districts = province["districts"].as_array().expect("a list");
    let whole = &province["rollup"]["growth"];
    for kind in ["official", "provisional"] {
        for sum in ["base", "revenue", "increase"] {
            let added: i64 = districts
                .iter()
                .map(|district| satang(&district["rollup"]["growth"][kind][sum]))
                .sum();
            assert_eq!(added, satang(&whole[kind][sum]), "{kind} {sum}");
        }
    }
    let base = "SELECT sum(satang) FROM base_month WHERE fiscal_year = 2566 AND revision = 0";
    assert_eq!(year.database.value(base).await, satang(&whole["official"]["base"]).to_string());
    let sold = "SELECT sum(confirmed_satang) FROM report WHERE month >= '2022-10-01'";
    assert_eq!(year.database.value(sold).await, satang(&whole["official"]["revenue"]).to_string());
    let compared = "SELECT sum(base_month.satang) FROM base_month JOIN report USING (district, month) WHERE confirmed_version > 0";
    assert_eq!(
        year.database.value(compared).await,
        satang(&whole["provisional"]["base"]).to_string()
    );
    assert_eq!(
        whole["coverage"],
        json!({ "expected": 108, "based": 108, "confirmed": 36, "compared": 36 })
    );
    for kind in ["official", "provisional"] {
        let (base, revenue) = (satang(&whole[kind]["base"]), satang(&whole[kind]["revenue"]));
        assert_eq!(whole[kind]["percent"], percent(base, revenue), "{kind}");
    }
    assert_eq!((&whole["baseRevision"], &whole["baseImported"]), (&json!(0), &json!(true)));
}

#[tokio::test]
async fn a_country_with_a_missing_base_is_not_computable_and_its_provisional_growth_says_of_how_much() {
    let year = Year::begin().await;
    let nation = year.growth("nation", "fiscalYear: 2566").await;
    assert_eq!(nation["official"]["notComputable"], "NO_BASE");
    assert_eq!(
        (&nation["official"]["base"], &nation["official"]["percent"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        nation["coverage"],
        json!({ "expected": 878 * 12, "based": 108, "confirmed": 36, "compared": 36 })
    );
    let province = year.growth("province(code: \"27\")", "fiscalYear: 2566").await;
    assert_eq!(nation["provisional"], province["provisional"]);
}

#[tokio::test]
async fn a_round_is_scored_as_by_hand() {
    let year = Year::begin().await;
    year.freeze("2701", "1000000.00").await;
    // Six months of a million: 2 % and less is 1 point, 10 % and more 5 (the demonstration's thresholds).
    let table = [
        (102_000_000, "2.00", "1.0000"),
        (103_000_000, "3.00", "1.5000"),
        (106_500_000, "6.50", "3.2500"),
        (106_666_667, "6.67", "3.3333"),
        (110_000_000, "10.00", "5.0000"),
        (150_000_000, "50.00", "5.0000"),
        (90_000_000, "-10.00", "1.0000"),
    ];
    for (satang, percent, score) in table {
        year.confirm("2701", 6, satang).await;
        let fields = format!("{GROWTH} score {{ value notComputable target {{ area revision }} }}");
        let rollup = year
            .rollup(
                &year.department,
                "district(code: \"2701\")",
                "round: { fiscalYear: 2566, number: 1 }",
                &fields,
            )
            .await;
        let official = &rollup["growth"]["official"];
        assert_eq!(
            (&official["base"], &official["percent"]),
            (&json!("6000000.00"), &json!(percent)),
            "{satang}"
        );
        assert_eq!(
            rollup["score"],
            json!({ "value": score, "notComputable": null, "target": { "area": "2701", "revision": 0 } })
        );
    }
}

#[tokio::test]
async fn what_is_not_confirmed_counts_as_nothing_sold_in_the_score_and_not_at_all_in_the_provisional_growth() {
    let year = Year::begin().await;
    year.freeze("2701", "1000000.00").await;
    year.confirm("2701", 3, 110_000_000).await;
    let growth = year
        .growth("district(code: \"2701\")", "round: { fiscalYear: 2566, number: 1 }")
        .await;
    assert_eq!(
        growth["coverage"],
        json!({ "expected": 6, "based": 6, "confirmed": 3, "compared": 3 })
    );
    assert_eq!(
        (&growth["official"]["percent"], &growth["official"]["increase"]),
        (&json!("-45.00"), &json!("-2700000.00"))
    );
    assert_eq!(
        (&growth["provisional"]["base"], &growth["provisional"]["percent"]),
        (&json!("3000000.00"), &json!("10.00"))
    );
    year.confirm("2701", 0, 0).await;
    let growth = year
        .growth("district(code: \"2701\")", "round: { fiscalYear: 2566, number: 1 }")
        .await;
    assert_eq!(
        (&growth["official"]["percent"], &growth["provisional"]["notComputable"]),
        (&json!("-100.00"), &json!("NOTHING_CONFIRMED"))
    );
}

#[tokio::test]
async fn round_two_is_its_six_months_or_the_whole_year_as_the_policy_has_it() {
    let year = Year::begin().await;
    year.freeze("2701", "1000000.00").await;
    year.confirm("2701", 9, 120_000_000).await;
    let round = |number: i32| format!("round: {{ fiscalYear: 2566, number: {number} }}");
    let mut told = Vec::new();
    for (scope, number) in [("SIX_MONTHS", 1), ("SIX_MONTHS", 2), ("CUMULATIVE", 1), ("CUMULATIVE", 2)] {
        year.reckon("PREVIOUS_YEAR", None, scope).await;
        let growth = year.growth("district(code: \"2701\")", &round(number)).await;
        told.push(json!([growth["from"], growth["to"], growth["official"]["percent"]]));
    }
    let expected = [
        json!(["2022-10", "2023-03", "20.00"]),
        json!(["2023-04", "2023-09", "-40.00"]),
        json!(["2022-10", "2023-03", "20.00"]),
        json!(["2022-10", "2023-09", "-10.00"]),
    ];
    assert_eq!(told, expected);
    let six = year
        .growth("district(code: \"2701\")", "range: { from: \"2023-04\", to: \"2023-09\" }")
        .await;
    assert_eq!(six["from"], "2023-04", "six months that happen to be a round's are none");
}

#[tokio::test]
async fn what_cannot_be_computed_says_why() {
    let year = Year::begin().await;
    year.freeze("2702", "0.00").await;
    let district = |code: &str| format!("district(code: \"{code}\")");
    let table = [
        (district("2702"), "fiscalYear: 2566", "BASE_ZERO"),
        (district("2601"), "fiscalYear: 2566", "NO_BASE"),
        (district("2701"), "fiscalYear: 2567", "NO_BASE"),
        (district("2701"), "fiscalYear: 2444", "NO_BASE"),
        (district("2701"), "range: { from: \"2022-09\", to: \"2022-10\" }", "SEVERAL_YEARS"),
        ("subdistrict(code: \"270101\")".to_owned(), "fiscalYear: 2566", "NO_BASE"),
    ];
    for (place, period, why) in table {
        let growth = year.growth(&place, period).await;
        assert_eq!(growth["official"]["notComputable"], why, "{place} {period}");
        assert_eq!(growth["official"]["percent"], Value::Null, "{place} {period}");
    }
    let score = "score { value notComputable }";
    let month = year.rollup(&year.department, &district("2701"), "month: \"2023-01\"", score).await;
    assert_eq!(month["score"], Value::Null, "a month has no score");
    let targets = "SET session_replication_role = replica; DELETE FROM target WHERE area = '2701'";
    year.database.run(targets).await;
    let round = "round: { fiscalYear: 2566, number: 1 }";
    let unset = year.rollup(&year.department, &district("2701"), round, score).await;
    assert_eq!(unset["score"], json!({ "value": null, "notComputable": "NO_TARGET" }));
    let set = year.rollup(&year.department, &district("2703"), round, score).await;
    assert_eq!(set["score"]["notComputable"], Value::Null, "the control");
}

/// The demonstration with the figures of fiscal year 2565 in it, producer by producer.
async fn two_years() -> Year {
    let database = Database::migrated().await;
    let size = DemoSize {
        history: 16,
        ..DemoSize::SMALL
    };
    let password = otop_server::identity::password::hash(kit::client::PASSWORD).expect("a hash");
    demo::fill(&database.url(), &size, &password, &|_, _| {})
        .await
        .expect("it is filled");
    Year::over(database).await
}

#[tokio::test]
async fn subdistricts_and_producers_are_compared_with_their_own_confirmed_figures() {
    let year = two_years().await;
    let officer = year.node.as_("officer.2701").await;
    let rollup = format!("rollup(period: {{ range: {{ from: \"2022-10\", to: \"2023-01\" }} }}) {{ {GROWTH} }}");
    let query = format!(
        "{{ district(code: \"2701\") {{ {rollup} subdistricts {{ {rollup} }} producers(first: 100) {{ nodes {{ {rollup} }} }} }} }}"
    );
    let district = officer.ask(&query).await["district"].clone();
    let whole = &district["rollup"]["growth"]["official"];
    assert_eq!(whole["percent"], percent(satang(&whole["base"]), satang(&whole["revenue"])));
    for parts in [&district["subdistricts"], &district["producers"]["nodes"]] {
        let parts = parts.as_array().expect("a list");
        for sum in ["base", "revenue"] {
            let added: i64 = parts.iter().map(|part| satang(&part["rollup"]["growth"]["official"][sum])).sum();
            assert_eq!(added, satang(&whole[sum]), "{sum}");
        }
        assert!(
            parts.iter().all(|part| part["rollup"]["growth"]["baseRevision"].is_null()),
            "nothing is frozen below"
        );
    }
    assert_eq!(district["rollup"]["growth"]["baseRevision"], 0);
}

#[tokio::test]
async fn a_viewer_is_told_no_growth_of_a_few_producers() {
    let year = Year::begin().await;
    let viewer = year.node.as_("viewer").await;
    let district = "district(code: \"2701\")";
    let told = async || year.rollup(&viewer, district, "fiscalYear: 2566", GROWTH).await["growth"].clone();
    assert_eq!(
        told().await,
        year.growth(district, "fiscalYear: 2566").await,
        "the control: of six it is told"
    );
    year.database.run("UPDATE disclosure SET fewest_producers = 7").await;
    let withheld = told().await;
    for kind in ["official", "provisional"] {
        assert_eq!(
            withheld[kind],
            json!({ "base": null, "revenue": null, "increase": null, "percent": null, "notComputable": "WITHHELD" })
        );
    }
    let officer = year.growth(district, "fiscalYear: 2566").await;
    assert_eq!(officer["official"]["notComputable"], Value::Null, "an officer's view is never cut");
}

#[tokio::test]
async fn growth_and_score_of_all_districts_cost_as_many_statements_as_of_one() {
    let database = Database::demonstration().await;
    statements::watch(&database);
    let year = Year::over(database).await;
    let rollup =
        |round: i32| format!("rollup(period: {{ round: {{ fiscalYear: 2566, number: {round} }} }}) {{ {GROWTH} score {{ value }} }}");
    let first = rollup(1);
    let one = format!("{{ province(code: \"27\") {{ {first} }} }}");
    let all = format!(
        "{{ province(code: \"27\") {{ {first} districts {{ rollup(period: {{ round: {{ fiscalYear: 2566, number: 1 }} }}) {{ {GROWTH} }} }} }} }}"
    );
    let both = format!("{{ province(code: \"27\") {{ {first} second: {} }} }}", rollup(2));
    let mut costs = Vec::new();
    for query in [one, all, both] {
        year.department.ask(&query).await.data();
        let reads = statements::taken(&year.database);
        let of_growth = |statement: &&String| {
            ["scoring_policy", "base_month", "JOIN target"]
                .iter()
                .any(|table| statement.contains(table))
        };
        costs.push(reads.iter().filter(of_growth).count());
    }
    assert_eq!(costs[..2], [3, 3], "the year's terms, bases with figures, targets");
    assert_eq!(costs[2], 5, "the control: another round is another comparison with other targets");
}
