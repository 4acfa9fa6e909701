//! `/auth`: sign-in, the next pair of tokens, sign-out. Outside GraphQL, so that `/graphql` has no anonymous caller.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use otop_schema::RefusalCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Edge, answer, negotiate};
use crate::error::Error;
use crate::identity::{SignIn, SignInRefusal, Tokens};

/// `POST /auth/login`
pub async fn login(
    State(edge): State<Edge>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    match read::<SignIn>(&headers, &body) {
        Ok(asked) => outcome(edge.identity().sign_in(edge.app(), asked, from.ip()).await),
        Err(status) => answer::plain(status, RefusalCode::Invalid),
    }
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

fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, StatusCode> {
    if !negotiate::is_json(headers) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_json::from_slice(body).map_err(|_| StatusCode::BAD_REQUEST)
}

fn outcome(tokens: Result<Tokens, SignInRefusal>) -> Response<Body> {
    match tokens {
        Ok(tokens) => Json(tokens).into_response(),
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
