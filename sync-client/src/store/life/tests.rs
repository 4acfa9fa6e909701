use std::{fs, path::Path};

use crate::{
    Laptop,
    laptop::FILE,
    scene::{MONTH, cell, page, scene},
    store::place::Place,
};

/// The file as it lies there now, without its log.
fn copied(from: &Path) -> Vec<u8> {
    Laptop::open(from).unwrap().store.settle();
    fs::read(from.join(FILE)).unwrap()
}

fn put_back(folder: &Path, bytes: &[u8]) {
    let place = Place::new(&folder.join(FILE));
    place.companions().iter().for_each(|file| drop(fs::remove_file(file)));
    fs::write(place.file(), bytes).unwrap();
}

#[test]
fn yesterdays_copy_begins_a_new_life_with_its_queue() {
    let mut scene = scene();
    let folder = scene.folder.path().to_owned();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let old = scene.laptop.store.device_id().unwrap();
    let yesterday = copied(&folder);
    scene.laptop.enter_cell(&cell("1001", Some("20"))).unwrap();
    drop(scene.laptop);
    put_back(&folder, &yesterday);
    let mut back = Laptop::open(&folder).unwrap();
    assert!(back.store.news().unwrap().en.contains("back in time"));
    assert_ne!(back.store.device_id().unwrap(), old);
    assert_eq!(back.store.queue("somsri", &["pending"]).unwrap().len(), 1);
    assert_eq!(
        back.store.signed_in().unwrap().access_token,
        None,
        "a sign-in is bound to its device"
    );
    back.enter_cell(&cell("1001", Some("30"))).unwrap();
    let numbers: Vec<i64> = back
        .store
        .queue("somsri", &["pending"])
        .unwrap()
        .iter()
        .map(|row| row.device_seq)
        .collect();
    assert_eq!(numbers, [1, 3], "2 was given before");
    let again = Laptop::open(&folder).unwrap();
    assert!(again.store.news().is_none(), "once");
}

#[test]
fn an_untouched_file_goes_on_with_its_life() {
    let mut scene = scene();
    let old = scene.laptop.store.device_id().unwrap();
    for amount in ["10", "20"] {
        scene.laptop.enter_cell(&cell("1001", Some(amount))).unwrap();
        let mut other = Laptop::open(scene.folder.path()).unwrap();
        other.enter_cell(&cell("1002", Some(amount))).unwrap();
        assert!(other.store.news().is_none());
    }
    // A power cut may leave the mark behind the file, or without a whole line.
    for mark in [format!("{old} {:020}\n", 2), format!("{old} 000"), String::new()] {
        fs::write(scene.laptop.store.place().mark(), mark).unwrap();
        let mut again = Laptop::open(scene.folder.path()).unwrap();
        assert_eq!(again.store.device_id().unwrap(), old);
    }
}

#[test]
fn a_file_of_another_laptop_is_another_life() {
    let (here, mut there) = (scene(), scene());
    there.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let theirs = copied(there.folder.path());
    drop(here.laptop);
    put_back(here.folder.path(), &theirs);
    let mut laptop = Laptop::open(here.folder.path()).unwrap();
    assert!(laptop.store.news().unwrap().en.contains("another laptop"));
    assert_ne!(laptop.store.device_id().unwrap(), there.laptop.store.device_id().unwrap());
    assert_eq!(laptop.store.queue("somsri", &["pending"]).unwrap().len(), 1);
}

#[test]
fn a_new_life_reads_the_mirror_from_its_beginning() {
    let mut scene = scene();
    let laptop = &mut scene.laptop;
    laptop.store.begin_life(super::End::RolledBack, 1).unwrap();
    assert_eq!(laptop.store.standing().unwrap().cursor, None);
    assert!(
        !laptop.store.producers().unwrap().is_empty(),
        "until then the register serves for recording"
    );
    let first = page(|page| page["producers"] = serde_json::json!([]));
    assert!(laptop.store.apply("somsri", None, &first).unwrap());
    assert!(laptop.store.producers().unwrap().is_empty());
    assert!(laptop.store.cells(MONTH.parse().unwrap()).unwrap().is_empty());
}
