use std::fs;

use tempfile::TempDir;

use super::*;
use crate::{
    Laptop,
    laptop::FILE,
    scene::{cell, scene},
};

fn contains(file: &Path, needle: &str) -> bool {
    let bytes = fs::read(file).unwrap();
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn a_backup_has_the_queue_and_not_the_keys() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.store.renew(Some("secret-access"), Some("secret-refresh")).unwrap();
    laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let to = scene.folder.path().join("copy.otop");
    assert_eq!(laptop.store.backup(&to).unwrap(), 1);
    laptop.store.settle();
    assert!(
        contains(&scene.folder.path().join(FILE), "secret-refresh"),
        "the checker sees what it looks for"
    );
    assert!(!contains(&to, "secret-"), "a backup opens no door");
    assert!(contains(&to, "10.00"));
    assert!(matches!(laptop.store.backup(&to), Err(Error::Usage(_))), "nothing is written over");
}

#[test]
fn a_restored_backup_is_a_new_life() {
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let old = scene.laptop.store.device_id().unwrap();
    let to = scene.folder.path().join("copy.otop");
    scene.laptop.store.backup(&to).unwrap();
    let home = TempDir::new().unwrap();
    let place = Place::new(&home.path().join("new").join(FILE));
    assert_eq!(restore(&place, &to, false).unwrap(), Restored { waiting: 1, aside: None });
    let mut restored = Laptop::open(place.folder()).unwrap();
    assert!(restored.store.news().is_none());
    assert_ne!(restored.store.device_id().unwrap(), old);
    assert_eq!(restored.store.queue("somsri", &["pending"]).unwrap()[0].device_seq, 1);
    assert_eq!(restored.store.signed_in().unwrap().access_token, None);
    restored.enter_cell(&cell("1001", Some("20"))).unwrap();
}

#[test]
fn what_waits_is_not_restored_over() {
    let mut scene = scene();
    let to = scene.folder.path().join("copy.otop");
    scene.laptop.store.backup(&to).unwrap();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let place = scene.laptop.store.place().clone();
    assert!(
        matches!(restore(&place, &to, true), Err(Error::InUse)),
        "another program has it open"
    );
    scene.laptop.store.leave();
    let refused = restore(&place, &to, false).unwrap_err().message();
    assert!(refused.en.starts_with("1 edits wait"), "{}", refused.en);
    let restored = restore(&place, &to, true).unwrap();
    let mut aside = Laptop::open(&restored.aside.unwrap()).unwrap();
    assert_eq!(aside.store.all_waiting().unwrap(), 1, "the file of before is whole");
    assert_eq!(Laptop::open(place.folder()).unwrap().store.all_waiting().unwrap(), 0);
}

#[test]
fn what_is_no_backup_changes_nothing() {
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let place = scene.laptop.store.place().clone();
    let bad = scene.folder.path().join("bad");
    drop(scene.laptop);
    for bytes in [&b""[..], b"no database", &fs::read(place.file()).unwrap()[..5000]] {
        fs::write(&bad, bytes).unwrap();
        assert!(restore(&place, &bad, true).is_err());
        assert_eq!(Laptop::open(place.folder()).unwrap().store.all_waiting().unwrap(), 1);
    }
}
