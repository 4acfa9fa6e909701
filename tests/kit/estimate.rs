//! The steps of a year's estimate, as people take them: each reads the digest first and then acts on it.

use serde_json::{Value, json};

use crate::client::{Answer, Person};
use crate::device::Device;

/// One district's estimate of fiscal year 2566.
#[derive(Clone)]
pub struct Estimate {
    /// Such as `2706:2566`.
    pub id: String,
}

const SHOWN: &str = "{ id status digest timeliness acceptedRevision paper }";

impl Estimate {
    /// The estimate of 2566.
    pub fn of(district: &str) -> Self {
        Self {
            id: format!("{district}:2566"),
        }
    }

    /// Some fields of the estimate.
    pub async fn read(&self, person: &Person, fields: &str) -> Value {
        let (district, year) = self.id.split_once(':').expect("district:year");
        let query = format!("{{ estimate(district: \"{district}\", fiscalYear: {year}) {{ {fields} }} }}");
        person.ask(&query).await["estimate"].clone()
    }

    /// Its status.
    pub async fn status(&self, person: &Person) -> String {
        text(&self.read(person, "status").await["status"])
    }

    /// The digest of what stands there now.
    pub async fn digest(&self, person: &Person) -> String {
        text(&self.read(person, "digest").await["digest"])
    }

    /// A figure of a period as an operation, over the version the person saw.
    pub fn enter(device: &mut Device, producer: &str, period: i32, amount: Option<&str>, version: i32) -> Value {
        let change = json!({ "estimate": { "producerId": producer, "fiscalYear": 2566, "period": period, "amount": amount } });
        device.operation(json!({ "version": version }), change)
    }

    /// Every producer of the year that has none gets the same amount in each quarter.
    pub async fn fill(&self, person: &Person, amount: &str) {
        let told = self.read(person, "missing { id }").await;
        let mut device = Device::of(person);
        let mut edits = Vec::new();
        for producer in told["missing"].as_array().expect("a list") {
            let producer = text(&producer["id"]);
            edits.extend((1..=4).map(|quarter| Self::enter(&mut device, &producer, quarter, Some(amount), 0)));
        }
        for batch in edits.chunks(500) {
            let results = device.push(batch).await;
            assert!(results.iter().all(|result| result["outcome"] == "APPLIED"), "{results:?}");
        }
    }

    /// The district offers it to its committee.
    pub async fn submit(&self, person: &Person) -> Answer {
        self.act(person, "submitEstimate", "SubmitEstimateInput", json!({})).await
    }

    /// A member says that it is right.
    pub async fn certify(&self, person: &Person) -> Answer {
        self.act(person, "voteEstimate", "VoteEstimateInput", json!({ "choice": "CERTIFY" }))
            .await
    }

    /// A member says that it is not.
    pub async fn object(&self, person: &Person, reason: &str) -> Answer {
        let input = json!({ "choice": "OBJECT", "reason": reason });
        self.act(person, "voteEstimate", "VoteEstimateInput", input).await
    }

    /// The CD officer signs it and sends it to the province.
    pub async fn send(&self, person: &Person, signed_on: &str) -> Answer {
        let input = json!({ "mode": "PAPER", "signedOn": signed_on });
        self.act(person, "sendEstimate", "SendEstimateInput", input).await
    }

    /// The province registers the signed paper.
    pub async fn receive(&self, person: &Person, received_on: &str) -> Answer {
        let input = json!({ "registryNumber": "สก 0019/98", "receivedOn": received_on });
        self.act(person, "receiveEstimate", "ReceiveEstimateInput", input).await
    }

    /// Somebody sends it back.
    pub async fn send_back(&self, person: &Person, reason: &str) -> Answer {
        let input = json!({ "estimate": self.id, "reason": reason });
        self.mutate(person, "returnEstimate", "ReturnEstimateInput", input).await
    }

    /// The department lets a revision count.
    pub async fn accept(&self, person: &Person, revision: i32, reason: &str) -> Answer {
        let input = json!({ "estimate": self.id, "revision": revision, "reason": reason });
        self.mutate(person, "acceptEstimate", "AcceptEstimateInput", input).await
    }

    /// Takes a step on the digest the person sees now.
    pub async fn act(&self, person: &Person, field: &str, kind: &str, more: Value) -> Answer {
        let digest = self.digest(person).await;
        self.act_on(person, &digest, field, kind, more).await
    }

    /// Takes a step on a digest, current or not.
    pub async fn act_on(&self, person: &Person, digest: &str, field: &str, kind: &str, more: Value) -> Answer {
        let mut input = json!({ "estimate": self.id, "digest": digest });
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
