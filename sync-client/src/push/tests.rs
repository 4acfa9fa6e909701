use proptest::prelude::*;

use super::*;
use crate::{
    error::Error,
    fake::{Book, Shared, Trouble, serve},
    scene::{Scene, cell, scene},
};

/// A signed-in laptop whose server is the fake one, with these figures recorded for one cell each.
async fn laptop_with(book: Book, edits: &[(&str, &str)]) -> (Scene, Shared) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut scene = scene();
    for (producer, amount) in edits {
        scene.laptop.enter_cell(&cell(producer, Some(amount))).unwrap();
    }
    let book = Shared::new(book.into());
    let mut session = scene.laptop.store.signed_in().unwrap();
    session.server = serve(book.clone()).await;
    diesel_session(&mut scene, &session);
    scene.laptop.patience = 20;
    (scene, book)
}

/// Only the address changes: the mirror stays.
fn diesel_session(scene: &mut Scene, session: &crate::store::session::Session) {
    use crate::store::tables::session::dsl;
    use diesel::prelude::*;
    let update = diesel::update(dsl::session).set(dsl::server.eq(&session.server));
    update.execute(&mut scene.laptop.store.conn).unwrap();
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
    let (mut scene, book) = laptop_with(book, &edits).await;
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
    let (mut scene, _book) = laptop_with(book, &edits).await;
    assert_eq!(scene.laptop.push().await.unwrap(), Pushed::default());
    assert_eq!(states(&mut scene), ["pending", "pending"]);
}

#[tokio::test(start_paused = true)]
async fn token_is_renewed_once_then_the_person_is_asked() {
    let book = Book {
        troubles: vec![Trouble::Expired],
        ..Book::default()
    };
    let (mut scene, book) = laptop_with(book, &[("1001", "1.00")]).await;
    assert_eq!(scene.laptop.push().await.unwrap().done, 1);
    assert_eq!(book.lock().unwrap().renewals, 1);

    let book = Book {
        troubles: vec![Trouble::Expired, Trouble::Expired],
        ..Book::default()
    };
    let (mut scene, _book) = laptop_with(book, &[("1001", "1.00")]).await;
    assert!(matches!(scene.laptop.push().await, Err(Error::SignIn(_))));
    assert_eq!(states(&mut scene), ["pending"]);
}

#[tokio::test(start_paused = true)]
async fn a_hotel_is_offline() {
    let book = Book {
        troubles: vec![Trouble::Portal; 9],
        ..Book::default()
    };
    let (mut scene, _book) = laptop_with(book, &[("1001", "1.00")]).await;
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
            let (mut scene, book) = laptop_with(Book { troubles, ..Book::default() }, &edits).await;
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
