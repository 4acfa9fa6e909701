//! The promises that tests prove: they are run, and their verdict is told.

use std::process::Command;

use kit::project;

use crate::table::Row;

/// A promise, what it says, and the tests that prove it: the beginnings of their names in `cases`.
const PROOFS: [(&str, &str, &str, &[&str]); 6] = [
    (
        "S4",
        "who may ask what, in every field, role, area and state",
        "0 wrong verdicts",
        &["access::"],
    ),
    ("S7", "events are judged when they are delivered", "0 foreign events", &["sight::"]),
    (
        "S9",
        "the second wall holds when the service forgets",
        "0 foreign rows",
        &["second_wall::"],
    ),
    ("S10", "the audit chain shows tampering", "all found", &["verify::"]),
    ("S13", "no unsafe, no unwrap, licences and sources", "clean", &["house::"]),
    (
        "R13",
        "SIGTERM under load",
        "0 failed writes, 1012 and resumed",
        &["faults::restart"],
    ),
];

/// Runs them all.
pub fn rows() -> Vec<Row> {
    PROOFS
        .iter()
        .map(|(promise, tried, goal, tests)| row(promise, tried, goal, tests))
        .collect()
}

fn row(promise: &'static str, tried: &str, goal: &'static str, tests: &[&str]) -> Row {
    let mut command = Command::new("cargo");
    command
        .args(["test", "--workspace", "--test", "cases", "--"])
        .args(tests)
        .current_dir(project::root());
    let output = command.output().expect("cargo");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let passed = passed(&text);
    Row {
        promise,
        tried: tried.to_owned(),
        found: format!("{passed} tests pass (`cargo test --test cases {}`)", tests.join(" ")),
        goal,
        control: "in the tests".to_owned(),
        holds: output.status.success() && passed > 0,
    }
}

/// How many passed: a filter that finds nothing proves nothing.
fn passed(text: &str) -> usize {
    let summary = text.lines().filter_map(|line| line.strip_prefix("test result: ok. "));
    summary.filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok()).sum()
}
