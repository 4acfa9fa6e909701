//! The demonstration (nine districts, October to January 2566 confirmed, a base from imported months) with figures of 2701 that one
//! can reckon by hand.

use kit::node::Node;
use kit::{Database, Person};
use serde_json::{Value, json};

pub struct Year {
    pub database: Database,
    pub node: Node,
    pub department: Person,
}

/// Months of fiscal year 2566, October first.
const MONTHS: [&str; 12] = [
    "2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06", "2023-07", "2023-08", "2023-09",
];

impl Year {
    pub async fn begin() -> Self {
        Self::over(Database::demonstration().await).await
    }

    pub async fn over(database: Database) -> Self {
        database.at("2023-02-27T09:00").await;
        let node = Node::start(&database).await;
        let department = node.as_("department").await;
        Self {
            database,
            node,
            department,
        }
    }

    /// A place's rollup, as somebody is told it.
    pub async fn rollup(&self, person: &Person, place: &str, period: &str, fields: &str) -> Value {
        let query = format!("{{ it: {place} {{ rollup(period: {{ {period} }}) {{ {fields} }} }} }}");
        person.ask(&query).await["it"]["rollup"].clone()
    }

    /// The growth of a place, as the department is told it.
    pub async fn growth(&self, place: &str, period: &str) -> Value {
        self.rollup(&self.department, place, period, GROWTH).await["growth"].clone()
    }

    /// The department's own base of a district: the same amount every month.
    pub async fn freeze(&self, district: &str, amount: &str) -> Value {
        let revised = MONTHS.map(|month| json!({ "district": district, "month": month, "amount": amount }));
        self.freeze_with(&json!(revised)).await["freezeBase"].clone()
    }

    /// The next revision of the base of 2566, with figures of the department's own.
    pub async fn freeze_with(&self, revised: &Value) -> kit::client::Answer {
        let document = "mutation ($input: FreezeBaseInput!) { freezeBase(input: $input) { revision digest basePolicy cohortUntil } }";
        let input = json!({ "fiscalYear": 2566, "reason": "หนังสือกรม / Letter of the department", "revised": revised });
        self.department.ask_with(document, json!({ "input": input })).await
    }

    /// How the year is reckoned.
    pub async fn reckon(&self, policy: &str, cohort: Option<&str>, round_two: &str) {
        let document = "mutation ($input: SetScoringPolicyInput!) { setScoringPolicy(input: $input) { fiscalYear } }";
        let input = json!({ "fiscalYear": 2566, "basePolicy": policy, "cohortUntil": cohort, "roundTwo": round_two, "reason": "ทดสอบ" });
        self.department.ask_with(document, json!({ "input": input })).await.data();
    }

    /// Confirmed revenue of a district, the same in so many months from October on; nothing else is confirmed.
    pub async fn confirm(&self, district: &str, months: usize, satang: i64) {
        let row = |(index, month): (usize, &&str)| {
            let (version, satang) = if index < months { (1, satang) } else { (0, 0) };
            format!("('{district}', '{month}-01', 6, {version}, {satang})")
        };
        let rows: Vec<String> = MONTHS.iter().enumerate().map(row).collect();
        let sql = format!(
            "INSERT INTO report (district, month, roster_size, confirmed_version, confirmed_satang) VALUES {}
             ON CONFLICT (district, month) DO UPDATE SET status = 'DRAFT', digest = NULL,
                 confirmed_version = excluded.confirmed_version, confirmed_satang = excluded.confirmed_satang",
            rows.join(", ")
        );
        self.database.run(&sql).await;
    }
}

pub const GROWTH: &str = "growth { from to baseRevision baseImported coverage { expected based confirmed compared }
    official { base revenue increase percent notComputable } provisional { base revenue increase percent notComputable } }";

/// Money in satang.
pub fn satang(amount: &Value) -> i64 {
    let text = amount.as_str().unwrap_or_else(|| panic!("money is text: {amount}"));
    text.replace('.', "").parse().expect("two decimals")
}

/// A percentage with two decimals as people reckon it, half away from zero.
pub fn percent(base: i64, revenue: i64) -> String {
    let thousandths = i128::from(revenue - base) * 100_000 / i128::from(base);
    let hundredths = (thousandths + thousandths.signum() * 5) / 10;
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
}
