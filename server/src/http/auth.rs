//! `/auth`: sign-in, another password, the password once more, the next pair of tokens, sign-out. Outside GraphQL, so that `/graphql` has no anonymous caller.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use otop_schema::RefusalCode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Edge, address, answer, graphql, negotiate};
use crate::error::Error;
use crate::identity::{Claims, PasswordChange, SignIn, SignInRefusal};

type Peer = ConnectInfo<SocketAddr>;

/// `POST /auth/login`
pub async fn login(State(edge): State<Edge>, ConnectInfo(peer): Peer, headers: HeaderMap, body: Bytes) -> Response<Body> {
    match read::<SignIn>(&headers, &body) {
        Ok(asked) => outcome(edge.identity().sign_in(edge.app(), asked, from(&edge, peer, &headers)).await),
        Err(status) => answer::plain(status, RefusalCode::Invalid),
    }
}

/// `POST /auth/password`: another password, and a sign-in by it.
pub async fn password(State(edge): State<Edge>, ConnectInfo(peer): Peer, headers: HeaderMap, body: Bytes) -> Response<Body> {
    match read::<PasswordChange>(&headers, &body) {
        Ok(asked) => outcome(
            edge.identity()
                .change_password(edge.app(), asked, from(&edge, peer, &headers))
                .await,
        ),
        Err(status) => answer::plain(status, RefusalCode::Invalid),
    }
}

#[derive(Deserialize)]
struct Again {
    password: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Renewed {
    access_token: String,
    expires_at: DateTime<Utc>,
}

/// `POST /auth/reauthenticate`: the password once more, with the access token of the sign-in it is typed for.
pub async fn reauthenticate(State(edge): State<Edge>, ConnectInfo(peer): Peer, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let again = match read::<Again>(&headers, &body) {
        Ok(again) => again,
        Err(status) => return answer::plain(status, RefusalCode::Invalid),
    };
    let claims = match signed_in(&edge, &headers).await {
        Ok(Some(claims)) => claims,
        Ok(None) => return answer::plain(StatusCode::UNAUTHORIZED, RefusalCode::Unauthenticated),
        Err(error) => return broken(error),
    };
    let renewed = edge
        .identity()
        .reauthenticate(edge.app(), &claims, again.password, from(&edge, peer, &headers));
    outcome(renewed.await.map(|(access_token, expires_at)| Renewed { access_token, expires_at }))
}

/// What the access token of a sign-in that stands says.
async fn signed_in(edge: &Edge, headers: &HeaderMap) -> Result<Option<Claims>, Error> {
    let Some(token) = graphql::bearer(headers) else { return Ok(None) };
    Ok(edge.caller_of(token).await?.map(|(_, claims)| claims))
}

pub(super) fn from(edge: &Edge, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    address::of(peer.ip(), headers, edge.trusted_proxies())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Presented {
    refresh_token: String,
}

/// `POST /auth/refresh`
pub async fn refresh(State(edge): State<Edge>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    match read::<Presented>(&headers, &body) {
        Ok(presented) => outcome(edge.identity().refresh(edge.app(), &presented.refresh_token).await),
        Err(status) => answer::plain(status, RefusalCode::Invalid),
    }
}

/// `POST /auth/logout`: also for a token that is not known any more.
pub async fn logout(State(edge): State<Edge>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let presented = match read::<Presented>(&headers, &body) {
        Ok(presented) => presented,
        Err(status) => return answer::plain(status, RefusalCode::Invalid),
    };
    match edge.identity().sign_out(edge.app(), &presented.refresh_token).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => broken(error),
    }
}

pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, StatusCode> {
    if !negotiate::is_json(headers) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_json::from_slice(body).map_err(|_| StatusCode::BAD_REQUEST)
}

pub(super) fn outcome<Given: Serialize>(given: Result<Given, SignInRefusal>) -> Response<Body> {
    match given {
        Ok(given) => Json(given).into_response(),
        Err(SignInRefusal::MustChange) => answer::code_only(StatusCode::FORBIDDEN, "PASSWORD_CHANGE_REQUIRED"),
        Err(SignInRefusal::Refused(refusal)) => (StatusCode::BAD_REQUEST, Json(refusal)).into_response(),
        Err(SignInRefusal::Failed) => answer::code_only(StatusCode::UNAUTHORIZED, "SIGN_IN_FAILED"),
        Err(SignInRefusal::Wait(time)) => wait(time),
        Err(SignInRefusal::Broken(error)) => broken(error),
    }
}

fn wait(time: Duration) -> Response<Body> {
    let mut response = answer::plain(StatusCode::TOO_MANY_REQUESTS, RefusalCode::RateLimited);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(time.as_secs() + 1));
    response
}

fn broken(error: Error) -> Response<Body> {
    match error {
        Error::Refused(refusal) if refusal.code == RefusalCode::Unavailable => answer::plain(StatusCode::SERVICE_UNAVAILABLE, refusal.code),
        Error::Contended => answer::plain(StatusCode::SERVICE_UNAVAILABLE, RefusalCode::Unavailable),
        Error::Refused(refusal) => answer::plain(StatusCode::BAD_REQUEST, refusal.code),
        Error::Internal(cause) => {
            tracing::error!(cause, "sign-in failed");
            answer::plain(StatusCode::INTERNAL_SERVER_ERROR, RefusalCode::Internal)
        }
    }
}
