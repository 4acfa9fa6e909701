//! From an executed request to the bytes of its answer, and the answers of requests that were not executed.

use async_graphql::{Response as GraphQlResponse, ServerError, Value};
use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use otop_schema::{Refusal, RefusalCode};
use serde::Serialize;

use super::guard::coded;
use super::negotiate::Media;
use crate::error::Error;

/// The most errors an answer lists.
pub const ERRORS: usize = 10;

/// An answer with `data`; what went wrong stands before it, where it is seen.
#[derive(Debug, Serialize)]
pub struct Executed<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    data: &'a Value,
}

impl<'a> From<&'a GraphQlResponse> for Executed<'a> {
    fn from(response: &'a GraphQlResponse) -> Self {
        Self {
            errors: &response.errors,
            data: &response.data,
        }
    }
}

/// An answer without `data`: the request was not executed.
#[derive(Serialize)]
pub struct Refused<'a> {
    /// Why.
    pub errors: &'a [ServerError],
}

/// Whether nothing was executed: syntax and validation name no path, whatever happens to a field does.
pub fn is_refused(response: &GraphQlResponse) -> bool {
    response.data == Value::Null && !response.errors.is_empty() && response.errors.iter().all(|error| error.path.is_empty())
}

/// Bounds the errors, and gives those of validation the code that programs match.
pub fn finished(mut response: GraphQlResponse) -> GraphQlResponse {
    response.errors.truncate(ERRORS);
    let errors = std::mem::take(&mut response.errors);
    response.errors = errors.into_iter().map(with_code).collect();
    response
}

fn with_code(error: ServerError) -> ServerError {
    let has_code = error.extensions.as_ref().is_some_and(|values| values.get("code").is_some());
    if has_code { error } else { coded(error, RefusalCode::Invalid) }
}

/// The HTTP answer of an executed request.
pub fn executed(media: Media, response: GraphQlResponse) -> Response<Body> {
    let response = finished(response);
    if is_refused(&response) {
        return json(media.refused(), media, &Refused { errors: &response.errors });
    }
    json(StatusCode::OK, media, &Executed::from(&response))
}

/// The answer of a request that was understood but is refused as a whole (syntax, limits, validation).
pub fn refused(media: Media, errors: Vec<ServerError>) -> Response<Body> {
    json(media.refused(), media, &Refused { errors: &errors })
}

/// The answer of a request that is none.
pub fn malformed(media: Media, status: StatusCode, message: &str) -> Response<Body> {
    let error = coded(ServerError::new(message, None), RefusalCode::Invalid);
    json(status, media, &Refused { errors: &[error] })
}

/// A body that could not be read: too large, or not what its encoding says.
pub fn unreadable(media: Media, status: StatusCode) -> Response<Body> {
    if status != StatusCode::PAYLOAD_TOO_LARGE {
        return malformed(media, StatusCode::BAD_REQUEST, "The body could not be read.");
    }
    let message = "คำขอใหญ่เกินไป / The body is larger than 1 MiB.";
    let error = error_of(&Refusal::new(RefusalCode::BatchTooLarge, message));
    json(status, media, &Refused { errors: &[error] })
}

/// A refusal as a GraphQL error.
pub fn error_of(refusal: &Refusal) -> ServerError {
    coded(ServerError::new(refusal.message.clone(), None), refusal.code)
}

/// Who asks is not known (any more).
pub fn unauthenticated(media: Media) -> Response<Body> {
    let mut response = json(
        StatusCode::UNAUTHORIZED,
        media,
        &Refused {
            errors: &[error_of(&sign_in_first())],
        },
    );
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

/// What a person does about it.
pub fn sign_in_first() -> Refusal {
    Refusal::new(RefusalCode::Unauthenticated, "โปรดเข้าสู่ระบบใหม่ / Please sign in again")
}

/// A mutation asked for by GET.
pub fn wrong_method(media: Media) -> Response<Body> {
    let mut response = malformed(
        media,
        StatusCode::METHOD_NOT_ALLOWED,
        "Only queries can be executed by GET; send a POST.",
    );
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
    response
}

fn json(status: StatusCode, media: Media, body: &impl Serialize) -> Response<Body> {
    let mut response = match serde_json::to_vec(body) {
        Ok(bytes) => Response::new(Body::from(bytes)),
        Err(cause) => {
            tracing::error!(%cause, "an answer could not be written");
            return plain(StatusCode::INTERNAL_SERVER_ERROR, RefusalCode::Internal);
        }
    };
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    response
}

/// Something of ours failed, whatever was asked for.
pub fn failed(error: &ServerError) -> Response<Body> {
    let errors = std::slice::from_ref(error);
    json(StatusCode::INTERNAL_SERVER_ERROR, Media::Json, &Refused { errors })
}

/// The answer of everything that is not GraphQL: `{"code": …}`.
pub fn plain(status: StatusCode, code: RefusalCode) -> Response<Body> {
    code_only(status, code.as_str())
}

/// The answer of everything that is not GraphQL, to an error.
pub fn failure(error: &Error) -> Response<Body> {
    if let Error::Internal(cause) = error {
        tracing::error!(cause, "a request failed");
    }
    plain(status_of(error.code()), error.code())
}

fn status_of(code: RefusalCode) -> StatusCode {
    use RefusalCode as Code;
    match code {
        Code::Unauthenticated | Code::ReauthenticationRequired => StatusCode::UNAUTHORIZED,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::Invalid | Code::BatchTooLarge | Code::QueryTooCostly => StatusCode::BAD_REQUEST,
        Code::MonthClosed | Code::MonthNotOpen | Code::CalendarMissing | Code::ReportLocked | Code::StaleDigest => StatusCode::CONFLICT,
        Code::WrongStatus | Code::VoteClosed | Code::RosterIncomplete | Code::CommitteeMissing | Code::OperationReused => {
            StatusCode::CONFLICT
        }
    }
}

/// The same with a code of its own.
pub fn code_only(status: StatusCode, code: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("{{\"code\":\"{code}\"}}")));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(Media::Json.content_type()));
    response
}
