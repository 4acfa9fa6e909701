//! A client's place in the book: the epoch and a position per area of its scope, as text that is opaque to it.
//!
//! Rows are always filtered by the caller's scope now, so a forged cursor can only make its owner read again.

use std::collections::BTreeMap;
use std::str::FromStr;

use otop_schema::AreaCode;
use uuid::Uuid;

use super::page::Position;

/// Where a client is, area by area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The life of the database the positions belong to.
    pub epoch: Uuid,
    /// One place per area of the scope.
    pub places: BTreeMap<AreaCode, Place>,
}

/// How far a client has read one area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Still reading what stood there when it began; the feed is followed from `from` afterwards.
    Snapshot {
        /// Where the feed stood when the first row was read.
        from: Position,
        /// What is being read.
        stage: SnapshotStage,
        /// The key of the last row read; empty at the beginning of a stage.
        key: String,
    },
    /// Following the feed.
    Feed(Position),
    /// In the middle of an event that is too large for one page.
    Part {
        /// The position before it.
        after: Position,
        /// How many of its rows were told.
        told: usize,
    },
}

impl Place {
    /// The position the feed is followed from.
    #[must_use]
    pub fn position(&self) -> Position {
        match self {
            Self::Snapshot { from, .. } => *from,
            Self::Feed(position) => *position,
            Self::Part { after, .. } => *after,
        }
    }
}

/// Where a stage's letter stands, for a part of an event.
const PART: &str = "+";

/// The order in which a first pull reads an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotStage {
    /// Producers, so that figures have a name.
    Producers,
    /// Reports, so that sheets have a month.
    Reports,
    /// Sheets.
    Sheets,
    /// Cells.
    Entries,
    /// Estimates of fiscal years.
    Estimates,
    /// Their figures.
    EstimateEntries,
    /// What waits: conflicts and refusals for a person, held attempts for their month.
    Attention,
}

impl SnapshotStage {
    /// The stage after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Producers => Some(Self::Reports),
            Self::Reports => Some(Self::Sheets),
            Self::Sheets => Some(Self::Entries),
            Self::Entries => Some(Self::Estimates),
            Self::Estimates => Some(Self::EstimateEntries),
            Self::EstimateEntries => Some(Self::Attention),
            Self::Attention => None,
        }
    }

    fn letter(self) -> &'static str {
        match self {
            Self::Producers => "p",
            Self::Reports => "r",
            Self::Sheets => "s",
            Self::Entries => "e",
            Self::Estimates => "y",
            Self::EstimateEntries => "f",
            Self::Attention => "a",
        }
    }

    fn from_letter(letter: &str) -> Option<Self> {
        let stages = std::iter::successors(Some(Self::Producers), |stage| stage.next());
        stages.into_iter().find(|stage| stage.letter() == letter)
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.epoch.simple())?;
        for (area, place) in &self.places {
            match place {
                Place::Feed(position) => write!(out, "~{area}:{}", spell(*position))?,
                Place::Part { after, told } => write!(out, "~{area}:{}:{PART}:{told}", spell(*after))?,
                Place::Snapshot { from, stage, key } => write!(out, "~{area}:{}:{}:{key}", spell(*from), stage.letter())?,
            }
        }
        Ok(())
    }
}

fn spell(position: Position) -> String {
    format!("{}.{}.{}", position.generation, position.tx, position.seq)
}

fn position(text: &str) -> Option<Position> {
    let mut numbers = text.split('.');
    let position = Position {
        generation: numbers.next()?.parse().ok()?,
        tx: numbers.next()?.parse().ok()?,
        seq: numbers.next()?.parse().ok()?,
    };
    (numbers.next().is_none() && position.tx >= 0).then_some(position)
}

/// Why a text is no cursor of ours does not matter: its owner reads from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unusable;

impl FromStr for Cursor {
    type Err = Unusable;

    fn from_str(text: &str) -> Result<Self, Unusable> {
        if text.contains(char::is_control) {
            return Err(Unusable);
        }
        let mut parts = text.split('~');
        let epoch = parts.next().and_then(|epoch| Uuid::try_parse(epoch).ok()).ok_or(Unusable)?;
        let places = parts.map(|part| area_and_place(part).ok_or(Unusable)).collect::<Result<_, _>>()?;
        Ok(Self { epoch, places })
    }
}

fn area_and_place(text: &str) -> Option<(AreaCode, Place)> {
    let mut parts = text.splitn(4, ':');
    let area = parts.next()?.parse().ok()?;
    let from = position(parts.next()?)?;
    let place = match (parts.next(), parts.next()) {
        (None, None) => Place::Feed(from),
        (Some(PART), Some(told)) => Place::Part {
            after: from,
            told: told.parse().ok()?,
        },
        (Some(stage), Some(key)) => Place::Snapshot {
            from,
            stage: SnapshotStage::from_letter(stage)?,
            key: key.to_owned(),
        },
        _ => return None,
    };
    Some((area, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str) -> AreaCode {
        code.parse().unwrap_or_else(|_| panic!("{code}"))
    }

    #[test]
    fn a_cursor_survives_its_text() {
        let at = Position {
            generation: 1,
            tx: 4_294_967_999,
            seq: 12,
        };
        let cursor = Cursor {
            epoch: Uuid::from_u128(7),
            places: BTreeMap::from([
                (area("2701"), Place::Feed(at)),
                (area("2702"), Place::Part { after: at, told: 500 }),
                (
                    area("2706"),
                    Place::Snapshot {
                        from: at,
                        stage: SnapshotStage::Entries,
                        key: "2706|2023-02-01|x:y".to_owned(),
                    },
                ),
            ]),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn what_is_no_cursor_is_unusable() {
        for text in [
            "",
            "x",
            "00000000000000000000000000000007~",
            "00000000000000000000000000000007~2706:1.2",
            "00000000000000000000000000000007~2706:1.-2.3",
            "00000000000000000000000000000007~2706:1.2.3:+:x",
            "00000000000000000000000000000007~2706:1.2.3:e:2706|\0",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(Unusable), "{text}");
        }
    }
}
