//! Which web pages may speak to us. A browser says where a page came from; programs say nothing and are let through.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use otop_schema::RefusalCode;

use super::{Edge, answer};

/// Refuses pages of other origins before anything else, and answers the browser's question whether a page may ask.
pub async fn check(State(edge): State<Edge>, request: Request, next: Next) -> Response<Body> {
    let Some(origin) = request.headers().get(ORIGIN).cloned() else {
        return next.run(request).await;
    };
    if !is_allowed(&origin, request.headers(), edge.origins()) {
        return answer::plain(StatusCode::FORBIDDEN, RefusalCode::Forbidden);
    }
    let mut response = match request.method() {
        &Method::OPTIONS => preflight(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("x-request-id, retry-after"));
    headers.append(VARY, HeaderValue::from_static("origin"));
    response
}

fn preflight() -> Response<Body> {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT"));
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization, content-type, content-encoding, content-range, accept, x-request-id"),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}

/// Our own host by either scheme, or one of the allowed origins. `null` (a file, a sandbox) is nobody's.
fn is_allowed(origin: &HeaderValue, headers: &HeaderMap, allowed: &[String]) -> bool {
    let Ok(origin) = origin.to_str().map(str::to_ascii_lowercase) else {
        return false;
    };
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let own = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    (!host.is_empty() && own == Some(host.as_str())) || allowed.contains(&origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(origin: &'static str, host: &'static str) -> bool {
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
        is_allowed(&HeaderValue::from_static(origin), &headers, &["https://otop.go.th".to_owned()])
    }

    #[test]
    fn our_own_pages_and_the_allowed_ones_may_ask() {
        assert!(allowed("http://localhost:8080", "localhost:8080"));
        assert!(allowed("https://OTOP.go.th", "api.otop.go.th"));
        assert!(!allowed("https://evil.example", "localhost:8080"));
        assert!(!allowed("http://localhost:8081", "localhost:8080"));
        assert!(!allowed("null", "localhost:8080"));
        assert!(!allowed("null", ""));
    }
}
