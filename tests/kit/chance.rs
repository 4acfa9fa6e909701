//! Dice whose seed is printed, and taken from `OTOP_SEED` to throw the same again.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Dice for one test; the seed stands in its output.
pub fn dice() -> StdRng {
    dice_of(seed())
}

/// A seed for one test, drawn or given; it stands in the test's output.
pub fn seed() -> u64 {
    let given = std::env::var("OTOP_SEED")
        .ok()
        .map(|seed| seed.parse().expect("OTOP_SEED is a number"));
    let seed: u64 = given.unwrap_or_else(|| rand::rng().random());
    println!("OTOP_SEED={seed}");
    seed
}

/// The dice of a seed.
pub fn dice_of(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}
