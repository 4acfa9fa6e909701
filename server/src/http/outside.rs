//! `/auth/oidc`: a browser signs in by an outside identity provider. Without one there is nothing here.

use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use otop_schema::RefusalCode;
use serde::Deserialize;
use uuid::Uuid;

use super::auth::{from, outcome, read};
use super::{Edge, answer};
use crate::error::Error;
use crate::identity::{Outside, Return, SignInRefusal};

const COOKIE_NAME: &str = "otop-oidc";

/// Who begins.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Begin {
    device_id: Option<Uuid>,
}

/// `GET /auth/oidc/start`: to the provider.
pub async fn start(
    State(edge): State<Edge>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Query(begin): Query<Begin>,
) -> Response<Body> {
    let Some(outside) = edge.identity().outside() else {
        return nothing();
    };
    let address = from(&edge, peer, &headers);
    match edge.identity().begin_outside(edge.app(), outside, begin.device_id, address).await {
        Ok(began) => to(began.address.as_str(), Some(cookie(outside, &began.browser, began.seconds))),
        Err(refusal) => outcome::<()>(Err(refusal)),
    }
}

/// What the provider sends a browser back with.
#[derive(Deserialize)]
pub struct Back {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
}

/// `GET /auth/oidc/callback`: back to our own page, with a code that it takes its tokens against. The code stands behind `#`, which
/// no server and no log sees.
pub async fn callback(State(edge): State<Edge>, headers: HeaderMap, Query(back): Query<Back>) -> Response<Body> {
    let Some(outside) = edge.identity().outside() else {
        return nothing();
    };
    let Some(back) = returned(back, &headers) else {
        return outcome::<()>(Err(SignInRefusal::Failed));
    };
    match edge.identity().come_back(edge.app(), outside, back).await {
        Ok(code) => to(&format!("/#signed-in={code}"), None),
        Err(refusal) => outcome::<()>(Err(refusal)),
    }
}

fn returned(back: Back, headers: &HeaderMap) -> Option<Return> {
    Some(Return {
        state: back.state?,
        code: back.code?,
        issuer: back.iss,
        browser: cookie_of(headers)?,
    })
}

#[derive(Deserialize)]
struct Claim {
    code: String,
}

/// `POST /auth/oidc/claim`: our own tokens, once.
pub async fn claim(State(edge): State<Edge>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    if edge.identity().outside().is_none() {
        return nothing();
    }
    let claim = match read::<Claim>(&headers, &body) {
        Ok(claim) => claim,
        Err(status) => return answer::plain(status, RefusalCode::Invalid),
    };
    let Some(browser) = cookie_of(&headers) else {
        return outcome::<()>(Err(SignInRefusal::Failed));
    };
    outcome(edge.identity().hand_over(edge.app(), &claim.code, &browser).await)
}

fn nothing() -> Response<Body> {
    answer::plain(StatusCode::NOT_FOUND, RefusalCode::NotFound)
}

fn to(address: &str, cookie: Option<String>) -> Response<Body> {
    let mut response = answer::plain(StatusCode::SEE_OTHER, RefusalCode::Unauthenticated);
    *response.body_mut() = Body::empty();
    let values = [(LOCATION, Some(address.to_owned())), (SET_COOKIE, cookie)];
    for (name, value) in values.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        match HeaderValue::try_from(value) {
            Ok(value) => _ = response.headers_mut().insert(name, value),
            Err(cause) => return outcome::<()>(Err(SignInRefusal::Broken(Error::internal(cause)))),
        }
    }
    response
}

/// For our own pages below `/auth/oidc`, out of reach of scripts; a link from the provider brings it along, a foreign form does not.
fn cookie(outside: &Outside, browser: &str, seconds: u64) -> String {
    let secure = if outside.redirect.starts_with("https://") { "; Secure" } else { "" };
    format!("{COOKIE_NAME}={browser}; Path=/auth/oidc; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn cookie_of(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value.to_owned())
}
