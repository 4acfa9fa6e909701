//! Which of the two media types an answer is written in, as the GraphQL-over-HTTP specification has it.

use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};

/// How an answer is written, and therefore which status a refused request has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status tells whether the request was executed.
    GraphQl,
    /// `application/json`: a well-formed request is answered 200, for clients of before.
    Json,
}

impl Media {
    /// The best that `Accept` allows; without one, and for `*/*`, plain JSON. `None` when neither is accepted.
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        let ranges: Vec<&str> = headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        if ranges.is_empty() {
            return Some(Self::Json);
        }
        // Of equal weight the more telling one wins, unless only a wildcard asked for it.
        let graphql = weight(&ranges, &["application/graphql-response+json"]);
        let json = weight(&ranges, &["application/json", "application/*", "*/*"]);
        match (graphql, json) {
            (0, 0) => None,
            (graphql, json) if graphql >= json => Some(Self::GraphQl),
            _ => Some(Self::Json),
        }
    }

    /// The header of an answer.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The status of a document that was understood as a request but not executed.
    pub fn refused(self) -> StatusCode {
        match self {
            Self::GraphQl => StatusCode::BAD_REQUEST,
            Self::Json => StatusCode::OK,
        }
    }
}

/// The weight, in thousandths, of the most specific of `names` that is listed (`names` go from specific to general).
fn weight(ranges: &[&str], names: &[&str]) -> u32 {
    let listed = names.iter().find_map(|name| ranges.iter().find_map(|range| quality(range, name)));
    listed.unwrap_or(0)
}

fn quality(range: &str, name: &str) -> Option<u32> {
    let mut parts = range.split(';').map(str::trim);
    parts.next().filter(|own| own.eq_ignore_ascii_case(name))?;
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some(quality.map_or(1000, thousandths))
}

/// `0.75` as 750; what cannot be read counts as 0.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction:0<3}");
    digits.parse().map_or(0, |weight: u32| weight.min(1000))
}

/// Whether a body claims to be JSON in UTF-8, the only kind we read: a page of another origin cannot send it without asking.
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = value.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|kind| kind == "application/json");
    is_json
        && parts
            .all(|part| !part.starts_with("charset=") || matches!(part.trim_start_matches("charset=").trim_matches('"'), "utf-8" | "utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn media(accept: &'static str) -> Option<Media> {
        Media::accepted(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn the_client_chooses() {
        assert_eq!(Media::accepted(&HeaderMap::new()), Some(Media::Json));
        assert_eq!(media("*/*"), Some(Media::Json));
        assert_eq!(media("application/*"), Some(Media::Json));
        assert_eq!(media("application/json"), Some(Media::Json));
        assert_eq!(media("application/graphql-response+json"), Some(Media::GraphQl));
        assert_eq!(
            media("application/graphql-response+json; charset=utf-8, application/json; q=0.9"),
            Some(Media::GraphQl)
        );
        assert_eq!(
            media("application/graphql-response+json;q=0.5, application/json"),
            Some(Media::Json)
        );
        assert_eq!(media("application/graphql-response+json, application/json"), Some(Media::GraphQl));
        assert_eq!(media("text/html, */*;q=0.1"), Some(Media::Json));
        assert_eq!(media("text/html"), None);
        assert_eq!(media("application/json;q=0, text/html"), None);
    }

    #[test]
    fn only_json_bodies_are_read() {
        let says = |kind: &'static str| is_json(&HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]));
        assert!(says("application/json"));
        assert!(says("application/JSON; charset=utf-8"));
        assert!(!says("application/json; charset=utf-16"));
        assert!(!says("text/plain"));
        assert!(!says("multipart/form-data; boundary=x"));
        assert!(!is_json(&HeaderMap::new()));
    }
}
