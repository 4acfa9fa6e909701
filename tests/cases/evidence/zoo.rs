//! S11: what pretends to be a scan is refused by its content, whatever it is called; scans are told to those who read what they are
//! attached to, and to nobody else.

use kit::{Person, scan};
use serde_json::json;

use super::world::{World, refused};

/// What each animal is refused as.
fn zoo() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let pdf = scan::pdf("zoo", 200);
    let with = |tail: &[u8]| [&pdf, tail].concat();
    let archive = [b"%PDF-1.4\n".as_slice(), b"PK\x05\x06", &[0; 16], &[6, 0], b"\n%%EOF"].concat();
    vec![
        ("a page", b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), "type"),
        (
            "a drawing",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            "type",
        ),
        ("a program", b"MZ\x90\0".to_vec(), "type"),
        ("an archive", b"PK\x03\x04".to_vec(), "type"),
        ("a GIF", b"GIF89a".to_vec(), "type"),
        ("a document behind a page", [b"<html>".as_slice(), &pdf].concat(), "type"),
        ("a document with an archive behind it", with(b"PK\x03\x04PK\x05\x06"), "trailing"),
        (
            "a picture with a page behind it",
            [scan::png("a"), b"<html>".to_vec()].concat(),
            "trailing",
        ),
        (
            "a photograph with an archive behind it",
            [scan::jpeg("a"), b"PK\x03\x04".to_vec()].concat(),
            "trailing",
        ),
        ("a document that is an archive", archive, "polyglot"),
        ("a picture that is a page", scan::png("<script>alert(1)</script>"), "polyglot"),
        ("a photograph that is a drawing", scan::jpeg("<SVG onload=alert(1)>"), "polyglot"),
        ("half a document", pdf[..pdf.len() / 2].to_vec(), "truncated"),
        ("half a picture", scan::png("half")[..30].to_vec(), "truncated"),
        ("half a photograph", scan::jpeg("half")[..12].to_vec(), "truncated"),
    ]
}

#[tokio::test]
async fn what_pretends_to_be_a_scan_is_refused() {
    let world = World::open().await;
    for (animal, bytes, rule) in zoo() {
        let name = scan::name(&bytes);
        let (status, said) = world.entry.put_file(&name, None, bytes).await.expect("the server answers");
        assert_eq!((status, &said["rule"]), (422, &json!(rule)), "{animal}");
        let input = world.receipt(0, json!({ "sha256": name }));
        assert_eq!(refused(world.record(&world.entry, &input).await), "INVALID sent", "{animal}");
    }
    let large = vec![b' '; 10 * 1024 * 1024 + 1];
    let (status, said) = world
        .entry
        .put_file(&scan::name(&large), None, large)
        .await
        .expect("the server answers");
    assert_eq!((status, &said["rule"]), (413, &json!("size")));
    assert_eq!(world.database.value("SELECT count(*) FROM file").await, "0");
    // The control: what is a scan is kept.
    world.entry.keep_file(scan::png("a real one")).await;
    assert_eq!(world.database.value("SELECT count(*) FROM file").await, "1");
}

#[tokio::test]
async fn a_name_is_the_hash_of_the_bytes_and_nothing_else() {
    let world = World::open().await;
    let other = scan::name(b"other bytes");
    let (status, said) = world
        .entry
        .put_file(&other, None, scan::png("mine"))
        .await
        .expect("the server answers");
    assert_eq!((status, &said["rule"]), (422, &json!("hash")));
    for name in [
        "..%2f..%2fetc%2fpasswd",
        "passwd",
        &other.to_uppercase(),
        &format!("{other}.pdf"),
        "%00",
    ] {
        let (status, _) = world
            .entry
            .put_file(name, None, scan::png("mine"))
            .await
            .expect("the server answers");
        assert_eq!(status, 400, "PUT {name}");
        assert_eq!(world.entry.file(name).await.status(), 404, "GET {name}");
    }
    assert_eq!(world.database.value("SELECT count(*) FROM file").await, "0");
}

/// Status, headers that are the same for everybody, body.
async fn heard(person: &Person, name: &str) -> (u16, String) {
    let response = person.file(name).await;
    (response.status().as_u16(), response.text().await.expect("a body"))
}

#[tokio::test]
async fn a_foreign_file_and_one_there_is_not_are_alike() {
    let world = World::open().await;
    let bytes = scan::pdf("private", 500);
    let name = world.entry.keep_file(bytes.clone()).await;
    world
        .record(&world.entry, &world.receipt(0, json!({ "sha256": name })))
        .await
        .expect("recorded");
    let nothing = scan::name(b"nothing");
    for account in ["entry.2706", "officer.2706", "viewer", "member1.2701"] {
        let person = world.node.as_(account).await;
        assert_eq!(heard(&person, &name).await, heard(&person, &nothing).await, "{account}");
        assert_eq!(person.file(&name).await.status(), 404, "{account}");
    }
    for account in ["entry.2701", "officer.2701", "province.27", "department"] {
        assert_eq!(world.node.as_(account).await.file(&name).await.status(), 200, "{account}");
    }
    // Who only knows the name cannot make the file one's own.
    let stranger = world.node.as_("entry.2706").await;
    let mut input = world.receipt(0, json!({ "sha256": name }));
    input["producerId"] = json!(world.database.producers("2706").await[0]);
    assert_eq!(refused(world.record(&stranger, &input).await), "INVALID sent");
    let size = format!("bytes */{}", bytes.len());
    let (_, said) = stranger.put_file(&name, Some(&size), Vec::new()).await.expect("the server answers");
    assert_eq!(
        (&said["kept"], &said["received"]),
        (&json!(false), &json!(0)),
        "nobody is told what others sent"
    );
}

#[tokio::test]
async fn who_has_not_signed_in_sends_and_gets_nothing() {
    let world = World::open().await;
    let nobody = world.entry.by("no token");
    assert_eq!(nobody.file(&scan::name(b"")).await.status(), 401);
    let (status, said) = nobody
        .put_file(&scan::name(b""), None, scan::png("a"))
        .await
        .expect("the server answers");
    assert_eq!((status, &said["code"]), (401, &json!("UNAUTHENTICATED")));
    let viewer = world.node.as_("viewer").await;
    let (status, said) = viewer
        .put_file(&scan::name(b""), None, scan::png("a"))
        .await
        .expect("the server answers");
    assert_eq!((status, &said["code"]), (403, &json!("FORBIDDEN")));
}
