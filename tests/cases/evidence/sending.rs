//! Files sent whole, piece by piece, over a line that breaks.

use kit::chance::{dice_of, seed};
use kit::wait::until;
use kit::{Person, scan};
use rand::RngExt;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::world::World;

async fn put(person: &Person, name: &str, range: Option<&str>, bytes: &[u8]) -> (u16, Value) {
    person.put_file(name, range, bytes.to_vec()).await.expect("the server answers")
}

/// How far a file is.
async fn progress(person: &Person, name: &str, size: usize) -> (u16, Value) {
    put(person, name, Some(&format!("bytes */{size}")), b"").await
}

#[tokio::test]
async fn a_file_is_kept_and_handed_out_as_an_attachment() {
    let world = World::open().await;
    for (bytes, media_type, content_type) in [
        (scan::pdf("a", 3_000), "PDF", "application/pdf"),
        (scan::png("a"), "PNG", "image/png"),
        (scan::jpeg("a"), "JPEG", "image/jpeg"),
    ] {
        let name = scan::name(&bytes);
        let kept = json!({ "received": bytes.len(), "kept": true, "mediaType": media_type });
        assert_eq!(put(&world.entry, &name, None, &bytes).await, (201, kept));
        assert_eq!(world.entry.file(&name).await.status(), 404, "attached to nothing, it is nobody's");
        let input = world.receipt(0, json!({ "sha256": name }));
        let recorded = world.record(&world.entry, &input).await.expect("recorded");
        assert_eq!(recorded["scan"]["mediaType"], media_type);
        let response = world.officer.file(&name).await;
        let header = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
        assert_eq!(response.status(), 200);
        assert_eq!(header("content-type"), content_type);
        assert!(
            header("content-disposition").starts_with("attachment; filename=\""),
            "never shown where it is opened"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(response.bytes().await.expect("a body"), bytes);
    }
}

#[tokio::test]
async fn pieces_of_any_size_become_the_file() {
    let world = World::open().await;
    let seed = seed();
    let mut dice = dice_of(seed);
    let bytes = scan::pdf("pieces", 200_000);
    let (name, size) = (scan::name(&bytes), bytes.len());
    let mut at = 0;
    while at < size {
        let end = (at + dice.random_range(5_000..60_000)).min(size);
        let range = format!("bytes {at}-{}/{size}", end - 1);
        let (status, said) = put(&world.entry, &name, Some(&range), &bytes[at..end]).await;
        assert_eq!((status, &said["received"]), (if end == size { 201 } else { 202 }, &json!(end)));
        assert_eq!(
            progress(&world.officer, &name, size).await.1["received"],
            0,
            "what is sent is the sender's"
        );
        at = end;
    }
    assert_eq!(
        progress(&world.entry, &name, size).await,
        (201, json!({ "received": size, "kept": true, "mediaType": null }))
    );
}

#[tokio::test]
async fn a_piece_at_a_wrong_place_is_told_where_to_go_on() {
    let world = World::open().await;
    let bytes = scan::pdf("gap", 30_000);
    let (name, size) = (scan::name(&bytes), bytes.len());
    put(&world.entry, &name, Some(&format!("bytes 0-9999/{size}")), &bytes[..10_000]).await;
    let gap = put(
        &world.entry,
        &name,
        Some(&format!("bytes 20000-{}/{size}", size - 1)),
        &bytes[20_000..],
    )
    .await;
    assert_eq!((gap.0, &gap.1["received"]), (202, &json!(10_000)));
    let rest = put(
        &world.entry,
        &name,
        Some(&format!("bytes 10000-{}/{size}", size - 1)),
        &bytes[10_000..],
    )
    .await;
    assert_eq!(rest.0, 201);
    let unsaid = [
        (Some("bytes 0-5/5"), 400),
        (Some("lines 0-5/6"), 400),
        (Some("bytes 0-2/10485761"), 413),
        (Some("bytes 0-0/3"), 400),
    ];
    for (range, status) in unsaid {
        let (heard, said) = put(&world.entry, &name, range, b"abc").await;
        assert_eq!((heard, &said["code"]), (status, &json!("INVALID")), "{range:?}");
    }
}

#[tokio::test]
async fn what_arrived_before_the_line_broke_counts() {
    let world = World::open().await;
    let bytes = scan::pdf("broken", 100_000);
    let (name, size) = (scan::name(&bytes), bytes.len());
    let mut line = TcpStream::connect(world.node.server.trim_start_matches("http://"))
        .await
        .expect("a line");
    let head = format!(
        "PUT /evidence/{name} HTTP/1.1\r\nhost: otop\r\nauthorization: Bearer {}\r\ncontent-length: {size}\r\n\r\n",
        world.entry.token
    );
    line.write_all(head.as_bytes()).await.expect("sent");
    line.write_all(&bytes[..60_000]).await.expect("sent");
    line.flush().await.expect("sent");
    drop(line);
    let received = until("what arrived to be kept", async || {
        let (_, said) = progress(&world.entry, &name, size).await;
        said["received"].as_u64().filter(|received| *received > 0)
    })
    .await;
    let from = usize::try_from(received).expect("a size");
    assert!(from <= 60_000);
    let range = format!("bytes {from}-{}/{size}", size - 1);
    assert_eq!(put(&world.entry, &name, Some(&range), &bytes[from..]).await.0, 201);
}
