//! The demonstration three days before the letter's day: Sa Kaeo's districts with producers, a committee, an untouched estimate of 2566.

use kit::device::Device;
use kit::estimate::Estimate;
use kit::node::Node;
use kit::{Database, Person};
use otop_server::verify;

pub struct World {
    pub database: Database,
    pub node: Node,
    pub estimate: Estimate,
    pub entry: Person,
    pub officer: Person,
    pub province: Person,
    pub department: Person,
}

impl World {
    /// Mueang Sa Kaeo on 20 February 2566.
    pub async fn new() -> Self {
        Self::of("2701").await
    }

    pub async fn of(district: &str) -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-20T09:00").await;
        let node = Node::start(&database).await;
        Self {
            estimate: Estimate::of(district),
            entry: node.as_(&format!("entry.{district}")).await,
            officer: node.as_(&format!("officer.{district}")).await,
            province: node.as_("province.27").await,
            department: node.as_("department").await,
            database,
            node,
        }
    }

    pub fn district(&self) -> &str {
        &self.estimate.id[..4]
    }

    /// A producer of the district, and a laptop of its entry officer.
    pub async fn producer(&self) -> (String, Device) {
        let producers = self.database.producers(self.district()).await;
        (producers[0].clone(), Device::of(&self.entry))
    }

    /// Three of five members say that it is right.
    pub async fn certified(&self) {
        for number in 1..=3 {
            let member = self.node.as_(&format!("member{number}.{}", self.district())).await;
            self.estimate.certify(&member).await.data();
        }
    }

    /// Every producer estimated at `amount` a quarter, submitted, certified, sent today.
    pub async fn sent(&self, amount: &str) {
        self.estimate.fill(&self.entry, amount).await;
        self.estimate.submit(&self.officer).await.data();
        self.certified().await;
        self.estimate.send(&self.officer, "2023-02-20").await.data();
    }

    /// What the checker finds.
    pub async fn findings(&self) -> Vec<String> {
        let mut connection = self.database.connect().await;
        let verdicts = verify::verify(&mut connection, &|_| {}).await;
        let verdicts = verdicts.unwrap_or_else(|error| panic!("{error:?}"));
        let findings = verdicts.into_iter().flat_map(|verdict| verdict.findings);
        findings.map(|finding| format!("{} {}", finding.what, finding.place)).collect()
    }
}
