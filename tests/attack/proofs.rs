//! The promises that tests prove: they are run, and their verdict is told.

use std::process::{Command, Output};

use kit::project;

use crate::table::Row;

/// A promise that is proved elsewhere.
struct Proof {
    promise: &'static str,
    tried: &'static str,
    goal: &'static str,
    by: By,
}

/// By what.
enum By {
    /// Tests of `cases`, by the beginnings of their names.
    Cases(&'static [&'static str]),
    /// Goals of the Makefile.
    Make(&'static [&'static str]),
}

const fn proof(promise: &'static str, tried: &'static str, goal: &'static str, by: By) -> Proof {
    Proof { promise, tried, goal, by }
}

const PROOFS: [Proof; 9] = [
    proof(
        "S4",
        "who may ask what: every field, role, area, state",
        "0 wrong verdicts",
        By::Cases(&["access::"]),
    ),
    proof("S5", "tokens, refresh, devices, revocation", "0 accepted", By::Cases(&["tokens::"])),
    proof(
        "S7",
        "a role changes while events flow",
        "0 foreign events",
        By::Cases(&["delivery::", "sight::"]),
    ),
    proof(
        "S9",
        "the service forgets, the second wall holds",
        "0 foreign rows",
        By::Cases(&["wall::"]),
    ),
    proof(
        "S10",
        "events altered, deleted, inserted, reordered; chains made anew",
        "all found",
        By::Cases(&["verify::", "audit::"]),
    ),
    proof(
        "S11",
        "polyglots, pages, drawings, names, foreign files; kills between file and row",
        "all refused, 0 rows without their file",
        By::Cases(&["evidence::", "faults::evidence"]),
    ),
    proof(
        "S12",
        "telephones, passwords, tokens in logs",
        "0 matches",
        By::Cases(&["secrets::"]),
    ),
    proof(
        "S13",
        "no unsafe, no unwrap, licences, bans, sources",
        "clean",
        By::Make(&["lint", "deny"]),
    ),
    proof(
        "R13",
        "SIGTERM under load",
        "0 failed writes, 1012 and resumed",
        By::Cases(&["faults::restart"]),
    ),
];

/// Runs them all.
pub fn rows() -> Vec<Row> {
    PROOFS.iter().map(row).collect()
}

fn row(proof: &Proof) -> Row {
    let (command, output) = match proof.by {
        By::Cases(tests) => run("cargo", &["test", "--workspace", "--test", "cases", "--"], tests),
        By::Make(goals) => run("make", &[], goals),
    };
    let passed = passed(&String::from_utf8_lossy(&output.stdout));
    let is_told = passed > 0 || matches!(proof.by, By::Make(_));
    Row {
        promise: proof.promise,
        tried: proof.tried.to_owned(),
        found: format!(
            "{} tests pass, `{command}` ends with {}",
            passed,
            output.status.code().unwrap_or(-1)
        ),
        goal: proof.goal,
        control: "in the tests".to_owned(),
        holds: output.status.success() && is_told,
    }
}

fn run(program: &str, arguments: &[&str], more: &[&str]) -> (String, Output) {
    let words = [arguments, more].concat();
    let output = Command::new(program).args(&words).current_dir(project::root()).output();
    (format!("{program} {}", words.join(" ")), output.expect("the program starts"))
}

/// How many passed: a filter that finds nothing proves nothing.
fn passed(text: &str) -> usize {
    let summary = text.lines().filter_map(|line| line.strip_prefix("test result: ok. "));
    summary.filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok()).sum()
}
