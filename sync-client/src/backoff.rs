//! How long to wait before the next try: full jitter between nothing and a ceiling that doubles from 1 s to 5 min.
//! Jitter keeps 878 laptops apart that lost the same server at the same second.

use std::time::Duration;

/// The first ceiling.
pub const FIRST: Duration = Duration::from_secs(1);
/// The last ceiling: a laptop never waits longer than this by its own decision.
pub const LAST: Duration = Duration::from_secs(5 * 60);

/// The wait after `attempt` failures in a row (0 = the first failure), for a random `draw` from the whole of `u64`.
#[must_use]
pub fn wait(attempt: u32, draw: u64) -> Duration {
    let limit = millis(ceiling(attempt));
    Duration::from_millis(draw % (limit + 1))
}

/// The longest wait after `attempt` failures in a row.
#[must_use]
pub fn ceiling(attempt: u32) -> Duration {
    let factor = 1_u32.checked_shl(attempt).unwrap_or(u32::MAX);
    FIRST.checked_mul(factor).map_or(LAST, |grown| grown.min(LAST))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ceiling_doubles_until_five_minutes() {
        let seconds: Vec<u64> = (0..11).map(|n| ceiling(n).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(ceiling(u32::MAX), LAST);
    }

    proptest! {
        #[test]
        fn wait_stays_below_its_ceiling(attempt: u32, draw: u64) {
            prop_assert!(wait(attempt, draw) <= ceiling(attempt));
        }
    }
}
