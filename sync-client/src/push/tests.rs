use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    error::Error,
    fake::{Book, Shared, Trouble, Way},
    remote::Remote,
    scene::{Scene, cell, scene},
};

/// A signed-in laptop whose server is the fake one, with these figures recorded for one cell each.
fn laptop_with(book: Book, edits: &[(&str, &str)]) -> (Scene, Shared) {
    let mut scene = scene();
    for (producer, amount) in edits {
        scene.laptop.enter_cell(&cell(producer, Some(amount))).unwrap();
    }
    let book = Shared::new(book.into());
    let server = scene.laptop.store.signed_in().unwrap().server;
    scene.laptop.reach(Remote::over(&server, Arc::new(Way(book.clone()))).unwrap());
    scene.laptop.patience = 20;
    (scene, book)
}

fn states(scene: &mut Scene) -> Vec<String> {
    let all = ["pending", "held", "attention", "done"];
    scene
        .laptop
        .store
        .queue("somsri", &all)
        .unwrap()
        .into_iter()
        .map(|queued| queued.state)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn poison_goes_before_a_person_and_its_neighbours_through() {
    let amounts: Vec<String> = (1..=40).map(|amount| format!("{amount}.00")).collect();
    let edits: Vec<(&str, &str)> = amounts.iter().map(|amount| ("1001", amount.as_str())).collect();
    let mut edits = edits;
    edits.insert(17, ("1002", "666.00"));
    let book = Book {
        poison: ["666.00".to_owned()].into(),
        ..Book::default()
    };
    let (mut scene, book) = laptop_with(book, &edits);
    let pushed = scene.laptop.push().await.unwrap();
    assert_eq!(
        pushed,
        Pushed {
            done: 40,
            held: 0,
            attention: 1
        }
    );
    assert_eq!(states(&mut scene)[17], "attention");
    let book = book.lock().unwrap();
    assert_eq!(book.cells.len(), 1);
    assert!(book.batches.len() < 30, "{:?}", book.batches);
}

#[tokio::test(start_paused = true)]
async fn ill_server_puts_nothing_before_a_person() {
    let edits: Vec<(&str, &str)> = vec![("1001", "1.00"), ("1002", "1.00")];
    let book = Book {
        poison: ["1.00".to_owned()].into(),
        ..Book::default()
    };
    let (mut scene, _book) = laptop_with(book, &edits);
    assert_eq!(scene.laptop.push().await.unwrap(), Pushed::default());
    assert_eq!(states(&mut scene), ["pending", "pending"]);
}

#[tokio::test(start_paused = true)]
async fn token_is_renewed_once_then_the_person_is_asked() {
    let book = Book {
        troubles: vec![Trouble::Expired],
        ..Book::default()
    };
    let (mut scene, book) = laptop_with(book, &[("1001", "1.00")]);
    assert_eq!(scene.laptop.push().await.unwrap().done, 1);
    assert_eq!(book.lock().unwrap().renewals, 1);

    let book = Book {
        troubles: vec![Trouble::SignedOut, Trouble::Expired],
        ..Book::default()
    };
    let (mut scene, _book) = laptop_with(book, &[("1001", "1.00")]);
    assert!(matches!(scene.laptop.push().await, Err(Error::SignIn(_))));
    assert_eq!(states(&mut scene), ["pending"]);
}

#[tokio::test(start_paused = true)]
async fn a_hotel_is_offline() {
    let book = Book {
        troubles: vec![Trouble::Portal; 9],
        ..Book::default()
    };
    let (mut scene, _book) = laptop_with(book, &[("1001", "1.00")]);
    scene.laptop.patience = 2;
    assert!(matches!(scene.laptop.push().await, Err(Error::Offline(_))));
    assert_eq!(states(&mut scene), ["pending"]);
}

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        Just(Trouble::Cut),
        Just(Trouble::LostAnswer),
        Just(Trouble::Portal),
        Just(Trouble::Busy),
        Just(Trouble::None),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the network does: every edit has its effect once, in order, and the last one stands.
    #[test]
    fn nothing_is_lost_or_doubled(
        edits in prop::collection::vec((0..2_u8, 1..9_u8), 1..24),
        troubles in prop::collection::vec(trouble(), 0..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let typed: Vec<(&str, String)> =
                edits.iter().map(|(who, amount)| (["1001", "1002"][usize::from(*who)], format!("{amount}.00"))).collect();
            let edits: Vec<(&str, &str)> = typed.iter().map(|(who, amount)| (*who, amount.as_str())).collect();
            let (mut scene, book) = laptop_with(Book { troubles, ..Book::default() }, &edits);
            let queued = states(&mut scene).len();
            while scene.laptop.push().await.is_err() {}
            assert!(states(&mut scene).iter().all(|state| state == "done"));
            let book = book.lock().unwrap();
            assert_eq!(book.operations.len(), queued);
            for who in ["1001", "1002"] {
                let last = edits.iter().rfind(|(producer, _)| *producer == who).map(|(_, amount)| *amount);
                let applied: i64 = book.cells.values().map(|(version, _)| *version).sum();
                assert_eq!(usize::try_from(applied).unwrap(), queued);
                assert!(last.is_none_or(|last| book.cells.values().any(|(_, amount)| amount == last)));
            }
        });
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_server_takes_at_once_is_what_it_gets() {
    let amounts: Vec<String> = (1..=40).map(|amount| format!("{amount}.00")).collect();
    let edits: Vec<(&str, &str)> = amounts.iter().map(|amount| ("1001", amount.as_str())).collect();
    let book = Book {
        most: Some(15),
        ..Book::default()
    };
    let (mut scene, book) = laptop_with(book, &edits);
    assert_eq!(scene.laptop.push().await.unwrap().done, 40);
    assert_eq!(book.lock().unwrap().batches, [40, 15, 15, 10]);
}

#[tokio::test(start_paused = true)]
async fn words_of_a_newer_server_go_before_a_person() {
    let book = Book {
        word: Some("MOON_IS_FULL".into()),
        ..Book::default()
    };
    let (mut scene, _book) = laptop_with(book, &[("1001", "1.00")]);
    assert_eq!(scene.laptop.push().await.unwrap().attention, 1);
    let items = scene.laptop.attention().unwrap();
    assert_eq!(items.len(), 1);
    assert!(scene.laptop.attention_item("1").is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_restored_server_is_offered_what_the_former_one_acknowledged_before_anything_newer() {
    let (mut scene, book) = laptop_with(Book::default(), &[("1001", "1.00"), ("1001", "2.00"), ("1002", "7.00")]);
    assert_eq!(scene.laptop.push().await.unwrap().done, 3);
    scene.laptop.enter_cell(&cell("1001", Some("3.00"))).unwrap();
    *book.lock().unwrap() = Book {
        lives: 1,
        troubles: vec![Trouble::Busy],
        ..Book::default()
    };
    // The server is away for a moment and comes back as another life: without asking, the newest edit would go first, and
    // find that what it rests on never happened.
    assert_eq!(scene.laptop.push().await.unwrap().done, 4);
    let book = book.lock().unwrap();
    assert_eq!(book.operations.len(), 4);
    let mut amounts: Vec<&str> = book.cells.values().filter_map(|(_, amount)| amount.as_str()).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, ["3.00", "7.00"]);
    assert_eq!(states(&mut scene), ["done"; 4]);
}

#[tokio::test(start_paused = true)]
async fn what_waits_never_goes_to_a_server_named_by_the_way() {
    let (mut scene, _book) = laptop_with(Book::default(), &[("1001", "1.00")]);
    scene.laptop.server = Some("http://127.0.0.1:2".into());
    assert!(matches!(scene.laptop.push().await, Err(Error::Usage(_))));
    assert_eq!(states(&mut scene), ["pending"]);
}

/// The server's business clock of these tests stands in 2023: by the laptop's, every answer is years old.
#[tokio::test(start_paused = true)]
async fn a_clock_that_is_years_wrong_is_told_and_harms_nothing() {
    for years in [-5_i64, 5] {
        let date = crate::clock::now() - chrono::Duration::days(365 * years);
        let book = Book {
            date: Some(date),
            troubles: vec![Trouble::Cut, Trouble::Busy],
            ..Book::default()
        };
        let (mut scene, book) = laptop_with(book, &[("1001", "1.00"), ("1002", "2.00")]);
        while scene.laptop.sync().await.is_err() {}
        let overview = scene.laptop.overview("2023-02".parse().unwrap()).unwrap();
        let told = overview.clock_error_ms.unwrap();
        let minute = 60_000;
        assert!(
            (told - years * 365 * 1440 * minute).abs() < minute,
            "{told}: positive where the laptop is ahead"
        );
        assert_eq!(book.lock().unwrap().operations.len(), 2);
        assert_eq!(states(&mut scene), ["done", "done"], "kept for thirty days of the server");
    }
}
