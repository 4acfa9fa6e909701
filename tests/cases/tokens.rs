//! Access tokens: forged ones open nothing, a new key takes over unnoticed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::DecodePrivateKey;
use ed25519_dalek::{Signer, SigningKey};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kit::client::http;
use kit::node::Node;
use kit::process::server_command;
use kit::socket::Event;
use kit::wait::until;
use kit::{Database, Person, Socket};
use otop_server::clock;
use serde_json::{Value, json};

/// A node, somebody signed in, and the very key that signs: what a forger could not even have.
struct Mint {
    database: Database,
    node: Node,
    person: Person,
    kid: String,
    key: SigningKey,
    http: reqwest::Client,
}

impl Mint {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        let node = Node::start(&database).await;
        let person = node.as_("entry.2706").await;
        let kid = database.value("SELECT kid FROM token_key").await;
        let private = database.value("SELECT private_pem FROM token_key").await;
        let key = SigningKey::from_pkcs8_pem(&private).expect("our key");
        Self {
            database,
            node,
            person,
            kid,
            key,
            http: http(),
        }
    }

    fn header(&self) -> Value {
        json!({ "typ": "JWT", "alg": "EdDSA", "kid": self.kid })
    }

    /// What a good token says, for so many seconds from now.
    fn claims(&self, seconds: i64) -> Value {
        let now = clock::now().timestamp();
        json!({ "iss": "otop", "sub": "entry.2706", "dev": self.person.device, "auth_time": now, "iat": now, "exp": now + seconds })
    }

    /// A good token but for some of its claims; null takes one away.
    fn saying(&self, changes: Value) -> String {
        signed(&self.header(), &changed(self.claims(600), changes), &self.key)
    }

    /// A good token but for some of its header.
    fn headed(&self, changes: Value) -> String {
        signed(&changed(self.header(), changes), &self.claims(600), &self.key)
    }

    /// A token under an algorithm of shared secrets, with something public as the secret.
    fn shared(&self, algorithm: Algorithm, secret: &[u8]) -> String {
        let mut header = Header::new(algorithm);
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, &self.claims(600), &EncodingKey::from_secret(secret)).expect("a token")
    }

    /// 401 without a word of data, over HTTP.
    async fn is_refused(&self, token: &str) -> bool {
        let request = self
            .http
            .post(format!("{}/graphql", self.node.server))
            .header("content-type", "application/json");
        let Ok(request) = request
            .header("authorization", format!("Bearer {token}"))
            .body("{\"query\":\"{ me { name } }\"}")
            .build()
        else {
            return true;
        };
        let response = self.http.execute(request).await.expect("the server answers");
        let status = response.status().as_u16();
        let text = response.text().await.expect("a body");
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        status == 401 && body.get("data").is_none()
    }
}

fn changed(mut object: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().expect("an object") {
        let object = object.as_object_mut().expect("an object");
        match value {
            Value::Null => object.shift_remove(name),
            value => object.insert(name.clone(), value.clone()),
        };
    }
    object
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(header: &Value, claims: &Value, key: &SigningKey) -> String {
    let text = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(text.as_bytes()).to_bytes());
    format!("{text}.{signature}")
}

