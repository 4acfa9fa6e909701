//! A month: recorded and certified on its last day, signed, received and confirmed on the 2nd, closed and sent on the 6th.

use chrono::{Months, NaiveDate};
use futures_util::future::join_all;
use kit::device::Device;
use kit::report::Report;
use otop_server::consolidation::draft_closed_month;
use serde_json::{Value, json};

use super::office::{District, Province};

/// The last day of a month and days of the next.
pub fn last_day(month: &str) -> NaiveDate {
    next(month, 1).pred_opt().expect("a day before")
}

fn next(month: &str, day: u32) -> NaiveDate {
    let first: NaiveDate = format!("{month}-01").parse().expect("a month");
    first
        .checked_add_months(Months::new(1))
        .and_then(|first| chrono::Datelike::with_day(&first, day))
        .expect("a day")
}

/// Who may vote.
pub const ELECTORATE: &str = "electorate { personId isChair }";

/// All three members met and agree.
pub fn meeting(told: &Value, number: &str, day: NaiveDate) -> Value {
    let electorate = told["electorate"].as_array().expect("a list");
    let chair = electorate.iter().find(|elector| elector["isChair"] == true).expect("a chair");
    let attendance: Vec<Value> = electorate
        .iter()
        .map(|elector| json!({ "personId": elector["personId"], "choice": "CERTIFY" }))
        .collect();
    json!({ "number": format!("{number}/1"), "heldOn": day, "place": "ที่ว่าการอำเภอ", "minutes": "รายงานการประชุม",
            "presidedBy": chair["personId"], "attendance": attendance })
}

/// 2709 confirms March on the 4th.
const LATE: (&str, &str) = ("2709", "2023-03");

impl Province {
    /// Every district, the last day of the month: the figures are recorded, submitted and certified in a meeting.
    pub async fn record_and_certify(&self, index: usize, month: &str) {
        self.database.at(&format!("{}T10:00", last_day(month))).await;
        join_all(self.districts.iter().map(|district| async {
            district.record(index, month).await;
            district.certify_on_paper(month, last_day(month)).await;
        }))
        .await;
    }

    /// On the 2nd; a late district on the 4th.
    pub async fn sign_receive_and_confirm(&self, month: &str) {
        self.database.at(&format!("{}T09:00", next(month, 2))).await;
        let day = next(month, 2);
        join_all(self.districts.iter().map(|district| async {
            district.sign_on_paper(month, day).await;
            district.received(month, day, &self.officer).await;
            if (district.line.district, month) != LATE {
                assert_eq!(district.confirm(month).await, "ON_TIME", "{} {month}", district.line.district);
            }
        }))
        .await;
        if month == LATE.1 {
            self.database.at(&format!("{}T09:00", next(month, 4))).await;
            assert_eq!(self.districts[8].confirm(month).await, "LATE");
        }
    }

    /// On the 6th: nothing of the province is open, a node drafts, the department consolidates and sends two letters.
    pub async fn close(&self, month: &str) {
        self.database.at(&format!("{}T09:00", next(month, 6))).await;
        let late = if month == LATE.1 { json!([["LATE"]]) } else { json!([]) };
        assert_eq!(self.pending(month).await, late, "{month}");
        draft_closed_month(&self.app).await.unwrap_or_else(|error| panic!("{error:?}"));
        let made = self.consolidate(month).await;
        assert_eq!(made["number"], 1);
        self.send(month, 1, next(month, 6)).await;
    }

    /// What the districts of the province still owe.
    async fn pending(&self, month: &str) -> Value {
        let query = format!("{{ province(code: \"27\") {{ checklist(month: \"{month}\") {{ pending }} }} }}");
        let told = self.officer.ask(&query).await["province"]["checklist"].clone();
        let lines = told.as_array().expect("a list").iter().map(|line| line["pending"].clone());
        lines.filter(|pending| *pending != json!([])).collect()
    }

    pub async fn consolidate(&self, month: &str) -> Value {
        let document = format!(
            "mutation {{ consolidateMonth(input: {{ month: \"{month}\" }}) {{ number official districts {{ district difference }} }} }}"
        );
        self.department.ask(&document).await["consolidateMonth"].clone()
    }

