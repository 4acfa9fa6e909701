//! The estimate of the year (แบบประมาณการรายได้): certified by the committee on the 21st, sent on the 22nd, received on the 23rd of
//! February 2566, the letter's day.

use futures_util::future::join_all;
use kit::device::Device;
use kit::estimate::Estimate;
use serde_json::json;

use super::months::{ELECTORATE, meeting};
use super::office::{District, Province};

impl Province {
    pub async fn estimate_the_year(&self) {
        self.database.at("2023-02-20T09:00").await;
        join_all(self.districts.iter().map(District::estimate)).await;
        self.database.at("2023-02-21T09:00").await;
        join_all(self.districts.iter().map(District::certify_estimate)).await;
        self.database.at("2023-02-22T09:00").await;
        join_all(self.districts.iter().map(District::send_estimate)).await;
        self.database.at("2023-02-23T16:00").await;
        for district in &self.districts {
            let received = district.estimated().receive(&self.officer, "2023-02-23").await;
            assert_eq!(received["receiveEstimate"]["paper"], "RECEIVED");
        }
    }
}

impl District {
    fn estimated(&self) -> Estimate {
        Estimate::of(self.line.district)
    }

    async fn estimate(&self) {
        let mut device = Device::of(&self.officer);
        let mut edits = Vec::new();
        for (producer, amount) in self.producers.iter().zip(self.line.estimated()) {
            let amount = format!("{amount}.00");
            edits.extend((1..=4).map(|quarter| Estimate::enter(&mut device, producer, quarter, Some(&amount), 0)));
        }
        for result in device.push(&edits).await {
            assert_eq!(result["outcome"], "APPLIED", "{result}");
        }
        self.estimated().submit(&self.officer).await.data();
    }

    async fn certify_estimate(&self) {
        let told = self.estimated().read(&self.secretary, ELECTORATE).await;
        let input = json!({ "meeting": meeting(&told, "ประมาณการ 2566", "2023-02-21".parse().expect("a day")) });
        let kind = "RecordEstimateResolutionInput";
        let resolved = self.estimated().act(&self.secretary, "recordEstimateResolution", kind, input).await;
        assert_eq!(resolved["recordEstimateResolution"]["status"], "CERTIFIED");
    }

    async fn send_estimate(&self) {
        let sent = self.estimated().send(&self.officer, "2023-02-22").await;
        assert_eq!(sent["sendEstimate"]["timeliness"], "ON_TIME");
        assert_eq!(sent["sendEstimate"]["acceptedRevision"], 0);
    }
}
