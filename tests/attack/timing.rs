//! S6: whether the time of a refused sign-in tells that somebody exists. Known and unknown names take turns in random order, each from
//! an address of its own, so that no delay for guessers is in the way.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

use kit::chance::dice_of;
use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::json;

use crate::table::Row;

const PAIRS: usize = 120;
/// How often the pairs are drawn again for the interval.
const DRAWS: usize = 2_000;

/// Asks in pairs.
pub async fn attack(server: &str, seed: u64) -> Row {
    let mut dice = dice_of(seed);
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for index in 0..PAIRS {
        let known = format!(
            "{}.{}",
            ["entry", "officer", "member1", "member2"][index % 4],
            2701 + (index / 4) % 9
        );
        let unknown = format!("{}.{}", ["entry", "officer", "member1", "member2"][index % 4], 8801 + index);
        let first_known = dice.random_bool(0.5);
        let (one, two) = if first_known { (&known, &unknown) } else { (&unknown, &known) };
        let one = refused(server, one, 2 * index).await;
        let two = refused(server, two, 2 * index + 1).await;
        pairs.push(if first_known { (one, two) } else { (two, one) });
    }
    let ratio = ratio(&pairs);
    let (low, high) = interval(&pairs, &mut dice);
    let short: Vec<(f64, f64)> = pairs.iter().map(|(known, unknown)| (*known, unknown * 0.8)).collect();
    let (control, _) = interval(&short, &mut dice);
    Row {
        promise: "S6",
        tried: format!("{PAIRS} pairs of sign-ins with a wrong password, known and unknown people in random order"),
        found: format!("medians' ratio {ratio:.3}, 95 % of draws in {low:.3} … {high:.3}"),
        goal: "all of it within 5 %",
        control: format!("a fifth less work for unknown people would show as at least {control:.3}"),
        holds: low >= 0.95 && high <= 1.05 && control > 1.05,
    }
}

/// How long a refusal takes, in milliseconds.
async fn refused(server: &str, name: &str, index: usize) -> f64 {
    let number = u8::try_from(index % 250).unwrap_or_default();
    let block = u8::try_from(index / 250).unwrap_or_default();
    kit::client::secure();
    let http = reqwest::Client::builder().local_address(IpAddr::V4(Ipv4Addr::new(127, 77, block, 1 + number)));
    let http = http.build().expect("a client");
    // The connection stands before time is taken.
    http.get(format!("{server}/livez")).send().await.expect("the server lives");
    let body = json!({ "username": name, "password": "certainly-not-it" }).to_string();
    let request = http
        .post(format!("{server}/auth/login"))
        .header("content-type", "application/json")
        .body(body);
    let begun = Instant::now();
    let status = request.send().await.expect("an answer").status();
    let took = begun.elapsed();
    assert_eq!(status, 401, "{name} is refused, not delayed");
    took.as_secs_f64() * 1000.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The median for known people over that for unknown ones.
fn ratio(pairs: &[(f64, f64)]) -> f64 {
    let (known, unknown): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    median(known) / median(unknown)
}

/// Between which the ratio lies in 95 of 100 draws of as many pairs.
fn interval(pairs: &[(f64, f64)], dice: &mut StdRng) -> (f64, f64) {
    let mut draw = || {
        let drawn: Vec<(f64, f64)> = (0..pairs.len()).map(|_| pairs[dice.random_range(0..pairs.len())]).collect();
        ratio(&drawn)
    };
    let mut ratios: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    ratios.sort_by(f64::total_cmp);
    (ratios[DRAWS / 40], ratios[DRAWS - 1 - DRAWS / 40])
}
