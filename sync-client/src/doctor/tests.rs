use diesel::connection::SimpleConnection;

use super::*;
use crate::scene::{cell, scene};

fn of<'a>(checks: &'a [Check], name: &str) -> &'a Check {
    checks.iter().find(|check| check.name == name).unwrap()
}

#[tokio::test]
async fn a_laptop_without_a_network_is_well_and_says_what_waits() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let checks = scene.laptop.checked().await.unwrap();
    assert!(
        checks.iter().all(|check| check.verdict < Verdict::Bad || check.name == "disk"),
        "{checks:#?}"
    );
    assert_eq!(of(&checks, "server").verdict, Verdict::Note);
    assert_eq!(of(&checks, "waiting").found.en, "1 edits wait");
    assert_eq!(of(&checks, "whole").verdict, Verdict::Ok);
}

#[tokio::test]
async fn a_broken_index_and_an_unsafe_file_are_seen() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut scene = scene();
    scene.laptop.enter_cell(&cell("1001", Some("10"))).unwrap();
    let broken = "PRAGMA synchronous = NORMAL; PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = 'CREATE INDEX outbox_state ON outbox (state, attempts)' WHERE name = 'outbox_state';
        PRAGMA writable_schema = RESET";
    scene.laptop.store.conn.batch_execute(broken).unwrap();
    let checks = scene.laptop.checked().await.unwrap();
    assert_eq!(of(&checks, "whole").verdict, Verdict::Bad, "{checks:#?}");
    assert_eq!(of(&checks, "safety").verdict, Verdict::Bad);
    assert!(of(&checks, "whole").advice.as_ref().unwrap().en.contains("--repair"));
}
