//! The generated text of every document equals the one checked in. `OTOP_WRITE_OPERATIONS=1 cargo test -p otop-sync
//! documents` writes them anew; the difference is then read by a person.

use cynic::{MutationBuilder, QueryBuilder, SubscriptionBuilder};
use otop_schema::Long;

use super::*;

#[test]
fn documents_are_the_checked_in_ones() {
    let variables = pull::PullVariables { after: None, limit: None };
    let input = push::SyncPushInput {
        device_id: "d".into(),
        epoch: None,
        acked_through: Long(0),
        operations: vec![],
    };
    check("Desk", &desk::Desk::build(()).query);
    check("Pull", &pull::Pull::build(variables).query);
    check("Push", &push::Push::build(push::PushVariables { input }).query);
    let sent = sent::SentVariables {
        device_id: "d".into(),
        from_seq: Long(1),
    };
    check("Sent", &sent::Sent::build(sent).query);
    let year = year::YearVariables {
        fiscal_year: 2566,
        area: "2706".into(),
    };
    check("Year", &year::Year::build(year).query);
    let input = evidence::RecordEvidenceInput {
        id: "e".into(),
        producer_id: "p".into(),
        month: "2023-02".parse().unwrap(),
        kind: "RECEIPT".into(),
        reference: String::new(),
        kept_at: String::new(),
        seen_by: None,
        seen_on: chrono::NaiveDate::MIN,
        note: None,
        sha256: None,
    };
    let record = evidence::RecordEvidence::build(evidence::RecordEvidenceVariables { input });
    check("RecordEvidence", &record.query);
    check("Watch", watch::Watch::build(watch::WatchVariables { after: None }).query());
}

fn check(name: &str, query: &str) {
    let path = format!("{}/../schema/operations/{name}.graphql", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("OTOP_WRITE_OPERATIONS").is_some() {
        std::fs::write(&path, query).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), query, "{name}.graphql");
}
