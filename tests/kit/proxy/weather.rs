//! What a line is like.

use std::time::Duration;

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server.
    Up = 0,
    /// From the server to the client.
    Down = 1,
}

/// The state of a line; the default is fine weather.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    /// Every packet is late by so much.
    pub delay: Duration,
    /// Bytes a second in each direction, over all connections.
    pub bytes_per_second: Option<u32>,
    /// The share of packets that are lost and come by being sent again, each time after twice as long: 0.0 to 1.0.
    pub loss: f64,
    /// Connections stand, and nothing passes.
    pub is_silent: bool,
    /// Once so many bytes have passed that way, every connection is cut; 0 downwards lets the request pass and no answer.
    pub cut: Option<(Direction, u64)>,
    /// Once a packet with these words has gone up, every connection is cut.
    pub cut_behind: Option<&'static str>,
}

impl Weather {
    /// Cuts everything once so many bytes have passed in a direction. Connections made afterwards live.
    pub fn cut_after(direction: Direction, bytes: u64) -> Self {
        Self {
            cut: Some((direction, bytes)),
            ..Self::default()
        }
    }

    /// Cuts everything as soon as these words have gone up: no answer to them comes.
    pub fn cut_behind(words: &'static str) -> Self {
        Self {
            cut_behind: Some(words),
            ..Self::default()
        }
    }

    /// Whether a packet is the last one before the cut.
    pub(super) fn ends_with(&self, direction: Direction, packet: &[u8]) -> bool {
        let has = |words: &str| packet.windows(words.len()).any(|window| window == words.as_bytes());
        direction == Direction::Up && self.cut_behind.is_some_and(has)
    }

    /// How many of the next bytes in a direction pass before the cut, of which so many have passed; none for no cut.
    pub(super) fn left(&self, direction: Direction, passed: u64) -> Option<usize> {
        let (cut, bytes) = self.cut?;
        (cut == direction).then(|| usize::try_from(bytes.saturating_sub(passed)).unwrap_or(usize::MAX))
    }
}
