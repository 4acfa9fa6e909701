//! In January 2566 somebody in 2703 finds a receipt of December: 15,000 baht were forgotten, and the month had been sent.

use serde_json::json;

use super::office::Province;

/// The month after whose close it was found.
pub const FOUND_IN: &str = "2023-01";

const DECEMBER: &str = "2022-12";

impl Province {
    /// The department opens December for the district; everything is done again; a restatement is sent by letters of its own.
    pub async fn correct_december(&self) {
        self.database.at("2023-02-14T09:00").await;
        let district = &self.districts[2];
        let open = "mutation { grantException(input: { district: \"2703\", month: \"2022-12\", until: \"2023-02-17T00:00:00+07:00\",
            reason: \"พบใบเสร็จที่ตกหล่น\", reopen: true }) { id } }";
        self.department.ask(open).await.data();
        district.correct(DECEMBER, "290000.00", 1).await;
        let day = "2023-02-14".parse().expect("a day");
        district.certify_on_paper(DECEMBER, day).await;
        district.sign_on_paper(DECEMBER, day).await;
        district.received(DECEMBER, day, &self.officer).await;
        assert_eq!(district.confirm(DECEMBER).await, "BY_EXCEPTION");
        let restated = self.consolidate(DECEMBER).await;
        assert_eq!(restated["number"], 2);
        let lines = restated["districts"].as_array().expect("a list").iter();
        let moved: Vec<_> = lines
            .filter(|line| !["0.00", ""].contains(&line["difference"].as_str().unwrap_or("")))
            .collect();
        assert_eq!(moved, [&json!({ "district": "2703", "difference": "15000.00" })]);
        self.send(DECEMBER, 2, day).await;
    }
}
