//! An edit's decision, and what a sheet must hold together.

use crate::{Amount, BaseFact, Decision, EntryFact, Seen, SheetFact, SheetState, copied_may_be, sheet_may_be, state_after_cell};

fn amount(text: &str) -> Option<Amount> {
    Some(text.parse().unwrap())
}

#[test]
fn a_figure_is_decided_by_base_version_and_value() {
    let never = EntryFact::default();
    let third = EntryFact {
        version: 3,
        amount: amount("5"),
        note: None,
    };
    let removed = EntryFact {
        version: 4,
        amount: None,
        note: None,
    };
    let table = [
        ("first figure", &never, BaseFact::Version(0), amount("5"), Decision::Apply),
        ("remove what never was", &never, BaseFact::Version(0), None, Decision::Noop),
        ("seen as it is", &third, BaseFact::Version(3), amount("6"), Decision::Apply),
        ("removal", &third, BaseFact::Version(3), None, Decision::Apply),
        ("same again", &third, BaseFact::Version(3), amount("5.00"), Decision::Noop),
        ("two typed the same", &third, BaseFact::Version(1), amount("5"), Decision::Noop),
        ("changed meanwhile", &third, BaseFact::Version(2), amount("6"), Decision::Conflict),
        ("never seen", &third, BaseFact::Version(0), amount("6"), Decision::Conflict),
        ("a version to come", &third, BaseFact::Version(9), amount("6"), Decision::Conflict),
        ("after a removal", &removed, BaseFact::Version(4), amount("6"), Decision::Apply),
        ("removed meanwhile", &removed, BaseFact::Version(3), amount("6"), Decision::Conflict),
        ("zero is not nothing", &removed, BaseFact::Version(4), amount("0"), Decision::Apply),
        (
            "own edit not recorded",
            &third,
            BaseFact::NotApplied,
            amount("6"),
            Decision::Blocked,
        ),
        (
            "own edit not recorded, same value",
            &third,
            BaseFact::NotApplied,
            amount("5"),
            Decision::Blocked,
        ),
    ];
    for (case, fact, base, offered, expected) in table {
        assert_eq!(fact.decide(base, offered, None), expected, "{case}");
    }
}

#[test]
fn an_empty_note_and_none_are_equal() {
    let fact = EntryFact {
        version: 1,
        amount: amount("5"),
        note: None,
    };
    assert_eq!(fact.decide(BaseFact::Version(0), amount("5"), Some("")), Decision::Noop);
    assert_eq!(fact.decide(BaseFact::Version(1), amount("5"), Some("ประมาณ")), Decision::Apply);
}

#[test]
fn a_base_named_by_its_value_holds_while_the_value_does() {
    let fact = |version, text: Option<&str>, note: Option<&str>| EntryFact {
        version,
        amount: text.and_then(amount),
        note: note.map(str::to_owned),
    };
    let seen = |fact| Seen { fact, own: None };
    let third = fact(3, Some("5"), None);
    assert_eq!(third.as_base(&seen(fact(1, Some("5.00"), Some("")))), BaseFact::Version(3));
    assert_eq!(third.as_base(&seen(fact(3, Some("6"), None))), BaseFact::Gone);
    assert_eq!(third.as_base(&seen(fact(3, Some("5"), Some("ประมาณ")))), BaseFact::Gone);
    let removed = fact(4, None, Some("ซ้ำ"));
    assert_eq!(removed.as_base(&Seen::default()), BaseFact::Version(4));
    assert_eq!(third.decide(BaseFact::Gone, amount("6"), None), Decision::Conflict);
    assert_eq!(third.decide(BaseFact::Gone, amount("5"), None), Decision::Noop);
    assert_eq!(
        removed.decide(BaseFact::Gone, None, None),
        Decision::Noop,
        "two removals do not disagree"
    );
}

#[test]
fn a_client_that_hears_itself_late_is_in_nobodys_way() {
    let fact = |version, text| EntryFact {
        version,
        amount: amount(text),
        note: None,
    };
    let table = [
        ("its own edit before last", 2, Some(2..=4), BaseFact::Version(4)),
        ("one that another made", 1, Some(2..=4), BaseFact::Gone),
        ("another replaced its last", 2, Some(2..=3), BaseFact::Gone),
        ("it made none", 2, None, BaseFact::Gone),
    ];
    for (case, version, own, expected) in table {
        let seen = Seen {
            fact: fact(version, "1"),
            own,
        };
        assert_eq!(fact(4, "9").as_base(&seen), expected, "{case}");
    }
}

#[test]
fn a_sheet_is_decided_by_all_a_client_may_write() {
    let fact = SheetFact {
        version: 2,
        state: Some(SheetState::Complete),
        ..SheetFact::default()
    };
    let same = SheetFact {
        version: 7,
        note: Some(String::new()),
        ..fact.clone()
    };
    let other = SheetFact {
        given_by: Some("สมศรี".into()),
        ..fact.clone()
    };
    let copied = SheetFact {
        copied: true,
        ..fact.clone()
    };
    assert_eq!(fact.decide(BaseFact::Version(1), &same), Decision::Noop);
    assert_eq!(
        copied.decide(BaseFact::Version(2), &fact),
        Decision::Apply,
        "looking at it takes the mark away"
    );
    assert_eq!(fact.decide(BaseFact::Version(1), &other), Decision::Conflict);
    assert_eq!(fact.decide(BaseFact::Version(2), &other), Decision::Apply);
}

#[test]
fn what_was_copied_is_looked_at_before_it_counts() {
    for state in SheetState::ALL {
        assert!(copied_may_be(*state, false).is_ok(), "{state}");
        assert_eq!(copied_may_be(*state, true).is_ok(), *state == SheetState::InProgress, "{state}");
    }
}

#[test]
fn what_a_sheet_may_be() {
    let rule = |state, reason, positive| sheet_may_be(state, reason, positive).err().and_then(|refusal| refusal.rule);
    assert_eq!(rule(SheetState::NotObtained, None, false).as_deref(), Some("reason-required"));
    assert_eq!(rule(SheetState::NotObtained, Some("  "), false).as_deref(), Some("reason-required"));
    assert_eq!(rule(SheetState::NotObtained, Some("ย้ายที่อยู่"), true), None);
    assert_eq!(rule(SheetState::NoSales, None, true).as_deref(), Some("no-sales-with-figures"));
    assert_eq!(rule(SheetState::NoSales, None, false), None);
    assert_eq!(rule(SheetState::Complete, None, false), None);
}

#[test]
fn what_a_cell_does_to_its_sheet() {
    use SheetState::{Complete, InProgress, NoSales, NotObtained};
    let table = [
        (None, "0", InProgress),
        (None, "5", InProgress),
        (Some(NoSales), "0", NoSales),
        (Some(NoSales), "5", InProgress),
        (Some(NotObtained), "5", InProgress),
        (Some(InProgress), "5", InProgress),
        (Some(Complete), "5", Complete),
    ];
    for (state, text, expected) in table {
        assert_eq!(state_after_cell(state, amount(text)), expected, "{state:?} {text}");
    }
    assert_eq!(state_after_cell(Some(NoSales), None), NoSales);
}
