//! The steps of a report's life, as people take them: each reads the digest first and then acts on it.

use serde_json::{Value, json};

use crate::client::{Answer, Person};

/// One district's report of one month.
#[derive(Clone)]
pub struct Report {
    /// Such as `2706:2023-02`.
    pub id: String,
}

const SHOWN: &str = "{ id status digest confirmation { number timeliness } }";

impl Report {
    /// The report of February 2566.
    pub fn february(district: &str) -> Self {
        Self {
            id: format!("{district}:2023-02"),
        }
    }

    /// Some fields of the report.
    pub async fn read(&self, person: &Person, fields: &str) -> Value {
        let (district, month) = self.id.split_once(':').expect("district:month");
        let query = format!("{{ report(district: \"{district}\", month: \"{month}\") {{ {fields} }} }}");
        person.ask(&query).await["report"].clone()
    }

    /// Its status.
    pub async fn status(&self, person: &Person) -> String {
        text(&self.read(person, "status").await["status"])
    }

    /// The digest of what stands there now.
    pub async fn digest(&self, person: &Person) -> String {
        text(&self.read(person, "digest").await["digest"])
    }

    /// The district offers the month to its committee.
    pub async fn submit(&self, person: &Person) -> Answer {
        self.act(person, "submitReport", "SubmitReportInput", json!({})).await
    }

    /// A member says that the figures are right.
    pub async fn certify(&self, person: &Person) -> Answer {
        self.act(person, "voteReport", "VoteReportInput", json!({ "choice": "CERTIFY" }))
            .await
    }

    /// A member says that they are not.
    pub async fn object(&self, person: &Person, reason: &str) -> Answer {
        self.act(
            person,
            "voteReport",
            "VoteReportInput",
            json!({ "choice": "OBJECT", "reason": reason }),
        )
        .await
    }

    /// The chair ends the vote.
    pub async fn close_vote(&self, person: &Person) -> Answer {
        self.act(person, "closeVote", "CloseVoteInput", json!({})).await
    }

    /// The CD officer signs form 2, on the last day of February.
    pub async fn sign(&self, person: &Person) -> Answer {
        self.act(
            person,
            "signReport",
            "SignReportInput",
            json!({ "mode": "ELECTRONIC", "signedOn": "2023-02-28" }),
        )
        .await
    }

    /// The same on paper.
    pub async fn sign_on_paper(&self, person: &Person) -> Answer {
        let input = json!({ "mode": "PAPER", "signedOn": "2023-02-28" });
        self.act(person, "signReport", "SignReportInput", input).await
    }

    /// The province registers the signed paper, which arrived on the last day of February.
    pub async fn receive(&self, person: &Person) -> Answer {
        let input = json!({ "registryNumber": "สก 0019/112", "receivedOn": "2023-02-28" });
        self.act(person, "receivePaper", "ReceivePaperInput", input).await
    }

    /// The secretary records that nobody but the chair came to a meeting.
    pub async fn adjourn(&self, person: &Person) -> Answer {
        let input = json!({ "meeting": self.meeting(person, 1, Value::Null).await });
        self.act(person, "recordAdjournment", "RecordAdjournmentInput", input).await
    }

    /// The secretary records that three members met and certified.
    pub async fn resolve(&self, person: &Person) -> Answer {
        let input = json!({ "meeting": self.meeting(person, 3, json!("CERTIFY")).await });
        self.act(person, "recordResolution", "RecordResolutionInput", input).await
    }

    /// A meeting of so many members, the chair among them, on the last day of February.
    async fn meeting(&self, person: &Person, members: usize, choice: Value) -> Value {
        let told = self.read(person, "electorate { personId }").await;
        let electorate = told["electorate"].as_array().expect("a list").iter();
        let attendance: Vec<Value> = electorate
            .take(members)
            .map(|elector| json!({ "personId": elector["personId"], "choice": choice }))
            .collect();
        json!({ "number": "1/2566", "heldOn": "2023-02-28", "place": "ที่ว่าการอำเภอ", "minutes": "สก 0117/44",
                "presidedBy": attendance[0]["personId"], "attendance": attendance })
    }

    /// The CD officer confirms, having checked forms 3 and 4.
    pub async fn confirm(&self, person: &Person) -> Answer {
        self.act(person, "confirmReport", "ConfirmReportInput", json!({ "checked": ["RT3", "RT4"] }))
            .await
    }

    /// Somebody sends it back.
    pub async fn send_back(&self, person: &Person, reason: &str) -> Answer {
        let input = json!({ "report": self.id, "reason": reason });
        self.mutate(person, "returnReport", "ReturnReportInput", input).await
    }

    /// Takes a step on the digest the person sees now.
    pub async fn act(&self, person: &Person, field: &str, kind: &str, more: Value) -> Answer {
        let digest = self.digest(person).await;
        self.act_on(person, &digest, field, kind, more).await
    }

    /// Takes a step on a digest, current or not.
    pub async fn act_on(&self, person: &Person, digest: &str, field: &str, kind: &str, more: Value) -> Answer {
        let mut input = json!({ "report": self.id, "digest": digest });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.mutate(person, field, kind, input).await
    }

    async fn mutate(&self, person: &Person, field: &str, kind: &str, input: Value) -> Answer {
        let document = format!("mutation ($input: {kind}!) {{ {field}(input: $input) {SHOWN} }}");
        person.ask_with(&document, json!({ "input": input })).await
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}
