//! What an HTTP answer means for the plan. Only JSON can be ours; a page of HTML is somebody else's network.

use std::time::Duration;

use serde::{Deserialize, de::DeserializeOwned};

use crate::plan::Answer;

#[derive(Deserialize)]
struct Body {
    data: Option<serde_json::Value>,
    #[serde(default)]
    errors: Vec<GraphqlError>,
}

#[derive(Deserialize)]
struct GraphqlError {
    message: String,
    #[serde(default)]
    extensions: Option<Extensions>,
}

#[derive(Deserialize)]
struct Extensions {
    code: Option<String>,
    rule: Option<String>,
}

/// Reads an answer: the data, or what else came.
///
/// # Errors
/// Everything that is not data.
pub fn read<T: DeserializeOwned>(status: u16, after: Option<Duration>, body: &[u8]) -> Result<T, Answer> {
    let parsed: Option<Body> = serde_json::from_slice(body).ok();
    if let Some(answer) = by_status(status, after, parsed.is_some()) {
        return Err(answer);
    }
    let Some(parsed) = parsed else { return Err(Answer::Foreign) };
    if let Some(error) = parsed.errors.first() {
        return Err(by_code(error, status, after));
    }
    let data = parsed.data.ok_or(Answer::Foreign)?;
    serde_json::from_value(data).map_err(|cause| Answer::Malformed(cause.to_string()))
}

fn by_status(status: u16, after: Option<Duration>, json: bool) -> Option<Answer> {
    match status {
        401 if json => Some(Answer::Unauthenticated),
        413 => Some(Answer::TooLarge(None)),
        // A proxy that wants its own sign-in first.
        511 => Some(Answer::Foreign),
        429 | 502 | 503 | 504 => Some(Answer::Busy(after)),
        500..=599 if !json => Some(Answer::Busy(after)),
        _ => None,
    }
}

fn by_code(error: &GraphqlError, status: u16, after: Option<Duration>) -> Answer {
    match error.extensions.as_ref().and_then(|extensions| extensions.code.as_deref()) {
        Some("UNAUTHENTICATED") => Answer::Unauthenticated,
        Some("RATE_LIMITED" | "UNAVAILABLE") => Answer::Busy(after),
        Some("BATCH_TOO_LARGE" | "QUERY_TOO_COSTLY") => Answer::TooLarge(limit(error)),
        Some("INTERNAL") => Answer::Failed,
        _ if status >= 500 => Answer::Failed,
        // A request error, or a code this program does not know: the batch is looked at piece by piece.
        _ => Answer::Malformed(error.message.clone()),
    }
}

/// The number of operations that the server takes at once, from the rule it names: `at-most-500`.
fn limit(error: &GraphqlError) -> Option<usize> {
    let rule = error.extensions.as_ref()?.rule.as_deref()?;
    rule.strip_prefix("at-most-")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        let error = |code: &str| format!(r#"{{"errors":[{{"message":"m","extensions":{{"code":"{code}"}}}}]}}"#);
        let html = "<html>Welcome to the hotel</html>".to_owned();
        let portal = r#"{"login":"https://hotel.example"}"#.to_owned();
        let many = r#"{"errors":[{"message":"m","extensions":{"code":"BATCH_TOO_LARGE","rule":"at-most-200"}}]}"#.to_owned();
        let table: [(u16, String, Answer); 14] = [
            (200, html.clone(), Answer::Foreign),
            (302, html.clone(), Answer::Foreign),
            (401, html.clone(), Answer::Foreign),
            (511, html.clone(), Answer::Foreign),
            (502, html, Answer::Busy(None)),
            (200, portal, Answer::Foreign),
            (400, many, Answer::TooLarge(Some(200))),
            (401, error("UNAUTHENTICATED"), Answer::Unauthenticated),
            (200, error("UNAUTHENTICATED"), Answer::Unauthenticated),
            (429, error("RATE_LIMITED"), Answer::Busy(None)),
            (413, String::new(), Answer::TooLarge(None)),
            (200, error("INTERNAL"), Answer::Failed),
            (400, error("OF_TOMORROW"), Answer::Malformed("m".into())),
            (200, "{}".into(), Answer::Foreign),
        ];
        for (status, body, expected) in table {
            assert_eq!(read::<u8>(status, None, body.as_bytes()), Err(expected), "{status} {body}");
        }
        assert_eq!(read::<u8>(200, None, br#"{"data":7}"#), Ok(7));
    }
}