/// Tokens whose signature is not by our key, or not of this text.
fn unsigned(mint: &Mint, public_pem: &str) -> Vec<(&'static str, String)> {
    let good = mint.saying(json!({}));
    let parts: Vec<&str> = good.split('.').collect();
    let theirs = SigningKey::from_bytes(&[7; 32]);
    let none = part(&changed(mint.header(), json!({ "alg": "none" })));
    let mixed = part(&changed(mint.header(), json!({ "alg": "nOnE" })));
    let (flipped, _) = good.split_at(good.len() - 10);
    let own = json!({ "jwk": { "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(theirs.verifying_key().to_bytes()) } });
    let claims = mint.claims(600);
    vec![
        ("no algorithm, no signature", format!("{none}.{}.", parts[1])),
        ("no algorithm by another spelling", format!("{mixed}.{}.", parts[1])),
        ("no algorithm, our signature", format!("{none}.{}.{}", parts[1], parts[2])),
        (
            "HS256 with the public key as text",
            mint.shared(Algorithm::HS256, public_pem.as_bytes()),
        ),
        (
            "HS384 with the public key as text",
            mint.shared(Algorithm::HS384, public_pem.as_bytes()),
        ),
        (
            "HS512 with the public key as text",
            mint.shared(Algorithm::HS512, public_pem.as_bytes()),
        ),
        (
            "HS256 with the public key as bytes",
            mint.shared(Algorithm::HS256, mint.key.verifying_key().as_bytes()),
        ),
        ("HS256 with the key's name", mint.shared(Algorithm::HS256, mint.kid.as_bytes())),
        ("HS256 with nothing", mint.shared(Algorithm::HS256, b"")),
        ("another key under our name", signed(&mint.header(), &claims, &theirs)),
        (
            "a key of its own in the header",
            signed(&changed(mint.header(), own.clone()), &claims, &theirs),
        ),
        (
            "a key of its own and no name",
            signed(&changed(changed(mint.header(), own), json!({ "kid": null })), &claims, &theirs),
        ),
        (
            "a key at an address of its own",
            signed(
                &changed(mint.header(), json!({ "jku": "http://127.0.0.1:1/keys", "kid": "x" })),
                &claims,
                &theirs,
            ),
        ),
        (
            "another account in a good token",
            format!(
                "{}.{}.{}",
                parts[0],
                part(&changed(claims, json!({ "sub": "department" }))),
                parts[2]
            ),
        ),
        (
            "a signature of nothing",
            format!("{}.{}.{}", parts[0], parts[1], URL_SAFE_NO_PAD.encode([0; 64])),
        ),
        ("a signature of another text", format!("{flipped}{}", "A".repeat(10))),
        ("a shortened signature", good[..good.len() - 4].to_owned()),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("four parts", format!("{good}.{}", parts[2])),
        ("parts in another order", format!("{}.{}.{}", parts[1], parts[0], parts[2])),
        (
            "a shortened text",
            format!("{}.{}.{}", parts[0], &parts[1][..parts[1].len() - 4], parts[2]),
        ),
        ("dots", "..".to_owned()),
        ("nothing", String::new()),
        ("no token at all", "let me in".to_owned()),
    ]
}

/// Tokens by our own key that say something else than we say: as if a program of ours had erred.
fn misspoken(mint: &Mint) -> Vec<(&'static str, String)> {
    let now = clock::now().timestamp();
    vec![
        ("another algorithm's name", mint.headed(json!({ "alg": "ES256" }))),
        ("an algorithm that is none", mint.headed(json!({ "alg": 7 }))),
        ("no algorithm's name", mint.headed(json!({ "alg": null }))),
        ("no key's name", mint.headed(json!({ "kid": null }))),
        (
            "an unknown key's name",
            mint.headed(json!({ "kid": "0190a1b2-0000-7000-8000-000000000000" })),
        ),
        ("an empty key's name", mint.headed(json!({ "kid": "" }))),
        ("SQL as a key's name", mint.headed(json!({ "kid": "' OR '1'='1" }))),
        ("a path as a key's name", mint.headed(json!({ "kid": "../../etc/passwd" }))),
        ("a number as a key's name", mint.headed(json!({ "kid": 1 }))),
        ("a rule we do not know", mint.headed(json!({ "crit": ["b64"], "b64": true }))),
        (
            "ended",
            mint.saying(json!({ "iat": now - 601, "auth_time": now - 601, "exp": now - 1 })),
        ),
        ("no end", mint.saying(json!({ "exp": null }))),
        ("an end as text", mint.saying(json!({ "exp": (now + 600).to_string() }))),
        ("an end beyond numbers", mint.saying(json!({ "exp": 1e300 }))),
        ("an end before all time", mint.saying(json!({ "exp": -1 }))),
        ("an end next year", mint.saying(json!({ "exp": now + 31_536_000 }))),
        ("given tomorrow", mint.saying(json!({ "iat": now + 86_400, "exp": now + 87_000 }))),
        ("not before an hour from now", mint.saying(json!({ "nbf": now + 3_600 }))),
        ("not before as text", mint.saying(json!({ "nbf": "now" }))),
        ("another issuer", mint.saying(json!({ "iss": "https://evil.example" }))),
        (
            "issuers, ours among them",
            mint.saying(json!({ "iss": ["https://evil.example", "otop"] })),
        ),
        ("no issuer", mint.saying(json!({ "iss": null }))),
        ("for another service", mint.saying(json!({ "aud": "another" }))),
        ("no account", mint.saying(json!({ "sub": null }))),
        ("an unknown account", mint.saying(json!({ "sub": "nobody" }))),
        (
            "an account that is not signed in there",
            mint.saying(json!({ "sub": "department" })),
        ),
        ("no device", mint.saying(json!({ "dev": null }))),
        (
            "an unknown device",
            mint.saying(json!({ "dev": "0190a1b2-0000-7000-8000-000000000000" })),
        ),
        ("a device that is no id", mint.saying(json!({ "dev": "laptop" }))),
        ("no hour of the password", mint.saying(json!({ "auth_time": null }))),
        ("a password typed tomorrow", mint.saying(json!({ "auth_time": now + 86_400 }))),
    ]
}

#[tokio::test]
async fn forged_tokens_open_nothing() {
    let mint = Mint::open().await;
    assert!(!mint.is_refused(&mint.person.token).await, "a real one opens");
    assert!(
        !mint.is_refused(&mint.saying(json!({}))).await,
        "and so does one that the test made by the same rules"
    );
    let public = mint.database.value("SELECT public_pem FROM token_key").await;
    let forged = [unsigned(&mint, &public), misspoken(&mint)].concat();
    assert!(forged.len() >= 40, "{}", forged.len());
    let mut accepted = Vec::new();
    for (what, token) in &forged {
        if !mint.is_refused(token).await {
            accepted.push(what);
        }
    }
    assert_eq!(accepted, [&""; 0], "of {}", forged.len());
}

#[tokio::test]
async fn forged_tokens_open_no_socket() {
    let mint = Mint::open().await;
    let public = mint.database.value("SELECT public_pem FROM token_key").await;
    for (what, token) in [unsigned(&mint, &public), misspoken(&mint)].concat() {
        let mut socket = Socket::connect(&mint.node.server).await;
        let forger = mint.person.by(&token);
        socket.introduce(&forger).await;
        assert_eq!(socket.event().await, Event::Closed(4403), "{what}");
    }
}

#[tokio::test]
async fn a_refresh_token_is_no_access_token() {
    let mint = Mint::open().await;
    let login = json!({ "username": "entry.2706", "password": kit::client::PASSWORD }).to_string();
    let request = http()
        .post(format!("{}/auth/login", mint.node.server))
        .header("content-type", "application/json");
    let text = request.body(login).send().await.expect("an answer").text().await.expect("a body");
    let tokens: Value = serde_json::from_str(&text).expect("JSON");
    assert!(!mint.is_refused(tokens["accessToken"].as_str().expect("a token")).await);
    assert!(mint.is_refused(tokens["refreshToken"].as_str().expect("a token")).await);
}

#[tokio::test]
async fn a_socket_ends_with_its_token() {
    let mint = Mint::open().await;
    let token = mint.saying(json!({ "exp": clock::now().timestamp() + 2 }));
    let mut socket = Socket::open(&mint.person.by(&token)).await;
    assert_eq!(socket.event().await, Event::Closed(4403));
}

/// The name of the key that a sign-in's token is signed with.
async fn signs_with(node: &Node) -> String {
    let token = node.as_("viewer").await.token;
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().expect("a header")).expect("base64");
    let header: Value = serde_json::from_slice(&header).expect("JSON");
    header["kid"].as_str().expect("a name").to_owned()
}

async fn turn(database: &Database, arguments: &[&str]) -> String {
    let output = server_command(database, &[&["keys", "rotate", "--json"], arguments].concat()).await;
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    // As if it had stood for an hour: a key settles before it signs.
    database
        .run("UPDATE token_key SET created_at = created_at - interval '1 hour'")
        .await;
    told["kid"].as_str().expect("a name").to_owned()
}

#[tokio::test]
async fn a_new_key_takes_over_at_all_nodes_and_nobody_notices() {
    let database = Database::demonstration().await;
    let first = Node::start(&database).await;
    let (old, person) = (signs_with(&first).await, first.as_("entry.2706").await);
    let new = turn(&database, &[]).await;
    let second = Node::start(&database).await;
    assert_eq!(signs_with(&second).await, new);
    let newer = second.as_("entry.2706").await;
    for node in [&first, &second] {
        let person = person.at(&node.server);
        assert_eq!(
            person.ask("{ me { name } }").await.code(),
            "-",
            "the old token is good until it ends"
        );
        until("the new key is believed", async || {
            let answer = newer.at(&node.server).attempt("{ me { name } }", json!({})).await.ok()?;
            (answer.code() == "-").then_some(())
        })
        .await;
    }
    assert_eq!(signs_with(&first).await, new, "who has met it signs with it");
    database
        .run(&format!("UPDATE token_key SET retired_at = now() WHERE kid = '{old}'"))
        .await;
    let third = Node::start(&database).await;
    assert_eq!(person.at(&third.server).ask("{ me { name } }").await.code(), "UNAUTHENTICATED");
    assert_eq!(newer.at(&third.server).ask("{ me { name } }").await.code(), "-");
}

#[tokio::test]
async fn a_key_that_was_read_by_somebody_is_not_believed_any_more() {
    let database = Database::demonstration().await;
    let person = Node::start(&database).await.as_("entry.2706").await;
    let new = turn(&database, &["--now"]).await;
    let node = Node::start(&database).await;
    assert_eq!(person.at(&node.server).ask("{ me { name } }").await.code(), "UNAUTHENTICATED");
    assert_eq!(signs_with(&node).await, new);
    turn(&database, &[]).await;
    let kept = "SELECT count(*) FROM token_key WHERE retired_at <= now()";
    assert_eq!(database.value(kept).await, "0", "the next turn forgets its secret half");
}
