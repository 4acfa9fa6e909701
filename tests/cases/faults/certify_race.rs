//! R6: what the committee certified is what stands there, although somebody edits at the same instant on another node.

use kit::device::{Cell, Device};
use kit::node::Node;
use kit::report::Report;
use kit::table::{Row, Tally};
use kit::{Database, Person, size};
use otop_server::verify::canonical_bytes;
use serde_json::{Value, json};
use tokio::sync::Barrier;

/// 2701 before its committee: its officer and members at one node, its recorder at another.
struct District {
    database: Database,
    _nodes: [Node; 2],
    officer: Person,
    members: Vec<Person>,
    recorder: Device,
    report: Report,
    cell: Cell,
    version: i32,
    edits: u32,
}

impl District {
    async fn open() -> Self {
        let database = Database::demonstration().await;
        database.at("2023-02-28T09:00").await;
        let nodes = [Node::start(&database).await, Node::start(&database).await];
        let mut members = Vec::new();
        for number in 1..=3 {
            members.push(nodes[0].as_(&format!("member{number}.2701")).await);
        }
        let producer = database.complete_producer().await;
        Self {
            officer: nodes[0].as_("officer.2701").await,
            members,
            recorder: Device::of(&nodes[1].as_("entry.2701").await),
            report: Report::february("2701"),
            cell: Cell {
                category: "HERB",
                channel: "EXPORT",
                ..Cell::food(&producer)
            },
            version: 0,
            edits: 0,
            database,
            _nodes: nodes,
        }
    }

    /// An edit at the same instant as a step of the report's life.
    async fn race(&mut self, step: impl Future<Output = Value>) -> Value {
        self.edits += 1;
        let amount = format!("{}.00", self.edits);
        let edit = self.recorder.enter(&self.cell, Some(&amount), self.version);
        let barrier = Barrier::new(2);
        let stepped = async {
            barrier.wait().await;
            step.await
        };
        let edited = async {
            barrier.wait().await;
            self.recorder.push(&[edit]).await.remove(0)
        };
        let (stepped, edited) = tokio::join!(stepped, edited);
        self.version = edited["cell"]["version"].as_i64().map_or(self.version, |version| version as i32);
        stepped
    }

    /// Submission against edit, then the deciding vote against edit; sent back at the end. Tells what was found after each.
    async fn month(&mut self) -> [Tally; 2] {
        let (report, officer) = (self.report.clone(), self.officer.clone());
        let digest = report.digest(&officer).await;
        let submit = async {
            report
                .act_on(&officer, &digest, "submitReport", "SubmitReportInput", json!({}))
                .await
                .0
        };
        self.race(submit).await;
        let submitted = self.judged().await;
        if self.status().await == "DRAFT" || self.status().await == "RETURNED" {
            report.submit(&officer).await.data();
        }
        for member in &self.members[..2] {
            report.certify(member).await.data();
        }
        let deciding = self.members[2].clone();
        let decided = self.race(async { report.certify(&deciding).await.0 }).await;
        assert!(decided.get("errors").is_none(), "{decided}");
        assert_eq!(self.status().await, "CERTIFIED");
        let certified = self.judged().await;
        report.send_back(&officer, "แข่งกันอีกครั้ง").await.data();
        [submitted, certified]
    }

    async fn status(&self) -> String {
        self.database
            .value("SELECT status FROM report WHERE district = '2701' AND month = '2023-02-01'")
            .await
    }

    /// Wrong is a locked report whose digest is not that of the figures that stand there.
    async fn judged(&self) -> Tally {
        let kept = "SELECT coalesce(digest, '') FROM report WHERE district = '2701' AND month = '2023-02-01'";
        let kept = self.database.value(kept).await;
        let (district, month) = ("2701".parse().expect("a code"), "2023-02".parse().expect("a month"));
        let bytes = canonical_bytes(&mut self.database.connect().await, &district, month)
            .await
            .expect("bytes");
        let different = !kept.is_empty() && kept != otop_schema::digest(&bytes);
        Tally {
            wrong: usize::from(different),
            ..Tally::default()
        }
    }

    /// The same race against a writer that takes no lock of the report and whom no trigger stops.
    async fn without_the_lock(&mut self) -> Tally {
        let (report, officer) = (self.report.clone(), self.officer.clone());
        let raw = "SET session_replication_role = replica;
                   UPDATE cell SET amount = amount + 1 WHERE district = '2701' AND month = '2023-02-01' AND category = 'HERB'";
        loop {
            let digest = report.digest(&officer).await;
            let submit = report.act_on(&officer, &digest, "submitReport", "SubmitReportInput", json!({}));
            tokio::join!(submit, self.database.run(raw));
            let found = self.judged().await;
            if !found.is_clean() {
                return found;
            }
        }
    }
}

#[tokio::test]
async fn what_is_certified_is_what_stands_there() {
    let mut row = Row::begin("R6", "certify against edit on two nodes", 0);
    let mut district = District::open().await;
    for _ in 0..size::of(8, 1_000) {
        for found in district.month().await {
            row.add(1, found);
        }
    }
    row.control(district.without_the_lock().await);
    row.report();
}
