//! S2: what a hostile web page can send: forms, texts, links, scripts and sockets of another origin. Each carries a good token, which
//! a real page would not even have.

use kit::client::{Person, http};
use reqwest::RequestBuilder;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::ask::{body, post, send, unsaid};
use crate::table::Row;

const FOREIGN: &str = "https://evil.example";

/// Tries to rename a district.
pub async fn attack(department: &Person) -> Row {
    let attempts = attempts(department);
    let (mut count, mut executed) = (0, 0);
    for (index, attempt) in attempts.into_iter().enumerate() {
        send(attempt).await;
        count += 1;
        executed += usize::from(is_named(department, &name(index)).await);
    }
    let sockets = [Some(FOREIGN), Some("null")];
    for origin in sockets {
        count += 1;
        executed += usize::from(opens(&department.server, origin).await);
    }
    let honest = usize::MAX;
    send(post(department, body(&rename(honest)))).await;
    let control = is_named(department, &name(honest)).await && opens(&department.server, None).await;
    Row {
        promise: "S2",
        tried: format!("{count} ways of a web page to act: forms, text/plain, GET, multipart, foreign and null origins, sockets"),
        found: format!("{executed} executed"),
        goal: "0 executed",
        control: format!("an honest request executes: {control}"),
        holds: executed == 0 && control,
    }
}

fn name(index: usize) -> String {
    format!("Name {index}")
}

fn rename(index: usize) -> String {
    let name = name(index);
    format!(
        "mutation {{ renameArea(input: {{ code: \"2706\", nameTh: \"{name}\", nameEn: \"{name}\", from: \"2023-01-01\" }}) {{ __typename }} }}"
    )
}

async fn is_named(person: &Person, name: &str) -> bool {
    person.ask("{ district(code: \"2706\") { nameTh } }").await["district"]["nameTh"] == name
}

fn attempts(person: &Person) -> Vec<RequestBuilder> {
    let kinds = [
        "text/plain",
        "text/plain;charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-but-not-really",
        "text/plain; application/json",
        "application/graphql",
    ];
    let mut attempts: Vec<RequestBuilder> = Vec::new();
    let mut next = |make: &dyn Fn(String) -> RequestBuilder| attempts.push(make(rename(attempts.len())));
    for kind in kinds {
        for origin in [None, Some(FOREIGN), Some("null")] {
            next(&|mutation| from(origin, unsaid(person).header("content-type", kind).body(body(&mutation))));
        }
    }
    next(&|mutation| unsaid(person).body(body(&mutation)));
    next(&|mutation| unsaid(person).header("content-type", kinds[2]).body(form(&mutation)));
    next(&|mutation| unsaid(person).header("content-type", kinds[3]).body(multipart(&mutation)));
    for origin in [Some(FOREIGN), Some("null"), Some("http://localhost:1")] {
        next(&|mutation| from(origin, post(person, body(&mutation))));
    }
    for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        for origin in [None, Some(FOREIGN)] {
            next(&|mutation| from(origin, by(method, person, &mutation)));
        }
    }
    attempts
}

fn from(origin: Option<&str>, request: RequestBuilder) -> RequestBuilder {
    match origin {
        Some(origin) => request.header("origin", origin),
        None => request,
    }
}

fn form(mutation: &str) -> String {
    format!("query={}", escaped(mutation))
}

fn multipart(mutation: &str) -> String {
    let operations = body(mutation);
    format!(
        "--x\r\ncontent-disposition: form-data; name=\"operations\"\r\n\r\n{operations}\r\n--x\r\ncontent-disposition: form-data; name=\"map\"\r\n\r\n{{}}\r\n--x--\r\n"
    )
}

fn by(method: &str, person: &Person, mutation: &str) -> RequestBuilder {
    let url = format!("{}/graphql?query={}", person.server, escaped(mutation));
    let method = method.parse().expect("a method");
    http().request(method, url).bearer_auth(&person.token)
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Whether a page of an origin gets a socket.
async fn opens(server: &str, origin: Option<&str>) -> bool {
    let address = format!("{}/graphql", server.replacen("http", "ws", 1));
    let mut request = address.into_client_request().expect("an address");
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", "graphql-transport-ws".parse().expect("a header"));
    if let Some(origin) = origin {
        headers.insert("origin", origin.parse().expect("a header"));
    }
    tokio_tungstenite::connect_async(request).await.is_ok()
}
