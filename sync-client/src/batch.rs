//! What goes into one request: the oldest operations first, at most 500 of them and at most 768 KiB of text before
//! compression (docs/protocol.md). A batch that the server cannot take is halved until the one it fails on stands alone.

/// Most operations in one request.
pub const MOST_OPERATIONS: usize = 500;
/// Most bytes of operations in one request, before compression.
pub const MOST_BYTES: usize = 768 * 1024;

/// How many of the operations, given by their sizes in bytes and oldest first, fit into one request.
///
/// At least one, however big: it is the server's to refuse.
#[must_use]
pub fn fitting(sizes: impl IntoIterator<Item = usize>, limit: usize) -> usize {
    let mut bytes = 0_usize;
    let fit = sizes
        .into_iter()
        .take(limit.clamp(1, MOST_OPERATIONS))
        .take_while(|size| {
            bytes = bytes.saturating_add(*size);
            bytes <= MOST_BYTES
        })
        .count();
    fit.max(1)
}

/// The limit after a batch of `sent` operations was too much: half of it, at least one.
#[must_use]
pub fn halved(sent: usize) -> usize {
    (sent / 2).max(1)
}

/// The limit after a batch went through: twice as much, so that one bad operation does not slow the rest for long.
#[must_use]
pub fn grown(limit: usize) -> usize {
    limit.saturating_mul(2).min(MOST_OPERATIONS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_and_bytes_both_bound_a_batch() {
        assert_eq!(fitting(vec![10; 600], MOST_OPERATIONS), 500);
        assert_eq!(fitting(vec![10; 600], 3), 3);
        assert_eq!(fitting(vec![300 * 1024; 5], MOST_OPERATIONS), 2);
        assert_eq!(fitting([900 * 1024, 1], MOST_OPERATIONS), 1);
    }

    proptest! {
        /// Halving reaches every poisonous operation in at most nine steps from a full batch.
        #[test]
        fn halving_isolates(poison in 0_usize..500) {
            let (mut first, mut limit, mut steps) = (0, MOST_OPERATIONS, 0);
            while !(limit == 1 && first == poison) {
                if (first..first + limit).contains(&poison) {
                    limit = halved(limit);
                } else {
                    first += limit;
                    limit = grown(limit);
                }
                steps += 1;
                prop_assert!(steps < 60, "no end at {}", poison);
            }
        }
    }
}
