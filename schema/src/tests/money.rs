//! Money as people write it, and what is refused.

use async_graphql::{ScalarType, Value};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{Amount, Baht, RefusalCode};

#[test]
fn what_people_write() {
    let table = [
        ("0", "0.00"),
        ("0.00", "0.00"),
        ("7", "7.00"),
        ("1234.5", "1234.50"),
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12,345,678", "12345678.00"),
        ("  1,234.50  ", "1234.50"),
        ("\u{a0}1234\u{a0}", "1234.00"),
        ("๑,๒๓๔.๕๐", "1234.50"),
        ("๑2๓", "123.00"),
        ("1234 บาท", "1234.00"),
        ("1,234.50บาท", "1234.50"),
        ("฿1234", "1234.00"),
        ("฿ 1,234.50", "1234.50"),
        ("1234฿", "1234.00"),
        ("฿ ๑,๒๓๔ บาท", "1234.00"),
        ("007", "7.00"),
        ("999,999,999,999.99", "999999999999.99"),
    ];
    for (written, read) in table {
        assert_eq!(
            Amount::parse(written).map(|amount| amount.to_string()).as_deref(),
            Ok(read),
            "{written}"
        );
    }
}

#[test]
fn what_is_refused_and_by_which_rule() {
    let table = [
        ("", "not-empty"),
        ("   ", "not-empty"),
        ("บาท", "not-empty"),
        ("฿", "not-empty"),
        ("1.234", "two-decimals"),
        ("๑.๒๓๔", "two-decimals"),
        ("0.000", "two-decimals"),
        ("-1", "not-negative"),
        ("+1", "format"),
        ("−1", "not-negative"),
        ("(1)", "format"),
        ("1e3", "format"),
        ("1E3", "format"),
        ("NaN", "format"),
        ("inf", "format"),
        ("1.", "format"),
        (".5", "format"),
        (".", "format"),
        (",", "format"),
        ("1.2.3", "format"),
        ("1,23", "format"),
        ("1234,567", "format"),
        (",123", "format"),
        ("1,234,", "format"),
        ("1 234", "format"),
        ("1.234,50", "format"),
        ("0x10", "format"),
        ("1_000", "format"),
        ("บาท 5", "format"),
        ("๑๒ baht", "format"),
        ("１２", "format"),
        ("1000000000000", "ceiling"),
        ("999,999,999,999.99999", "two-decimals"),
        ("99999999999999999999999999", "ceiling"),
    ];
    for (written, rule) in table {
        let refusal = Amount::parse(written).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.rule.as_deref()),
            (RefusalCode::Invalid, Some(rule)),
            "{written}"
        );
        assert_eq!(refusal.field.as_deref(), Some("amount"));
    }
}

#[test]
fn totals_may_be_negative_and_large() {
    let table = [
        ("-12.30", -1230),
        ("12.3", 1230),
        ("-0.01", -1),
        ("320,000,000,000.00", 32_000_000_000_000),
        ("-0", 0),
    ];
    for (written, satang) in table {
        assert_eq!(written.parse::<Baht>().unwrap().satang(), satang, "{written}");
    }
    assert_eq!(Baht::from_satang(-123_450).to_string(), "-1234.50");
    assert_eq!(Baht::from_satang(-123_456_750).grouped(), "-1,234,567.50");
    assert_eq!(Baht::from_satang(-5).to_string(), "-0.05");
    assert!("--1".parse::<Baht>().is_err());
    assert!("- 1.234".parse::<Baht>().is_err());
    assert_eq!(Baht::from_satang(i64::MIN).to_string(), "-92233720368547758.08");
}

#[test]
fn a_total_becomes_an_amount_only_within_a_cell() {
    assert_eq!(Baht::from_satang(-1).narrow().unwrap_err().rule.as_deref(), Some("not-negative"));
    assert_eq!(
        Baht::from_satang(Amount::MAX.satang() + 1).narrow().unwrap_err().rule.as_deref(),
        Some("ceiling")
    );
    assert_eq!(Baht::from_satang(Amount::MAX.satang()).narrow().unwrap(), Amount::MAX);
}

#[test]
fn sums_refuse_instead_of_overflowing() {
    let most = Baht::from_satang(i64::MAX);
    assert_eq!(most.checked_add(Baht::from_satang(1)), None);
    assert_eq!(Baht::from_satang(i64::MIN).checked_sub(Baht::from_satang(1)), None);
    assert_eq!(Baht::from_satang(5).checked_sub(Baht::from_satang(7)), Some(Baht::from_satang(-2)));
}

#[test]
fn the_wire_takes_text_and_whole_numbers_but_no_floats() {
    let parse = |value: Value| <Baht as ScalarType>::parse(value).ok().map(Baht::satang);
    assert_eq!(parse(Value::from("12.30")), Some(1230));
    assert_eq!(parse(Value::from(12)), Some(1200));
    assert_eq!(parse(Value::from(12.5)), None);
    assert_eq!(parse(Value::from(i64::MAX)), None);
    assert_eq!(parse(Value::from(true)), None);
    assert_eq!(<Baht as ScalarType>::to_value(&Baht::from_satang(1230)), Value::from("12.30"));
}

#[test]
fn decimals_of_a_database() {
    assert_eq!(Amount::try_from(Decimal::new(12345, 2)).unwrap().satang(), 12345);
    assert_eq!(Amount::try_from(Decimal::new(5, 0)).unwrap().satang(), 500);
    assert_eq!(Amount::try_from(Decimal::new(123_450, 3)).unwrap().satang(), 12345);
    assert!(Amount::try_from(Decimal::new(12345, 3)).is_err());
    assert!(Amount::try_from(Decimal::new(-1, 2)).is_err());
    assert!(Amount::try_from(Decimal::MAX).is_err());
}

proptest! {
    #[test]
    fn every_amount_reads_back(satang in 0..=Amount::MAX.satang()) {
        let amount = Amount::from_satang(satang).unwrap();
        prop_assert_eq!(Amount::parse(&amount.to_string()).unwrap(), amount);
        prop_assert_eq!(Amount::parse(&amount.grouped()).unwrap(), amount);
        prop_assert_eq!(Amount::parse(&crate::thai_digits(&amount.grouped())).unwrap(), amount);
        prop_assert_eq!(Amount::parse(&format!("฿ {} บาท", amount.grouped())).unwrap(), amount);
        prop_assert_eq!(Amount::try_from(amount.decimal()).unwrap(), amount);
    }

    #[test]
    fn every_total_reads_back(satang in -i64::MAX..=i64::MAX) {
        let baht = Baht::from_satang(satang);
        prop_assert_eq!(baht.to_string().parse::<Baht>().unwrap(), baht);
        prop_assert_eq!(baht.grouped().parse::<Baht>().unwrap(), baht);
        prop_assert_eq!(serde_json::from_str::<Baht>(&serde_json::to_string(&baht).unwrap()).unwrap(), baht);
    }

    #[test]
    fn no_text_makes_it_panic_or_negative(text in "\\PC{0,24}") {
        if let Ok(amount) = Amount::parse(&text) {
            prop_assert!(amount >= Amount::ZERO && amount <= Amount::MAX);
        }
    }

    #[test]
    fn no_third_decimal_gets_in(satang in 0..=Amount::MAX.satang(), digit in 0..10) {
        let text = format!("{}{digit}", Amount::from_satang(satang).unwrap());
        prop_assert!(Amount::parse(&text).is_err());
    }
}
