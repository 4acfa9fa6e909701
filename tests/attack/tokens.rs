//! S5: tokens that nobody signed, or that say other things than what was signed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kit::client::{Person, http};
use kit::world::World;
use serde_json::{Value, json};

use crate::ask::{body, send};
use crate::table::Row;

/// Presents forged tokens.
pub async fn attack(world: &World, person: &Person) -> Row {
    let forged = forged(&person.token);
    let count = forged.len();
    let mut accepted = 0;
    for token in forged {
        accepted += usize::from(is_accepted(&world.server, &token).await);
    }
    let control = is_accepted(&world.server, &person.token).await;
    Row {
        promise: "S5",
        tried: format!("{count} forged tokens: no algorithm, another, another key, other claims, changed bytes"),
        found: format!("{accepted} accepted"),
        goal: "40 forged, 0 accepted",
        control: format!("the true one is accepted: {control}"),
        holds: count >= 40 && accepted == 0 && control,
    }
}

async fn is_accepted(server: &str, token: &str) -> bool {
    let request = http().post(format!("{server}/graphql")).header("content-type", "application/json");
    let heard = send(request.bearer_auth(token).body(body("{ me { name } }"))).await;
    heard.text.contains("\"data\"")
}

fn written(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn read(part: &str) -> Value {
    let bytes = URL_SAFE_NO_PAD.decode(part).expect("a part of a token");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn with(value: &Value, member: &str, other: Value) -> Value {
    let mut changed = value.clone();
    changed[member] = other;
    changed
}

fn forged(token: &str) -> Vec<String> {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else {
        panic!("a token has three parts")
    };
    let (said, claimed) = (read(head), read(claims));
    let mut forged = Vec::new();
    for algorithm in ["none", "None", "NONE", "HS256", "HS512", "ES256", "RS256", "EdDSA "] {
        let head = written(&with(&said, "alg", json!(algorithm)));
        forged.extend([format!("{head}.{claims}."), format!("{head}.{claims}.{signature}")]);
    }
    for (member, other) in [
        ("sub", json!("department")),
        ("exp", json!(4_102_444_800_i64)),
        ("exp", json!("4102444800")),
        ("iss", json!("evil")),
        ("dev", json!("00000000-0000-0000-0000-000000000000")),
        ("iat", json!(0)),
    ] {
        let claims = written(&with(&claimed, member, other));
        forged.extend([format!("{head}.{claims}.{signature}"), format!("{head}.{claims}.")]);
    }
    for kid in ["", "../../../../dev/null", "' OR 1=1 --", "00000000-0000-0000-0000-000000000000"] {
        let head = written(&with(&said, "kid", json!(kid)));
        forged.push(format!("{head}.{claims}.{signature}"));
    }
    forged.extend(secrets(&said, &claimed));
    forged.extend(changed(token));
    forged
}

/// Signed with what an attacker may know or guess.
fn secrets(said: &Value, claimed: &Value) -> Vec<String> {
    let kid = said["kid"].as_str().unwrap_or_default().to_owned();
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some(kid.clone());
    let secrets = [String::new(), "secret".to_owned(), kid, "otop".to_owned()];
    let sign = |secret: &String| jsonwebtoken::encode(&header, claimed, &EncodingKey::from_secret(secret.as_bytes()));
    secrets.iter().map(|secret| sign(secret).expect("a token")).collect()
}

/// The true one, with a letter more, less or other.
fn changed(token: &str) -> Vec<String> {
    let other = |at: usize| {
        let letter = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{letter}{}", &token[..at], &token[at + 1..])
    };
    let dots: Vec<usize> = token.match_indices('.').map(|(at, _)| at).collect();
    vec![
        other(0),
        other(dots[0] + 5),
        other(dots[1] + 5),
        other(token.len() - 10),
        token[..token.len() - 1].to_owned(),
        token[..dots[1]].to_owned(),
        token.replace('.', ""),
        format!("{token}.{token}"),
    ]
}
