use std::{fs, path::Path};

use crate::{
    Laptop,
    laptop::FILE,
    scene::{cell, scene},
    store::{
        Store,
        outbox::{Edit, enqueue},
        place::Place,
    },
    wire::push::OperationBaseInput,
};

const PAGE: usize = 4096;

const EDITS: usize = 1_000;

/// A laptop's file without its log: 1,000 edits of one cell, each built on the one before.
fn full(scene: &mut crate::scene::Scene) -> Vec<u8> {
    let laptop = &mut scene.laptop;
    let first = laptop.enter_cell(&cell("1001", Some("1"))).unwrap().operation_id.unwrap();
    let change = serde_json::from_str(&laptop.store.operation(&first).unwrap().unwrap().change).unwrap();
    let mut edit = Edit::new(change, OperationBaseInput::OperationId(first.into()));
    let queued = laptop.store.write(|conn| {
        for _ in 1..EDITS {
            edit.base = OperationBaseInput::OperationId(enqueue(conn, "somsri", &edit)?.into());
        }
        Ok(())
    });
    queued.unwrap();
    laptop.store.settle();
    fs::read(scene.folder.path().join(FILE)).unwrap()
}

fn put(folder: &Path, bytes: &[u8]) {
    let place = Place::new(&folder.join(FILE));
    place.companions().iter().for_each(|file| drop(fs::remove_file(file)));
    fs::write(place.file(), bytes).unwrap();
}

fn waiting(laptop: &mut Laptop) -> usize {
    laptop.store.queue("somsri", &["pending"]).unwrap().len()
}

#[test]
fn a_torn_page_costs_its_own_rows_and_is_never_silent() {
    let mut scene = scene();
    let whole = full(&mut scene);
    let folder = scene.folder.path().to_owned();
    let old = scene.laptop.store.device_id().unwrap();
    drop(scene.laptop);
    let mut left = Vec::new();
    for page in (1..whole.len() / PAGE).step_by(23) {
        let mut torn = whole.clone();
        torn[page * PAGE..(page + 1) * PAGE].fill(0xA5);
        put(&folder, &torn);
        let mut laptop = Laptop::open(&folder).unwrap();
        let rescued = laptop.store.news().is_some();
        assert_eq!(rescued, laptop.store.device_id().unwrap() != old, "page {page}");
        left.push(waiting(&mut laptop));
        assert!(rescued || left.last() == Some(&EDITS), "page {page}: {left:?} and nobody was told");
    }
    assert!(left.iter().any(|left| *left < EDITS), "no page of the queue was torn");
    let far_reaching = left.iter().filter(|left| **left < EDITS - 20).count();
    // The root of the queue leads to all its pages, and a page of the file's table of contents to the root.
    assert!(
        far_reaching <= 2,
        "only a page that leads to all others takes more than a few edits with it: {left:?}"
    );
}

#[test]
fn damage_of_the_log_and_of_the_beginning_is_noticed() {
    let mut scene = scene();
    let mut bytes = full(&mut scene);
    let folder = scene.folder.path().to_owned();
    drop(scene.laptop);
    bytes[..PAGE].fill(0);
    put(&folder, &bytes);
    let mut laptop = Laptop::open(&folder).unwrap();
    let news = laptop.store.news().unwrap().en.clone();
    assert!(news.contains("0 edits were rescued"), "{news}");
    assert!(
        laptop.store.session().unwrap().is_none(),
        "nothing can be read without the first page"
    );
    let aside = fs::read_dir(&folder)
        .unwrap()
        .filter_map(Result::ok)
        .find(|entry| entry.file_name().to_string_lossy().contains("damaged"));
    assert!(
        bytes == fs::read(aside.unwrap().path().join(FILE)).unwrap(),
        "the damaged file is kept as it was"
    );
}

#[test]
fn a_replacement_that_the_power_cut_short_is_finished() {
    let mut scene = scene();
    let whole = full(&mut scene);
    let folder = scene.folder.path().to_owned();
    scene.laptop.enter_cell(&cell("1001", Some("999"))).unwrap();
    let place = scene.laptop.store.place().clone();
    // As after a rescue whose last steps were not reached: the old file still has its log.
    fs::write(place.next(), &whole).unwrap();
    assert!(
        matches!(Store::open(place.file()), Err(crate::error::Error::InUse)),
        "not under another program's feet"
    );
    scene.laptop.store.leave();
    let mut laptop = Laptop::open(&folder).unwrap();
    assert_eq!(waiting(&mut laptop), EDITS, "the old log was not written into the new file");
    assert!(!place.next().exists());
}
