//! What the query guard costs, document by document: once for a text that is new, and at every request for its variables. Beside it the
//! parser, without which nothing is executed anyway. Medians.

use std::hint::black_box;
use std::time::{Duration, Instant};

use async_graphql::indexmap::IndexMap;
use otop_schema::DOCUMENTS;
use otop_server::http::guard::{Guard, parse};

const RUNS: usize = 2_000;

const DASHBOARD: &str = "query Dashboard { nation { rollup(period: { fiscalYear: 2566 }) { revenue } provinces { code nameTh
    districts { code nameTh rollup(period: { fiscalYear: 2566 }) { revenue byMonth { month revenue } } } } } }";

/// Measures and prints.
pub fn measure() {
    let guard = Guard::new().unwrap_or_else(|error| panic!("{error:?}"));
    println!("| document | bytes | values it may answer | looked at | parsing, with its scan | measuring, at every request |");
    println!("|---|---:|---:|---:|---:|---:|");
    let refused = refused();
    let mut documents = DOCUMENTS.to_vec();
    documents.extend([
        ("one field", "{ me { name } }"),
        ("dashboard", DASHBOARD),
        ("2^25, refused", &refused),
    ]);
    for (name, text) in documents {
        line(&guard, name, text);
    }
}

fn line(guard: &Guard, name: &str, text: &str) {
    let variables = IndexMap::new();
    let document = parse(text).expect("a document");
    let finding = guard.measure(&document, None, &variables).ok();
    let (cost, steps) = finding.map_or(("-".to_owned(), "-".to_owned()), |found| {
        (found.cost.to_string(), found.steps.to_string())
    });
    let parsing = median(|| drop(black_box(parse(black_box(text)))));
    let measuring = median(|| drop(black_box(guard.measure(black_box(&document), None, &variables))));
    println!(
        "| {name} | {} | {cost} | {steps} | {} | {} |",
        text.len(),
        told(parsing),
        told(measuring)
    );
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut took: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    took.sort();
    took[RUNS / 2]
}

fn told(took: Duration) -> String {
    let tenths = took.as_nanos() / 100;
    format!("{}.{} µs", tenths / 10, tenths % 10)
}

/// Fragments that spread each other: 2^25 fields in a kilobyte.
fn refused() -> String {
    let doubled = (0..25).map(|index| format!(" fragment F{index} on Query {{ ...F{0} ...F{0} }}", index + 1));
    format!(
        "{{ ...F0 }}{} fragment F25 on Query {{ me {{ name }} }}",
        doubled.collect::<String>()
    )
}
