//! Code words: the same in Rust, JSON and GraphQL.

use std::str::FromStr;

use async_graphql::InputType;

use crate::*;

/// The word reads back from text, JSON and GraphQL, and is what each of them writes.
macro_rules! same_everywhere {
    ($($name:ident),+ $(,)?) => {$(
        for word in $name::ALL {
            let code = word.as_str();
            assert_eq!($name::from_str(code).unwrap(), *word);
            assert_eq!(serde_json::to_value(word).unwrap(), code);
            assert_eq!(serde_json::from_value::<$name>(code.into()).unwrap(), *word);
            assert_eq!(InputType::to_value(word), async_graphql::Value::Enum(async_graphql::Name::new(code)));
            assert!(!word.thai().is_empty());
        }
        assert_eq!($name::from_str("NOTHING").unwrap_err().code, RefusalCode::Invalid);
    )+};
}

#[test]
fn every_word_is_the_same_everywhere() {
    same_everywhere!(
        Category,
        SheetState,
        ProducerKind,
        Role,
        Status,
        Timeliness,
        Choice,
        SignatureMode,
        Form,
        Basis,
        OperationOutcome,
        RefusalCode,
        ReportEventKind,
        Action,
        MeetingOutcome,
        PaperState,
        Pending,
        Recipient,
        MilestoneLevel,
        MilestoneAct,
        DocumentKind,
    );
}

#[test]
fn a_refusal_travels_as_the_contract_writes_it() {
    let refusal = Refusal::new(RefusalCode::MonthNotOpen, "ก / a")
        .field("month")
        .opens_at(super::at("2023-03-10T00:00:00+07:00"));
    let json = serde_json::json!({"code": "MONTH_NOT_OPEN", "field": "month", "message": "ก / a", "opensAt": "2023-03-09T17:00:00Z"});
    assert_eq!(serde_json::to_value(&refusal).unwrap(), json);
    assert_eq!(serde_json::from_value::<Refusal>(json).unwrap(), refusal);
}

#[test]
fn reported_and_settled_sheets() {
    let table = SheetState::ALL
        .iter()
        .map(|state| (state.as_str(), state.reported(), state.settled()));
    let expected = [
        ("IN_PROGRESS", false, false),
        ("COMPLETE", true, true),
        ("NO_SALES", true, true),
        ("NOT_OBTAINED", false, true),
    ];
    assert_eq!(table.collect::<Vec<_>>(), expected);
}

#[test]
fn long_takes_text_and_integers() {
    use async_graphql::{ScalarType, Value};
    assert_eq!(
        <Long as ScalarType>::parse(Value::from("9007199254740993")).unwrap(),
        Long(9_007_199_254_740_993)
    );
    assert_eq!(<Long as ScalarType>::parse(Value::from(-7)).unwrap(), Long(-7));
    assert!(<Long as ScalarType>::parse(Value::from(1.5)).is_err());
    assert!(<Long as ScalarType>::parse(Value::from("1.5")).is_err());
    assert_eq!(serde_json::to_string(&Long(5)).unwrap(), "\"5\"");
    assert_eq!(serde_json::from_str::<Long>("5").unwrap(), Long(5));
}
