use crate::{
    attach::EvidenceEdit,
    scene::{MONTH, scene},
};

fn receipt(file: Option<std::path::PathBuf>) -> EvidenceEdit {
    EvidenceEdit {
        producer: "1001".to_owned(),
        month: MONTH.parse().unwrap(),
        kind: "receipt".to_owned(),
        reference: "เล่มที่ 3".to_owned(),
        kept_at: "ที่ทำการกลุ่ม".to_owned(),
        seen_by: None,
        seen_on: None,
        note: None,
        file,
    }
}

#[test]
fn words_and_scan_are_kept_together_and_taken_back_together() {
    let mut scene = scene();
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("ใบเสร็จ.pdf");
    std::fs::write(&file, "%PDF-1.4\n%%EOF\n").unwrap();
    let kept = scene.laptop.attach(&receipt(Some(file.clone()))).unwrap();
    assert_eq!((kept.state.as_str(), kept.kind.as_str(), kept.size), ("pending", "RECEIPT", 15));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(scene.laptop.store.scan(&kept.evidence_id).unwrap().unwrap(), b"%PDF-1.4\n%%EOF\n");
    assert_eq!(scene.laptop.own_evidence().unwrap(), std::slice::from_ref(&kept));
    scene.laptop.drop_evidence(&kept.id).unwrap();
    assert!(scene.laptop.own_evidence().unwrap().is_empty());
    assert!(scene.laptop.drop_evidence(&kept.id).is_err());
}

#[test]
fn what_the_server_would_refuse_is_refused_here() {
    let mut scene = scene();
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("scan.pdf");
    std::fs::write(&file, "<html>").unwrap();
    let rule = |outcome: crate::error::Result<_>| match outcome.map(|_: crate::attach::OwnEvidence| ()) {
        Err(crate::error::Error::Refused(refusal)) => refusal.rule.unwrap_or_default(),
        other => format!("{other:?}"),
    };
    assert_eq!(rule(scene.laptop.attach(&receipt(Some(file)))), "type");
    let nothing = EvidenceEdit {
        reference: " ".to_owned(),
        ..receipt(None)
    };
    assert_eq!(rule(scene.laptop.attach(&nothing)), "required");
    let unborn = EvidenceEdit {
        seen_on: Some(chrono::NaiveDate::MAX),
        ..receipt(None)
    };
    assert_eq!(rule(scene.laptop.attach(&unborn)), "range");
    assert!(scene.laptop.own_evidence().unwrap().is_empty());
}
