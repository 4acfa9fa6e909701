//! What the provider says of itself, the exchange of codes, and what its ID tokens are worth.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::Outside;
use super::attempt::Attempt;
use crate::error::{Error, Result};

/// How long the provider may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes.
const LONGEST: usize = 256 * 1024;
/// Algorithms with a public half; never one of a shared secret.
const ALGORITHMS: [Algorithm; 4] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];
/// Seconds by which the provider's clock may differ.
const LEEWAY: u64 = 60;

/// A provider and how it is reached.
pub struct Provider<'a> {
    outside: &'a Outside,
    client: reqwest::Client,
    told: Told,
}

/// What it says of itself (OpenID Connect Discovery 1.0).
#[derive(Deserialize)]
struct Told {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Exchanged {
    id_token: String,
}

/// What an ID token says that we asked for.
#[derive(Debug, Deserialize)]
pub struct IdToken {
    /// Whom the provider means.
    pub sub: String,
    /// Seconds since 1970 at which the person proved who he or she is.
    pub auth_time: i64,
    nonce: String,
    azp: Option<String>,
}

impl<'a> Provider<'a> {
    /// Asks it what it says of itself.
    ///
    /// # Errors
    /// When it does not answer, or is another one.
    pub async fn discover(outside: &'a Outside) -> Result<Self> {
        let client = client()?;
        let address = format!("{}/.well-known/openid-configuration", outside.issuer.trim_end_matches('/'));
        let told: Told = read(client.get(address)).await?;
        if told.issuer != outside.issuer {
            return Err(Error::internal(format!("the provider calls itself {}", told.issuer)));
        }
        Ok(Self { outside, client, told })
    }

    /// Where a browser goes to prove who sits before it, not longer ago than `seconds`.
    pub fn address(&self, attempt: &Attempt, seconds: i64) -> Url {
        let mut address = self.told.authorization_endpoint.clone();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("client_id", &self.outside.client_id)
            .append_pair("redirect_uri", &self.outside.redirect)
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &attempt.challenge())
            .append_pair("code_challenge_method", "S256")
            .append_pair("max_age", &seconds.to_string());
        address
    }

    /// Whether an answer says that it comes from this provider, where that provider always says so (RFC 9207).
    pub fn is_named(&self, issuer: Option<&str>) -> bool {
        match issuer {
            Some(issuer) => issuer == self.told.issuer,
            None => !self.told.authorization_response_iss_parameter_supported,
        }
    }

    /// Exchanges a code for the ID token that it stands for.
    ///
    /// # Errors
    /// When the provider does not answer or refuses; when the token is not of this sign-in.
    pub async fn exchange(&self, code: &str, verifier: &str, nonce: &str) -> Result<IdToken> {
        let mut request = self.client.post(self.told.token_endpoint.clone());
        if let Some(secret) = &self.outside.client_secret {
            request = request.header(AUTHORIZATION, basic(&self.outside.client_id, secret));
        }
        let request = request
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(self.form(code, verifier));
        let exchanged: Exchanged = read(request).await?;
        let keys: JwkSet = read(self.client.get(self.told.jwks_uri.clone())).await?;
        believed(&exchanged.id_token, &keys, &self.told.issuer, &self.outside.client_id, nonce)
    }
}

impl Provider<'_> {
    /// What a code is exchanged with.
    fn form(&self, code: &str, verifier: &str) -> String {
        Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.outside.redirect)
            .append_pair("client_id", &self.outside.client_id)
            .append_pair("code_verifier", verifier)
            .finish()
    }
}

/// No redirects: what is exchanged goes where the provider said and nowhere else.
fn client() -> Result<reqwest::Client> {
    // Another part of this process may have named the provider of TLS already.
    rustls::crypto::ring::default_provider().install_default().ok();
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.timeout(PATIENCE).build().map_err(Error::internal)
}

async fn read<Answer: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<Answer> {
    let mut response = request.header(ACCEPT, "application/json").send().await.map_err(Error::internal)?;
    let status = response.status();
    if !status.is_success() {
        return Err(Error::internal(format!("the provider answered {status}")));
    }
    let mut text = Vec::new();
    while let Some(part) = response.chunk().await.map_err(Error::internal)? {
        if text.len() + part.len() > LONGEST {
            return Err(Error::internal("the provider's answer does not end"));
        }
        text.extend_from_slice(&part);
    }
    serde_json::from_slice(&text).map_err(Error::internal)
}

/// RFC 6749, 2.3.1: both halves are encoded before they are joined.
fn basic(client_id: &str, secret: &str) -> String {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(client_id), encoded(secret))))
}

/// OpenID Connect Core 1.0, 3.1.3.7.
fn believed(token: &str, keys: &JwkSet, issuer: &str, client_id: &str, nonce: &str) -> Result<IdToken> {
    let header = jsonwebtoken::decode_header(token).map_err(Error::internal)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Error::internal("an ID token under a foreign algorithm"));
    }
    let key = key(keys, header.kid.as_deref()).ok_or_else(|| Error::internal("an ID token under an unknown key"))?;
    let key = DecodingKey::from_jwk(key).map_err(Error::internal)?;
    let mut rules = Validation::new(header.alg);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[client_id]);
    rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    rules.validate_nbf = true;
    rules.leeway = LEEWAY;
    let said = jsonwebtoken::decode::<IdToken>(token, &key, &rules)
        .map_err(Error::internal)?
        .claims;
    if said.nonce != nonce || said.azp.as_deref().is_some_and(|party| party != client_id) {
        return Err(Error::internal("an ID token of another sign-in"));
    }
    Ok(said)
}

/// The key of that name; where a provider has a single one it need not be named.
fn key<'k>(keys: &'k JwkSet, kid: Option<&str>) -> Option<&'k Jwk> {
    match (kid, keys.keys.as_slice()) {
        (Some(kid), _) => keys.find(kid),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}
