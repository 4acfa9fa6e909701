//! A file of audit chains, recomputed: without a database, and with none of the code that writes chains or files (docs/audit.md).
//!
//! Each line is held against the one before it as it says, so that a line that was altered is the one that is named.

mod line;

use std::collections::BTreeSet;
use std::io::{self, BufRead};

use line::{Chain, Line, bytes, hex};
use serde::Serialize;

use super::Finding;

/// What a file of chains says of itself.
#[derive(Debug, Default, Serialize)]
pub struct Audited {
    /// Its chains.
    pub chains: usize,
    /// Their links.
    pub events: usize,
    /// Everything that is not so; empty is good.
    pub findings: Vec<Finding>,
}

/// Recomputes a file of chains. `heads`: hashes that were handed out or printed, which have to stand in it.
///
/// # Errors
/// When the file cannot be read; what stands in it is a finding.
pub fn audit(mut file: impl BufRead, heads: &[String]) -> io::Result<Audited> {
    let mut reading = Reading::new(heads);
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line)? > 0 {
        reading.number += 1;
        match std::str::from_utf8(&line)
            .ok()
            .and_then(|text| text.strip_suffix('\n'))
            .and_then(Line::read)
        {
            Some(line) => reading.line(line),
            None => reading.found("line", reading.here(), "otop-audit 1", "-"),
        }
        line.clear();
    }
    Ok(reading.end())
}

struct Reading {
    number: usize,
    chain: Option<Chain>,
    ended: Option<(usize, usize)>,
    /// Heads that were not met yet.
    wanted: BTreeSet<String>,
    told: Audited,
}

impl Reading {
    fn new(heads: &[String]) -> Self {
        Self {
            number: 0,
            chain: None,
            ended: None,
            wanted: heads.iter().map(|head| head.to_lowercase()).collect(),
            told: Audited::default(),
        }
    }

    fn line(&mut self, line: Line<'_>) {
        let is_first = self.number == 1;
        match line {
            Line::Format if is_first => {}
            Line::Chain(chain) if !is_first && self.ended.is_none() => self.begin(chain),
            Line::Event { index, hash, body } if self.chain.is_some() => self.event(index, hash, body),
            Line::End { chains, events } if !is_first && self.ended.is_none() => {
                self.close();
                self.ended = Some((chains, events));
            }
            Line::Format | Line::Chain(_) | Line::Event { .. } | Line::End { .. } => {
                self.found("line", self.here(), "otop-audit 1, CHAIN, EVENT …, END", "another order");
            }
        }
    }

    fn begin(&mut self, chain: Chain) {
        self.close();
        self.told.chains += 1;
        self.chain = Some(chain);
    }

    fn event(&mut self, index: usize, hash: &str, body: &str) {
        let Some(mut chain) = self.chain.take() else { return };
        self.told.events += 1;
        chain.index += 1;
        let computed = hex(&chain.next(body));
        let place = format!("{}: {} event {index}", self.here(), chain.name());
        if (chain.index, computed.as_str()) != (index, hash) {
            self.found(
                "event",
                place,
                format!("event {} hash {computed}", chain.index),
                format!("event {index} hash {hash}"),
            );
        } else if !chain.owns(body) {
            self.found("event", place, chain.name(), "another chain's");
        }
        self.wanted.remove(&computed);
        chain.hash = bytes(hash).unwrap_or_default();
        // A number left out is named once, not in every line behind it.
        chain.index = index;
        self.chain = Some(chain);
    }

    /// The chain that was read ends where it was said to.
    fn close(&mut self) {
        let Some(chain) = self.chain.take() else { return };
        let (head, place) = (hex(&chain.hash), format!("before {}: {}", self.here(), chain.name()));
        if (chain.index, &head) != (chain.length, &chain.head) {
            let expected = format!("{} events, head {}", chain.length, chain.head);
            self.found("chain", place, expected, format!("{} events, head {head}", chain.index));
        }
    }

    fn end(mut self) -> Audited {
        self.close();
        let read = (self.told.chains, self.told.events);
        if self.ended != Some(read) {
            let said = |(chains, events)| format!("{chains} chains, {events} events");
            let ended = self.ended.map_or_else(|| "END".to_owned(), said);
            self.found("file", "end".to_owned(), ended, said(read));
        }
        for head in std::mem::take(&mut self.wanted) {
            self.found("head", head, "the hash of an event", "no such event");
        }
        self.told
    }

    fn here(&self) -> String {
        format!("line {}", self.number)
    }

    fn found(&mut self, what: &str, place: String, expected: impl Into<String>, found: impl Into<String>) {
        self.told.findings.push(Finding {
            what: what.to_owned(),
            place,
            expected: expected.into(),
            found: found.into(),
        });
    }
}

#[cfg(test)]
mod tests;
