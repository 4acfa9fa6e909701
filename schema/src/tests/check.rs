//! What is worth another look before submitting, and what is not.

use uuid::Uuid;

use crate::check::{Figure, findings};
use crate::{Baht, Category, CheckFinding, CheckKind, ProducerMonth, SheetState};

use SheetState::{Complete, InProgress, NoSales, NotObtained};

/// The first producer: food of so many baht each, its sheet in that state; it makes food.
fn month(state: Option<SheetState>, figures: &[&str]) -> ProducerMonth {
    let figure = |amount: &&str| Figure {
        category: Some(Category::Food),
        amount: amount.parse().unwrap(),
        note: None,
    };
    ProducerMonth {
        producer: Uuid::from_u128(1),
        name: "กลุ่มทอผ้า".to_owned(),
        state,
        figures: figures.iter().map(figure).collect(),
        makes: Some(vec![Category::Food]),
        ..ProducerMonth::default()
    }
}

fn baht(text: &str) -> Option<Baht> {
    text.parse().ok()
}

fn kinds(found: &[CheckFinding]) -> String {
    found.iter().map(|finding| finding.kind.as_str()).collect::<Vec<_>>().join(" ")
}

fn told(month: ProducerMonth) -> String {
    kinds(&findings(vec![month], None))
}

#[test]
fn sheets_and_figures() {
    let table: [(Option<SheetState>, &[&str], &str); 8] = [
        (None, &[], "MISSING"),
        (Some(InProgress), &[], "MISSING"),
        (Some(InProgress), &["5.00"], "MISSING"),
        (Some(NotObtained), &[], "MISSING"),
        (Some(Complete), &[], "WITHOUT_FIGURES"),
        // A figure of nothing was said to be nothing.
        (Some(Complete), &["0.00"], ""),
        (Some(Complete), &["5.00"], ""),
        (Some(NoSales), &[], ""),
    ];
    for (state, figures, expected) in table {
        assert_eq!(told(month(state, figures)), expected, "{state:?} {figures:?}");
    }
}

#[test]
fn against_last_month() {
    // This month, last month ("" = no figures), what is told.
    let table: [(&[&str], &str, &str); 11] = [
        (&["1000.00"], "", ""),
        (&["1000.00"], "0.00", ""),
        (&["1000.00"], "100.00", ""),
        (&["1000.01"], "100.00", "ABOVE_LAST_MONTH"),
        (&["600.00", "400.01"], "100.00", "ABOVE_LAST_MONTH"),
        (&["10.00"], "100.00", ""),
        (&["9.99"], "100.00", "BELOW_LAST_MONTH"),
        (&["0.00"], "100.00", "BELOW_LAST_MONTH"),
        (&["60.00", "40.00"], "100.00", "SAME_AS_LAST_MONTH"),
        (&["0.00"], "0.00", ""),
        // Ten times the largest sum there is does not leave the numbers.
        (&["999999999999.99"], "92233720368547758.07", "BELOW_LAST_MONTH"),
    ];
    for (figures, last_month, expected) in table {
        let month = ProducerMonth {
            last_month: baht(last_month),
            ..month(Some(Complete), figures)
        };
        assert_eq!(told(month), expected, "{figures:?} after {last_month}");
    }
}

#[test]
fn against_last_year_too() {
    let both = ProducerMonth {
        last_month: baht("100.00"),
        last_year: baht("20000.00"),
        ..month(Some(Complete), &["1000.01"])
    };
    let found = findings(vec![both], None);
    assert_eq!(kinds(&found), "ABOVE_LAST_MONTH BELOW_LAST_YEAR");
    assert_eq!((found[1].amount, found[1].compared), (baht("1000.01").unwrap(), baht("20000.00")));
    let year = ProducerMonth {
        last_year: baht("1000.00"),
        ..month(Some(Complete), &["1000.00"])
    };
    assert_eq!(told(year), "", "the same as a year ago is what one hopes for");
}

#[test]
fn nothing_said_is_not_nothing_sold() {
    let after = |state| ProducerMonth {
        last_month: baht("100.00"),
        ..month(state, &[])
    };
    assert_eq!(told(after(Some(InProgress))), "MISSING");
    assert_eq!(told(after(Some(NotObtained))), "MISSING");
    assert_eq!(told(after(Some(NoSales))), "BELOW_LAST_MONTH");
}

