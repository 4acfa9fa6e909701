use std::{sync::Arc, time::Duration};

use proptest::prelude::*;

use super::*;
use crate::{
    backoff::LAST,
    fake::{Book, Shared, Trouble, Way},
    remote::Remote,
    scene::{Scene, cell, scene},
};

/// A signed-in laptop with one edit, and a server with these troubles, last first.
fn watched(troubles: Vec<Trouble>) -> (Scene, Shared) {
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("1.00"))).unwrap();
    let book = Shared::new(
        Book {
            troubles,
            ..Book::default()
        }
        .into(),
    );
    let server = scene.laptop.store.signed_in().unwrap().server;
    scene.laptop.reach(Remote::over(&server, Arc::new(Way(book.clone()))).unwrap());
    (scene, book)
}

/// Watches for so long, by the test's clock.
async fn watch_for(scene: &mut Scene, time: Duration) -> Vec<Event> {
    let mut told = Vec::new();
    let mut tell = |event: &Event| told.push(event.clone());
    let over = tokio::time::timeout(time, forever(&mut scene.laptop, &mut tell)).await;
    assert!(over.is_err(), "it goes on");
    told
}

/// Watches until the server has this many operations, and not longer than that.
async fn watch_until(scene: &mut Scene, book: &Shared, operations: usize, longest: Duration) {
    let came = async {
        while book.lock().unwrap().operations.len() < operations {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let mut tell = |_: &Event| ();
    tokio::select! {
        never = forever(&mut scene.laptop, &mut tell) => match never {},
        came = tokio::time::timeout(longest, came) => came.expect("a next try was armed"),
    }
}

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        Just(Trouble::Cut),
        Just(Trouble::LostAnswer),
        Just(Trouble::Expired),
        Just(Trouble::Portal),
        Just(Trouble::Proxy),
        Just(Trouble::Busy),
        Just(Trouble::Fails),
        Just(Trouble::None),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// After whatever answer or error, a next try is armed: once the troubles are over, the edit goes out by itself.
    #[test]
    fn a_next_try_is_always_armed(troubles in prop::collection::vec(trouble(), 0..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let longest = LAST * (u32::try_from(troubles.len()).unwrap() + 1) + HEARTBEAT;
            let (mut scene, book) = watched(troubles);
            watch_until(&mut scene, &book, 1, longest).await;
        });
    }
}

#[tokio::test(start_paused = true)]
async fn after_weeks_without_a_sign_in_everything_goes_once_somebody_signs_in() {
    let (mut scene, book) = watched(vec![Trouble::SignedOut, Trouble::Expired]);
    let told = watch_for(&mut scene, Duration::from_secs(1800)).await;
    assert_eq!(told, [Event::SignIn], "asked for once");
    assert_eq!(scene.laptop.store.count("somsri", "pending").unwrap(), 1);
    scene.laptop.store.renew(Some("a3"), Some("r3")).unwrap();
    watch_until(&mut scene, &book, 1, LOOK * 2).await;
}

#[tokio::test(start_paused = true)]
async fn an_edit_recorded_by_another_program_goes_out_by_itself() {
    let (mut scene, book) = watched(Vec::new());
    watch_for(&mut scene, LOOK).await;
    let mut other = crate::Laptop::open(scene.folder.path()).unwrap();
    other.enter_cell(&cell("1002", Some("2.00"))).unwrap();
    watch_until(&mut scene, &book, 2, LOOK * 2).await;
}
