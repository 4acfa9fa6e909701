//! Codes, ids and what an assignment covers.

use crate::{AreaCode, AreaLevel, Assignment, EntryKey, NodeId, ReportKey, Role, SheetKey};

fn area(text: &str) -> AreaCode {
    text.parse().unwrap()
}

#[test]
fn codes_know_their_level_and_parent() {
    let table = [
        ("TH", AreaLevel::Nation, "", None),
        ("27", AreaLevel::Province, "27", Some("TH")),
        ("2706", AreaLevel::District, "2706", Some("27")),
        ("270601", AreaLevel::Subdistrict, "270601", Some("2706")),
    ];
    for (code, level, prefix, parent) in table {
        assert_eq!((area(code).level(), area(code).prefix()), (level, prefix));
        assert_eq!(area(code).parent(), parent.map(area));
    }
    for wrong in ["", "2", "270", "27060", "2706011", "th", "2A", "๒๗", "TH27"] {
        assert!(wrong.parse::<AreaCode>().is_err(), "{wrong}");
    }
    assert!(AreaCode::district("27").is_err() && AreaCode::district("2706").is_ok());
}

#[test]
fn inside_is_a_prefix() {
    let table = [
        ("TH", "270601", true),
        ("27", "2706", true),
        ("27", "27", true),
        ("2706", "27", false),
        ("27", "TH", false),
        ("2706", "2707", false),
        ("TH", "TH", true),
    ];
    for (outer, inner, expected) in table {
        assert_eq!(area(outer).contains(&area(inner)), expected, "{outer} {inner}");
    }
}

#[test]
fn an_id_tells_its_type_by_its_shape() {
    let uuid = "0190163d-8694-739b-aea5-966c26f8ad90";
    let kind = |text: &str| match text.parse::<NodeId>() {
        Ok(NodeId::Area(area)) => format!("{:?}", area.level()),
        Ok(NodeId::Producer(_)) => "Producer".to_owned(),
        Ok(NodeId::Report(_)) => "Report".to_owned(),
        Ok(NodeId::Sheet(_)) => "Sheet".to_owned(),
        Ok(NodeId::Entry(_)) => "Entry".to_owned(),
        Ok(NodeId::Estimate(_)) => "Estimate".to_owned(),
        Ok(NodeId::EstimateEntry(_)) => "EstimateEntry".to_owned(),
        Err(refusal) => refusal.code.to_string(),
    };
    let table = [
        ("TH".to_owned(), "Nation"),
        ("2706".to_owned(), "District"),
        (uuid.to_owned(), "Producer"),
        ("2706:2023-02".to_owned(), "Report"),
        (format!("{uuid}|2023-02"), "Sheet"),
        (format!("{uuid}|2023-02|FOOD|SHOP"), "Entry"),
        ("2706:2566".to_owned(), "Estimate"),
        (format!("{uuid}|2566|1"), "EstimateEntry"),
        ("27:2023-02".to_owned(), "NOT_FOUND"),
        ("2706:2566-02".to_owned(), "NOT_FOUND"),
        (uuid.replace('-', ""), "NOT_FOUND"),
        (format!("{uuid}|2023-02|FOOD|"), "NOT_FOUND"),
        (String::new(), "NOT_FOUND"),
    ];
    for (text, expected) in table {
        assert_eq!(kind(&text), expected, "{text}");
    }
}

#[test]
fn keys_read_back() {
    let entry: EntryKey = "0190163d-8694-739b-aea5-966c26f8ad90|2023-02|FOOD|SHOP".parse().unwrap();
    assert_eq!(entry.to_string().parse::<EntryKey>().unwrap(), entry);
    assert_eq!(entry.sheet().to_string().parse::<SheetKey>().unwrap(), entry.sheet());
    let report: ReportKey = "2706:2023-02".parse().unwrap();
    assert_eq!(report.to_string(), "2706:2023-02");
}

#[test]
fn an_assignment_holds_from_its_first_to_its_last_day() {
    let day = |text: &str| text.parse().unwrap();
    let assignment = Assignment {
        role: Role::CdOfficer,
        area: area("2706"),
        from: day("2023-01-01"),
        until: Some(day("2023-02-28")),
        order_number: "12/2566".into(),
        capacity: "รักษาราชการแทน".into(),
    };
    let table = [
        ("2022-12-31", false),
        ("2023-01-01", true),
        ("2023-02-28", true),
        ("2023-03-01", false),
    ];
    for (text, expected) in table {
        assert_eq!(assignment.active_on(day(text)), expected, "{text}");
    }
    assert!(
        Assignment {
            until: None,
            ..assignment.clone()
        }
        .active_on(day("2099-01-01"))
    );
    assert!(assignment.covers(&area("270601")) && !assignment.covers(&area("27")));
}

#[test]
fn roles_fit_their_level() {
    assert!(Role::CdOfficer.fits(AreaLevel::District) && !Role::CdOfficer.fits(AreaLevel::Province));
    assert!(Role::Viewer.fits(AreaLevel::Subdistrict) && !Role::Viewer.reads_figures());
    assert!(Role::DepartmentOfficer.fits(AreaLevel::Nation) && !Role::ProvinceOfficer.fits(AreaLevel::Nation));
}
