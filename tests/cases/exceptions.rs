//! A district asks for an exception, its province says what it thinks, the department decides; after a flood it opens a province at once.

use kit::office::Office;
use serde_json::{Value, json};

const SHOWN: &str = "id district state reason endorsement endorsedBy refusal";

/// Somebody does something with an exception: what came of it, or the code and the rule of the refusal.
async fn act(office: &Office, who: &str, field: &str, kind: &str, input: Value, shown: &str) -> Value {
    let document = format!("mutation ($input: {kind}!) {{ {field}(input: $input) {{ {shown} }} }}");
    let answer = office.person(who).await.ask_with(&document, json!({ "input": input })).await;
    match answer.code() {
        "-" => answer.data()[field].clone(),
        code => json!([code, answer.0["errors"][0]["extensions"]["rule"]]),
    }
}

fn wish(district: &str) -> Value {
    json!({ "district": district, "month": "2023-02", "until": "2023-03-08T00:00:00+07:00", "reason": "ไฟฟ้าดับ", "reopen": false })
}

async fn ask(office: &Office, who: &str, district: &str) -> Value {
    act(office, who, "requestException", "RequestExceptionInput", wish(district), SHOWN).await
}

async fn endorse(office: &Office, who: &str, request: &Value) -> Value {
    let input = json!({ "request": request, "endorsement": "เห็นควรอนุมัติ" });
    act(office, who, "endorseException", "EndorseExceptionInput", input, SHOWN).await
}

async fn decline(office: &Office, who: &str, request: &Value) -> Value {
    let input = json!({ "request": request, "reason": "พ้นกำหนดแล้ว" });
    act(office, who, "declineException", "DeclineExceptionInput", input, SHOWN).await
}

async fn grant(office: &Office, district: &str, request: &Value) -> Value {
    let mut input = wish(district);
    input["request"] = request.clone();
    act(office, "department", "grantException", "GrantExceptionInput", input, "district").await
}

/// The states of the requests that somebody is told of in an area.
async fn told(office: &Office, who: &str, area: &str, waiting: bool) -> Value {
    let document = format!("{{ exceptionRequests(area: \"{area}\", waiting: {waiting}) {{ state }} }}");
    let answer = office.person(who).await.ask(&document).await;
    match answer.code() {
        "-" => answer.data()["exceptionRequests"].clone(),
        code => json!(code),
    }
}

/// What happened to the report, in order, as far as it is about exceptions.
async fn events(office: &Office, district: &str) -> Vec<String> {
    let query = format!(
        "SELECT kind FROM event WHERE area = '{district}' AND month = '2023-02-01' AND kind LIKE 'EXCEPTION%' ORDER BY chain_index"
    );
    office.database.column(&query).await
}

/// A district office after the close.
async fn closed() -> Office {
    let office = Office::open().await;
    office.database.at("2023-03-06T09:00").await;
    office
}

#[tokio::test]
async fn a_request_goes_through_the_province_to_the_department() {
    let office = closed().await;
    let asked = ask(&office, "officer.2706", "2706").await;
    assert_eq!(asked["state"], "REQUESTED", "{asked}");
    let request = &asked["id"];
    assert_eq!(ask(&office, "officer.2706", "2706").await, json!(["INVALID", "one"]));
    assert_eq!(ask(&office, "entry.2706", "2706").await, json!(["FORBIDDEN", "role"]));
    let endorsed = endorse(&office, "province.27", request).await;
    assert_eq!(
        (&endorsed["state"], &endorsed["endorsement"]),
        (&json!("ENDORSED"), &json!("เห็นควรอนุมัติ"))
    );
    assert_eq!(told(&office, "department", "TH", true).await, json!([{ "state": "ENDORSED" }]));
    assert_eq!(
        grant(&office, "2701", request).await,
        json!(["NOT_FOUND", null]),
        "another district's"
    );
    assert_eq!(grant(&office, "2706", request).await["district"], "2706");
    assert_eq!(told(&office, "entry.2706", "2706", false).await, json!([{ "state": "GRANTED" }]));
    assert_eq!(told(&office, "entry.2706", "2706", true).await, json!([]));
    assert_eq!(grant(&office, "2706", request).await, json!(["INVALID", "waiting"]));
    let kinds = ["EXCEPTION_REQUESTED", "EXCEPTION_ENDORSED", "EXCEPTION_GRANTED"];
    assert_eq!(events(&office, "2706").await, kinds);
}

#[tokio::test]
async fn a_request_is_declined_with_words_and_may_be_asked_again() {
    let office = closed().await;
    let request = ask(&office, "officer.2706", "2706").await["id"].clone();
    assert_eq!(decline(&office, "province.27", &request).await, json!(["FORBIDDEN", "role"]));
    let declined = decline(&office, "department", &request).await;
    assert_eq!(
        (&declined["state"], &declined["refusal"]),
        (&json!("DECLINED"), &json!("พ้นกำหนดแล้ว"))
    );
    assert_eq!(endorse(&office, "province.27", &request).await, json!(["INVALID", "waiting"]));
    assert_eq!(ask(&office, "officer.2706", "2706").await["state"], "REQUESTED");
}

#[tokio::test]
async fn requests_of_elsewhere_are_as_if_they_were_not() {
    let office = closed().await;
    let request = ask(&office, "officer.2706", "2706").await["id"].clone();
    let unknown = json!("00000000-0000-7000-8000-000000000000");
    for who in ["officer.2701", "member1.2706", "viewer"] {
        let (foreign, nowhere) = (endorse(&office, who, &request).await, endorse(&office, who, &unknown).await);
        assert_eq!(
            (&foreign, &nowhere),
            (&json!(["NOT_FOUND", null]), &json!(["NOT_FOUND", null])),
            "{who}"
        );
    }
    assert_eq!(told(&office, "officer.2701", "2706", true).await, "NOT_FOUND");
    assert_eq!(told(&office, "viewer", "27", true).await, "NOT_FOUND");
}

#[tokio::test]
async fn a_province_is_opened_at_once() {
    let office = closed().await;
    let input = json!({ "area": "27", "month": "2023-02", "until": "2023-03-08T00:00:00+07:00", "reason": "น้ำท่วม", "reopen": true });
    let grant = async |who: &str, input: &Value| {
        let kind = "GrantExceptionsInput";
        act(&office, who, "grantExceptions", kind, input.clone(), "district until").await
    };
    assert_eq!(grant("province.27", &input).await, json!(["NOT_FOUND", null]));
    let granted = grant("department", &input).await;
    let districts: Vec<&str> = granted
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["district"].as_str())
        .collect();
    assert_eq!(districts, ["2701", "2702", "2703", "2704", "2705", "2706", "2707", "2708", "2709"]);
    assert_eq!(events(&office, "2709").await, ["EXCEPTION_GRANTED"]);
    let locked = "report WHERE month = '2023-02-01' AND status NOT IN ('DRAFT', 'RETURNED')";
    assert_eq!(office.count(locked).await, "0");
    let past = json!({ "area": "27", "month": "2023-02", "until": "2023-03-06T08:00:00+07:00", "reason": "น้ำท่วม", "reopen": false });
    assert_eq!(grant("department", &past).await, json!(["INVALID", "future"]));
    let nowhere = json!({ "area": "98", "month": "2023-02", "until": "2023-03-08T00:00:00+07:00", "reason": "น้ำท่วม", "reopen": false });
    assert_eq!(grant("department", &nowhere).await, json!(["NOT_FOUND", null]));
}