    /// Both letters about a consolidation.
    pub async fn send(&self, month: &str, number: i32, day: NaiveDate) {
        for recipient in ["OPDC", "MINISTRY"] {
            let letter = format!("มท 0405.2/{month}-{number}-{recipient}");
            let input =
                json!({ "month": month, "consolidation": number, "recipient": recipient, "letterNumber": letter, "letterDate": day });
            let document = "mutation ($input: RecordTransmissionInput!) { recordTransmission(input: $input) { number } }";
            self.department.ask_with(document, json!({ "input": input })).await.data();
        }
    }
}

impl District {
    fn report(&self, month: &str) -> Report {
        Report {
            id: format!("{}:{month}", self.line.district),
        }
    }

    /// Both producers' sheets as their officer takes them down.
    async fn record(&self, index: usize, month: &str) {
        let mut device = Device::of(&self.officer);
        let [first, second] = &self.producers;
        let (amount, more) = self.line.sold_in(index);
        let mut operations = sheet(&mut device, first, month, "FOOD", amount);
        match more {
            Some(amount) => operations.extend(sheet(&mut device, second, month, "TEXTILE", amount)),
            None => operations.push(state(&mut device, second, month, "NO_SALES")),
        }
        for result in device.push(&operations).await {
            assert_eq!(result["outcome"], "APPLIED", "{} {month}: {result}", self.line.district);
        }
    }

    /// One producer's figure, corrected over what stands there.
    pub async fn correct(&self, month: &str, amount: &str, version: i32) {
        let mut device = Device::of(&self.officer);
        let change = cell(&self.producers[0], month, "FOOD", amount);
        let result = device.operation(json!({ "version": version }), change);
        assert_eq!(device.push(&[result]).await[0]["outcome"], "APPLIED");
    }

    /// Submitted; the three members meet and agree; the secretary records it.
    pub async fn certify_on_paper(&self, month: &str, day: NaiveDate) {
        let report = self.report(month);
        report.submit(&self.officer).await.data();
        let told = report.read(&self.secretary, ELECTORATE).await;
        let meeting = meeting(&told, month, day);
        let resolved = report
            .act(
                &self.secretary,
                "recordResolution",
                "RecordResolutionInput",
                json!({ "meeting": meeting }),
            )
            .await;
        assert_eq!(resolved["recordResolution"]["status"], "CERTIFIED");
    }

    pub async fn sign_on_paper(&self, month: &str, day: NaiveDate) {
        let input = json!({ "mode": "PAPER", "signedOn": day });
        self.report(month)
            .act(&self.officer, "signReport", "SignReportInput", input)
            .await
            .data();
    }

    /// The province registers the signed paper.
    pub async fn received(&self, month: &str, day: NaiveDate, province: &kit::Person) {
        let input = json!({ "registryNumber": format!("สก 0019/{month}"), "receivedOn": day });
        self.report(month)
            .act(province, "receivePaper", "ReceivePaperInput", input)
            .await
            .data();
    }

    /// How its confirmation is judged.
    pub async fn confirm(&self, month: &str) -> String {
        let confirmed = self.report(month).confirm(&self.officer).await;
        let verdict = &confirmed["confirmReport"]["confirmation"]["timeliness"];
        verdict.as_str().expect("a verdict").to_owned()
    }
}

/// A figure, and the word that the sheet is complete with it.
fn sheet(device: &mut Device, producer: &str, month: &str, category: &str, amount: u32) -> Vec<Value> {
    let figure = device.operation(json!({ "version": 0 }), cell(producer, month, category, &format!("{amount}.00")));
    let change = json!({ "sheet": { "producerId": producer, "month": month, "state": "COMPLETE" } });
    let complete = device.operation(json!({ "operationId": figure["operationId"] }), change);
    vec![figure, complete]
}

fn state(device: &mut Device, producer: &str, month: &str, state: &str) -> Value {
    let change = json!({ "sheet": { "producerId": producer, "month": month, "state": state } });
    device.operation(json!({ "version": 0 }), change)
}

fn cell(producer: &str, month: &str, category: &str, amount: &str) -> Value {
    json!({ "cell": { "producerId": producer, "month": month, "category": category, "channel": "SHOP", "amount": amount } })
}