#[test]
fn what_is_sold_is_made() {
    let made = |makes: Option<Vec<Category>>, amount| ProducerMonth {
        makes,
        ..month(Some(Complete), &[amount])
    };
    assert_eq!(told(made(Some(vec![Category::Food, Category::Herb]), "5.00")), "");
    assert_eq!(told(made(Some(vec![Category::Herb]), "5.00")), "CATEGORY_WITHOUT_PRODUCT");
    assert_eq!(told(made(Some(Vec::new()), "5.00")), "CATEGORY_WITHOUT_PRODUCT");
    assert_eq!(told(made(Some(Vec::new()), "0.00")), "", "nothing was sold");
    assert_eq!(told(made(None, "5.00")), "", "a register that is not known says nothing");
}

#[test]
fn a_category_of_tomorrow_counts_and_is_not_judged() {
    let mut tomorrow = ProducerMonth {
        last_month: baht("1.00"),
        ..month(Some(Complete), &["50.00"])
    };
    tomorrow.figures[0].category = None;
    assert_eq!(told(tomorrow), "ABOVE_LAST_MONTH");
}

#[test]
fn a_reason_stands_with_its_figure() {
    let mut far = ProducerMonth {
        last_month: baht("1.00"),
        ..month(Some(Complete), &["50.00", "50.00"])
    };
    let reason = |month: &ProducerMonth| findings(vec![month.clone()], None)[0].reason.clone();
    assert_eq!(reason(&far), None, "to be asked");
    far.note = Some("  ".to_owned());
    assert_eq!(reason(&far), None, "spaces are no reason");
    far.note = Some("งานกาชาด".to_owned());
    assert_eq!(reason(&far).as_deref(), Some("งานกาชาด"));
    far.figures[1].note = Some("ขายส่ง".to_owned());
    assert_eq!(reason(&far).as_deref(), Some("ขายส่ง"), "the figure's own comes first");
    far.makes = Some(Vec::new());
    far.figures[1].category = Some(Category::Herb);
    let found = findings(vec![far], None);
    let reasons: Vec<_> = found.iter().filter_map(|finding| finding.reason.as_deref()).collect();
    assert_eq!(kinds(&found), "ABOVE_LAST_MONTH CATEGORY_WITHOUT_PRODUCT CATEGORY_WITHOUT_PRODUCT");
    assert_eq!(reasons, ["ขายส่ง", "งานกาชาด", "ขายส่ง"], "food has no remark of its own");
}

#[test]
fn what_was_not_obtained_says_why() {
    let silent = ProducerMonth {
        reason: Some("ติดต่อไม่ได้".to_owned()),
        note: Some("โทรแล้ว".to_owned()),
        ..month(Some(NotObtained), &[])
    };
    let reason = |month| findings(vec![month], None)[0].reason.clone();
    assert_eq!(reason(silent.clone()).as_deref(), Some("ติดต่อไม่ได้"));
    let still_open = ProducerMonth {
        state: Some(InProgress),
        ..silent
    };
    assert_eq!(reason(still_open), None, "a sheet in progress is not explained by a remark");
}

#[test]
fn the_total_on_paper() {
    let two = || {
        let second = ProducerMonth {
            producer: Uuid::from_u128(2),
            ..month(Some(Complete), &["0.50"])
        };
        vec![month(Some(Complete), &["60.00", "40.00"]), second]
    };
    assert_eq!(kinds(&findings(two(), None)), "");
    assert_eq!(kinds(&findings(two(), baht("100.50"))), "");
    let found = findings(two(), baht("100.05"));
    assert_eq!(kinds(&found), "PAPER_TOTAL");
    assert_eq!(
        (found[0].producer, found[0].amount, found[0].compared),
        (None, baht("100.50").unwrap(), baht("100.05"))
    );
    assert_eq!(
        found[0].message,
        "ยอดรวมไม่ตรงกับเอกสาร (100.50 เทียบกับ 100.05 บาท) / the total is not the one on paper (100.50 against 100.05 baht)"
    );
}

#[test]
fn the_order_is_the_same_everywhere_and_sentences_have_both_languages() {
    let named = |id, name: &str| ProducerMonth {
        producer: Uuid::from_u128(id),
        name: name.to_owned(),
        ..month(None, &[])
    };
    let one_way = findings(vec![named(3, "ข"), named(2, "ก"), named(1, "ข")], None);
    let other_way = findings(vec![named(1, "ข"), named(3, "ข"), named(2, "ก")], None);
    assert_eq!(one_way, other_way);
    let ids: Vec<_> = one_way.iter().filter_map(|finding| finding.producer).collect();
    assert_eq!(ids, [2, 1, 3].map(Uuid::from_u128));
    assert_eq!(one_way[0].message, "ยังไม่รายงาน / not reported");
    for kind in CheckKind::ALL {
        assert!(!kind.english().is_empty() && !kind.thai().is_ascii(), "{kind}");
    }
}
