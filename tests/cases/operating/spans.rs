//! Spans for a collector, where one is named.

use kit::client::PASSWORD;
use kit::device::{Cell, Device};
use kit::process::{Running, bare, free_port, no_scans, program, ready};
use kit::{Database, Person};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A collector: what is told to it is read and thanked for.
async fn collector() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (format!("http://{address}"), listener)
}

/// Reads one request: its head, and its body as long as it says.
async fn received(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    loop {
        stream.read_buf(&mut bytes).await.expect("a request");
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length = head
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.split("\r\n").next())
            .expect("a length");
        if bytes.len() >= end + 4 + length.parse::<usize>().expect("a number") {
            return (head, bytes[end + 4..].to_vec());
        }
    }
}

/// What the first request to the collector says.
async fn told(listener: &TcpListener) -> (ExportTraceServiceRequest, Vec<u8>) {
    let (mut stream, _) = listener.accept().await.expect("a connection");
    let (head, body) = received(&mut stream).await;
    assert!(head.starts_with("post /v1/traces "), "{head}");
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        .await
        .expect("it listens");
    (ExportTraceServiceRequest::decode(&body[..]).expect("OTLP"), body)
}

fn spans(told: &ExportTraceServiceRequest) -> Vec<&Span> {
    let scopes = told.resource_spans.iter().flat_map(|resource| &resource.scope_spans);
    scopes.flat_map(|scope| &scope.spans).collect()
}

fn text<'s>(span: &'s Span, key: &str) -> Option<&'s str> {
    let attribute = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text),
        _ => None,
    }
}

/// Starts a server that tells a collector.
async fn serve(database: &Database, collector: &str) -> (Running, String) {
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = bare(program("otop-server"));
    command.args(["serve", "--listen", &address]).env("DATABASE_URL", database.url());
    command.env("OTOP_FILES", no_scans());
    command
        .env("OTEL_BSP_SCHEDULE_DELAY", "200")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector);
    let mut running = Running::start(command);
    let server = format!("http://{address}");
    ready(&server, &mut running).await;
    (running, server)
}

#[tokio::test]
async fn a_collector_is_told_what_an_edit_took_and_no_figure() {
    let database = Database::demonstration().await;
    database.at("2023-02-27T09:00").await;
    let (address, listener) = collector().await;
    let (_running, server) = serve(&database, &address).await;
    let person = Person::sign_in(&server, "entry.2706").await;
    let mut entry = Device::of(&person);
    let producer = database.producers("2706").await.remove(0);
    let edit = entry.enter(&Cell::food(&producer), Some("12.34"), 0);
    let answered = entry.push(&[edit]).await;
    assert_eq!(answered[0]["outcome"], "APPLIED");
    loop {
        let (told, bytes) = told(&listener).await;
        for secret in [PASSWORD, person.token.as_str(), "12.34", &producer] {
            assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{secret} was told");
        }
        let spans = spans(&told);
        let Some(pushed) = spans
            .iter()
            .find(|span| span.name == "graphql" && text(span, "operation") == Some("other"))
        else {
            continue;
        };
        let request = spans
            .iter()
            .find(|span| span.span_id == pushed.parent_span_id)
            .expect("its request");
        assert!(request.name == "request" && text(request, "id").is_some(), "{request:?}");
        let within = |name: &str| spans.iter().any(|span| span.name == name && span.trace_id == pushed.trace_id);
        assert!(within("transaction") && within("connection"), "{spans:#?}");
        return;
    }
}

#[tokio::test]
async fn a_collector_that_is_away_costs_nobody_an_answer() {
    let database = Database::demonstration().await;
    let (address, listener) = collector().await;
    drop(listener);
    let (_running, server) = serve(&database, &address).await;
    let person = Person::sign_in(&server, "entry.2706").await;
    let answer = person.ask("{ me { name } }").await;
    assert!(answer.data()["me"]["name"].is_string());
}

#[tokio::test]
async fn an_address_that_is_none_ends_the_start() {
    let mut command = bare(program("otop-server"));
    command.args(["migrate", "--otlp-endpoint", "not an address"]);
    let ended = kit::process::finish(command).await;
    assert!(!ended.status.success());
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("OTEL_EXPORTER_OTLP_ENDPOINT"), "{said}");
}
