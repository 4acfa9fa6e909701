//! The lines of the format `otop-audit 1`, and the chain that they are links of.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// One line of the format.
pub(super) enum Line<'a> {
    Format,
    Chain(Chain),
    Event { index: usize, hash: &'a str, body: &'a str },
    End { chains: usize, events: usize },
}

/// The chain that is being read.
pub(super) struct Chain {
    area: String,
    month: Option<String>,
    /// How many links it is said to have.
    pub(super) length: usize,
    /// The hash it is said to end with.
    pub(super) head: String,
    /// How far it was read.
    pub(super) index: usize,
    /// The last hash, as it was said.
    pub(super) hash: [u8; 32],
}

impl<'a> Line<'a> {
    /// A line without its end; none where it is no line of the format.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(4, '\t').collect();
        match parts.as_slice() {
            ["otop-audit 1"] => Some(Self::Format),
            ["CHAIN", area, month, rest] => Chain::read(area, month, rest).map(Self::Chain),
            ["EVENT", index, hash, body] => Some(Self::Event {
                index: index.parse().ok()?,
                hash,
                body,
            }),
            ["END", chains, events] => Some(Self::End {
                chains: chains.parse().ok()?,
                events: events.parse().ok()?,
            }),
            _ => None,
        }
    }
}

impl Chain {
    fn read(area: &str, month: &str, rest: &str) -> Option<Self> {
        let (length, head) = rest.split_once('\t')?;
        Some(Self {
            area: area.to_owned(),
            month: (month != "-").then(|| month.to_owned()),
            length: length.parse().ok()?,
            head: head.to_owned(),
            index: 0,
            hash: [0; 32],
        })
    }

    /// Its place and month.
    pub(super) fn name(&self) -> String {
        [Some(self.area.as_str()), self.month.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether a link's text says that it belongs here.
    pub(super) fn owns(&self, body: &str) -> bool {
        let said: Value = serde_json::from_str(body).unwrap_or_default();
        said["area"].as_str() == Some(&self.area) && said["month"].as_str() == self.month.as_deref()
    }

    /// The hash of the link that says `body`.
    pub(super) fn next(&self, body: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.hash).chain_update(body).finalize().into()
    }
}

/// In lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The 32 bytes of 64 hexadecimal digits.
pub(super) fn bytes(hex: &str) -> Option<[u8; 32]> {
    let pairs: Option<Vec<u8>> = hex.as_bytes().chunks(2).map(byte).collect();
    pairs?.try_into().ok()
}

fn byte(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
}
