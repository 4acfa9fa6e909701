//! Fiscal year 2566 of Sa Kaeo, from an empty database to the last letter: what a province lives through with this system.
//!
//! | file | idea |
//! |---|---|
//! | `figures` | what is sold, and what comes out, reckoned by hand |
//! | `office` | an installation with its people, committees and producers, made as operators and officers make them |
//! | `months` | a district's month on paper; the department's close, consolidation and letter |
//! | `correction` | a restatement, months later |
//! | `estimate` | the year's estimate, certified and in the province's hands by 23 February |

mod correction;
mod estimate;
mod figures;
mod months;
mod office;

use kit::process::server_command;
use office::Province;
use serde_json::{Value, json};

use figures::{DISTRICTS, MONTHS, PROVINCE, Scored};

#[tokio::test]
async fn fiscal_year_2566() {
    let province = Province::founded().await;
    province.the_year_is_measured().await;
    for (index, month) in MONTHS.iter().enumerate() {
        province.record_and_certify(index, month).await;
        province.sign_receive_and_confirm(month).await;
        province.close(month).await;
        if *month == correction::FOUND_IN {
            province.correct_december().await;
            province.estimate_the_year().await;
        }
    }
    province.every_figure_is_as_reckoned_by_hand().await;
    province.consolidations_add_up_to_the_year().await;
    province.the_checker_agrees().await;
}

impl Province {
    async fn every_figure_is_as_reckoned_by_hand(&self) {
        for line in &DISTRICTS {
            let place = format!("district(code: \"{}\")", line.district);
            assert_eq!(self.scored(&place, 1).await, line.round_one.told(), "{} round 1", line.district);
            assert_eq!(self.scored(&place, 2).await, line.round_two.told(), "{} round 2", line.district);
            assert_eq!(
                self.reached(&place).await["percent"],
                line.reached,
                "{} of its estimate",
                line.district
            );
        }
        for (round, expected) in [(1, &PROVINCE.round_one), (2, &PROVINCE.round_two)] {
            assert_eq!(self.scored("province(code: \"27\")", round).await, expected.told(), "round {round}");
        }
        let estimate = json!({ "estimate": PROVINCE.estimate, "percent": PROVINCE.reached });
        assert_eq!(self.reached("province(code: \"27\")").await, estimate);
        let year = "{ province(code: \"27\") { rollup(period: { fiscalYear: 2566 }, basis: CONFIRMED) { revenue
            growth { coverage { expected confirmed } official { base revenue percent } } } } }";
        let year = self.officer.ask(year).await["province"]["rollup"].clone();
        assert_eq!(year["revenue"], PROVINCE.revenue);
        let official = json!({ "base": PROVINCE.base, "revenue": PROVINCE.revenue, "percent": PROVINCE.percent });
        assert_eq!(
            year["growth"],
            json!({ "coverage": { "expected": 108, "confirmed": 108 }, "official": official })
        );
    }

    /// A round's revenue, growth and score as the province's officer is told them.
    async fn scored(&self, place: &str, round: i32) -> Value {
        let query = format!(
            "{{ it: {place} {{ rollup(period: {{ round: {{ fiscalYear: 2566, number: {round} }} }}) {{
                growth {{ official {{ revenue percent }} }} score {{ value }} }} }} }}"
        );
        let rollup = self.officer.ask(&query).await["it"]["rollup"].clone();
        let official = &rollup["growth"]["official"];
        json!([official["revenue"], official["percent"], rollup["score"]["value"]])
    }

    /// The year's estimate of a place and how much of it was sold.
    async fn reached(&self, place: &str) -> Value {
        let query = format!("{{ it: {place} {{ estimate(fiscalYear: 2566) {{ year {{ estimate percent }} }} }} }}");
        self.officer.ask(&query).await["it"]["estimate"]["year"].clone()
    }

    async fn consolidations_add_up_to_the_year(&self) {
        let last = "SELECT to_char(sum(satang) / 100.0, 'FM999999999990.00') FROM (
            SELECT DISTINCT ON (month) official_satang AS satang FROM consolidation ORDER BY month, number DESC) AS latest";
        assert_eq!(self.database.value(last).await, PROVINCE.revenue);
        let letters = "SELECT count(*) FILTER (WHERE number = 0) || ' ' || count(*) FILTER (WHERE number = 1) || ' ' ||
            count(*) FILTER (WHERE number = 2) FROM consolidation";
        assert_eq!(
            self.database.value(letters).await,
            "12 12 1",
            "drafts, consolidations, one restatement"
        );
        assert_eq!(self.database.value("SELECT count(*) FROM transmission").await, "26");
    }

    async fn the_checker_agrees(&self) {
        assert_eq!(self.verify().await, Some(0));
        let alter = "SET session_replication_role = replica;
            UPDATE report SET confirmed_satang = confirmed_satang + 1 WHERE (district, month) = ('2706', '2023-08-01')";
        self.database.run(alter).await;
        assert_eq!(self.verify().await, Some(1), "the control: a satang too much is found");
    }

    async fn verify(&self) -> Option<i32> {
        server_command(&self.database, &["verify"]).await.status.code()
    }
}

impl Scored {
    fn told(&self) -> Value {
        json!([self.revenue, self.percent, self.score])
    }
}
