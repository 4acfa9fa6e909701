//! `/forms`: forms as pages, workbooks and tables, for those who read the place. `/check`: what a print's code leads to, for anybody.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use otop_schema::RefusalCode;
use otop_schema::form::{Digits, Figures, PageOptions, Wanted, check_page, csv, page, workbook};
use serde::Deserialize;

use super::{Edge, answer};
use crate::error::{Error, Result};
use crate::form::{self, Checked, Standing};

/// A page has its own style, font and code in it, and nothing else.
const PAGE_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'none'");

/// What the address of a form says beside its path.
#[derive(Debug, Deserialize)]
pub struct Options {
    /// รต.๑: of which producer.
    producer: Option<String>,
    /// The consolidation's number.
    number: Option<i32>,
    /// `thai` for ๐๑๒๓.
    digits: Option<String>,
}

/// As what a form is wanted.
enum Ending {
    Html,
    Xlsx,
    Csv,
}

/// `GET /forms/{form}/{area}/{time}.{html|xlsx|csv}`
pub async fn form(
    State(edge): State<Edge>,
    Path((kind, area, file)): Path<(String, String, String)>,
    options: std::result::Result<Query<Options>, QueryRejection>,
    headers: HeaderMap,
) -> Response<Body> {
    let caller = match edge.signed_in(&headers).await {
        Ok(caller) => Arc::new(caller),
        Err(error) => return answer::failure(&error),
    };
    let drawn = async {
        let Query(options) = options.map_err(|_| Error::invalid("query", "format", "พารามิเตอร์ไม่ถูกต้อง / The parameters cannot be read"))?;
        let (wanted, ending) = read(&kind, &area, &file, &options)?;
        let figures = form::figures(edge.schema(), edge.app(), caller, &wanted).await?;
        drawn(&edge, &wanted, &figures, &ending, &Drawing::of(&edge, &options, &headers)?)
    };
    drawn.await.unwrap_or_else(|error| answer::failure(&error))
}

fn read(kind: &str, area: &str, file: &str, options: &Options) -> Result<(Wanted, Ending)> {
    let (span, ending) = file.rsplit_once('.').ok_or_else(|| Error::not_found("form"))?;
    let ending = match ending {
        "html" => Ending::Html,
        "xlsx" => Ending::Xlsx,
        "csv" => Ending::Csv,
        _ => return Err(Error::not_found("form")),
    };
    let producer = options
        .producer
        .as_deref()
        .map(|id| id.parse().map_err(|_| Error::not_found("producer")));
    let wanted = Wanted {
        producer: producer.transpose()?,
        number: options.number,
        ..Wanted::read(kind, area, span)?
    };
    Ok((wanted, ending))
}

/// How it is drawn for this request.
struct Drawing {
    digits: Digits,
    check_at: Option<String>,
}

impl Drawing {
    fn of(edge: &Edge, options: &Options, headers: &HeaderMap) -> Result<Self> {
        let digits = match options.digits.as_deref() {
            None | Some("arabic") => Digits::Arabic,
            Some("thai") => Digits::Thai,
            Some(_) => return Err(Error::invalid("digits", "one-of", "ใช้ thai หรือ arabic / Write thai or arabic")),
        };
        let check_at = edge.layouts().public_url.clone().or_else(|| asked_at(headers));
        Ok(Self { digits, check_at })
    }
}

/// Where we were asked, for an installation that does not say where it is.
pub fn asked_at(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok()?;
    Some(format!("http://{host}"))
}

fn drawn(edge: &Edge, wanted: &Wanted, figures: &Figures, ending: &Ending, drawing: &Drawing) -> Result<Response<Body>> {
    let template = edge.layouts().of(wanted.kind)?;
    let check_at = drawing.check_at.clone();
    Ok(match ending {
        Ending::Html => {
            let options = PageOptions {
                digits: drawing.digits,
                check_at,
            };
            html(StatusCode::OK, page(template, figures, &options))
        }
        Ending::Xlsx => {
            let bytes = workbook(template, figures, check_at.as_deref()).map_err(Error::internal)?;
            file(
                wanted,
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes,
            )
        }
        Ending::Csv => file(wanted, "csv", "text/csv; charset=utf-8", csv(template, figures)),
    })
}

fn html(status: StatusCode, page: String) -> Response<Body> {
    let mut response = (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, PAGE_POLICY);
    response
}

/// Names of forms are letters, digits and hyphens: they need no quoting of their own.
fn file(wanted: &Wanted, ending: &str, kind: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let name = format!("attachment; filename=\"{}.{ending}\"", wanted.file_name());
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response()
}

/// `GET /check/{digest}`: a page for people, JSON for programs that ask for it.
pub async fn check(State(edge): State<Edge>, Path(digest): Path<String>, headers: HeaderMap) -> Response<Body> {
    let wants_json = headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.starts_with("application/json"));
    match checked(&edge, &digest).await {
        Err(error) => answer::failure(&error),
        Ok(Some(checked)) if wants_json => Json(checked).into_response(),
        Ok(None) if wants_json => answer::plain(StatusCode::NOT_FOUND, RefusalCode::NotFound),
        Ok(Some(checked)) => html(StatusCode::OK, told(checked)),
        Ok(None) => html(StatusCode::NOT_FOUND, unknown()),
    }
}

async fn checked(edge: &Edge, digest: &str) -> Result<Option<Checked>> {
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_digest {
        return Ok(None);
    }
    form::check(&mut *edge.app().connection().await?, digest).await
}

fn told(checked: Checked) -> String {
    let (heading, english) = match checked.state {
        Standing::Current => ("ฉบับปัจจุบัน", "These are the figures that hold."),
        Standing::Superseded => ("มีฉบับใหม่กว่า", "There are later figures: this print no longer holds."),
        Standing::Unconfirmed => ("ยังไม่ยืนยันข้อมูล", "Not confirmed yet."),
    };
    let version = checked.version.map(|number| format!("ฉบับที่ {number} / Version {number}"));
    let lines: Vec<String> = version.into_iter().chain([english.to_owned()]).collect();
    check_page(heading, &lines)
}

fn unknown() -> String {
    let lines = [
        "ร่างที่ยังไม่เสนอ หรือค่าที่พิมพ์ผิด".to_owned(),
        "Nothing is known by this value: a draft that was not submitted, or a slip of the hand.".to_owned(),
    ];
    check_page("ไม่พบค่าตรวจสอบนี้", &lines)
}
