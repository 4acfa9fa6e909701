use std::fs;

use otop_schema::{
    FiscalYear,
    form::{Digits, FormKind, Span},
};
use serde_json::json;

use super::FormWish;
use crate::{
    error::Error,
    estimate::EstimateEdit,
    scene::{MONTH, Scene, WEAVERS, cell, entry, page, scene, sign_in_as},
};

fn wish(kind: FormKind) -> FormWish {
    FormWish {
        kind,
        span: Span::Month(MONTH.parse().unwrap()),
        district: None,
        producer: None,
        digits: Digits::Arabic,
        layouts: None,
    }
}

/// One figure of the server and one of this laptop, of two producers.
fn february() -> Scene {
    let mut scene = scene();
    let posts = json!([{ "role": "ENTRY_OFFICER", "area": "2706", "areaName": "วัฒนานคร", "validFrom": "2022-01-01", "validUntil": null }]);
    sign_in_as(&mut scene.laptop, "somsri", &posts.to_string());
    let told = page(|page| page["entries"] = json!([entry(WEAVERS, "1000.25", 1)]));
    assert!(scene.laptop.store.apply("somsri", Some("c1"), &told).unwrap());
    scene.laptop.enter_cell(&cell("1002", Some("234.50"))).unwrap();
    scene
}

fn drawn(scene: &mut Scene, wish: &FormWish, name: &str) -> String {
    let to = scene.folder.path().join(name);
    scene.laptop.export_form(wish, &to).unwrap();
    fs::read_to_string(to).unwrap()
}

#[test]
fn every_form_has_what_the_person_sees() {
    let mut scene = february();
    for (kind, expected) in [
        (FormKind::Rt2, "1,234.75"),
        (FormKind::Rt3, "1,234.75"),
        (FormKind::Rt4, "1,234.75"),
    ] {
        let page = drawn(&mut scene, &wish(kind), &format!("{kind}.html"));
        assert!(page.contains(expected) && page.contains("อำเภอวัฒนานคร"), "{kind}");
        assert!(
            page.contains("<span class=\"mark\">ร่าง</span>") && page.contains("พิมพ์จากเครื่องของอำเภอ"),
            "{kind}"
        );
    }
    let sheet = FormWish {
        producer: Some("1002".to_owned()),
        ..wish(FormKind::Rt1)
    };
    let page = drawn(&mut scene, &sheet, "rt1.html");
    assert!(page.contains("234.50") && page.contains("บ้านขนม") && !page.contains("1,000.25"));
}

#[test]
fn the_estimate_is_drawn_with_what_waits() {
    let mut scene = february();
    let year = FiscalYear::new(2566).unwrap();
    let figure = EstimateEdit {
        producer: "1002".to_owned(),
        fiscal_year: year,
        period: 3,
        amount: Some("5432.10".parse().unwrap()),
        note: None,
    };
    scene.laptop.enter_estimate(&figure).unwrap();
    let of_year = FormWish {
        span: Span::Year(year),
        ..wish(FormKind::Estimate)
    };
    let page = drawn(&mut scene, &of_year, "estimate.html");
    assert!(page.contains("5,432.10") && page.contains("บ้านขนม") && page.contains("อำเภอวัฒนานคร"));
    assert!(page.contains("<span class=\"mark\">ร่าง</span>"), "it waits");
    let table = drawn(&mut scene, &of_year, "estimate.csv");
    assert!(table.contains("5432.10"), "{table}");
}

#[test]
fn figures_are_the_same_in_every_ending() {
    let mut scene = february();
    let table = drawn(&mut scene, &wish(FormKind::Rt2), "rt2.csv");
    assert!(table.contains("1001,กลุ่มทอผ้า") && table.contains("1000.25"), "{table}");
    let to = scene.folder.path().join("rt2.xlsx");
    let written = scene.laptop.export_form(&wish(FormKind::Rt2), &to).unwrap();
    assert_eq!((written.lines, written.draft), (2, true));
}

#[test]
fn what_a_laptop_cannot_draw_it_says() {
    let mut scene = february();
    let to = scene.folder.path().join("form.html");
    let unknown = FormWish {
        span: Span::Month("2020-01".parse().unwrap()),
        ..wish(FormKind::Rt2)
    };
    for wrong in [wish(FormKind::Consolidation), unknown] {
        assert!(matches!(scene.laptop.export_form(&wrong, &to), Err(Error::Usage(_))), "{wrong:?}");
    }
    let pdf = scene.folder.path().join("form.pdf");
    assert!(matches!(scene.laptop.export_form(&wish(FormKind::Rt2), &pdf), Err(Error::Usage(_))));
    assert!(!to.exists() && !pdf.exists(), "nothing is half written");
}
