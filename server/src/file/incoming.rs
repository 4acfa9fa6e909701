//! What has arrived of a file, piece by piece. Pieces lie in the store, so that the next one may come to another node; they are a person's
//! own, so that nobody learns what others are sending.

use axum::body::Bytes;
use object_store::path::Path;
use otop_schema::{FileHash, Refusal, RefusalCode};
use uuid::Uuid;

use super::store::Files;
use crate::error::Result;

/// Bytes that one person may have on the way at once (assumption): 25 of the largest files.
const ON_THE_WAY: u64 = 250 * 1024 * 1024;
/// The folder of pieces.
pub(super) const INCOMING: &str = "incoming";

/// A file on its way from a person.
#[derive(Debug)]
pub struct Incoming<'a> {
    files: &'a Files,
    person: Path,
    folder: Path,
}

/// A piece: where in the file it begins, how long it is.
type Piece = (u64, u64);

impl<'a> Incoming<'a> {
    /// The file that a person sends.
    #[must_use]
    pub fn of(files: &'a Files, person: Uuid, hash: &FileHash) -> Self {
        let person = Path::from_iter([INCOMING, &person.to_string()]);
        let folder = person.clone().join(hash.as_str());
        Self { files, person, folder }
    }

    /// How many bytes have arrived, from the first one on.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the store does not answer.
    pub async fn received(&self) -> Result<u64> {
        Ok(end(&self.pieces().await?))
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// As above; `RATE_LIMITED` while the person has too much on the way.
    pub async fn add(&self, start: u64, bytes: Bytes) -> Result<()> {
        let on_the_way: u64 = self.files.list(&self.person).await?.iter().map(|piece| piece.size).sum();
        if on_the_way > ON_THE_WAY {
            return Err(too_much().into());
        }
        self.files.write(&self.piece(start), bytes).await
    }

    /// All bytes that have arrived.
    ///
    /// # Errors
    /// As above.
    pub async fn whole(&self) -> Result<Bytes> {
        let mut whole = Vec::new();
        for (start, _) in self.pieces().await? {
            whole.extend_from_slice(&self.files.bytes(&self.piece(start)).await?);
        }
        Ok(whole.into())
    }

    /// Forgets what has arrived.
    ///
    /// # Errors
    /// As above.
    pub async fn forget(&self) -> Result<()> {
        for piece in self.files.list(&self.folder).await? {
            self.files.delete(&piece.location).await?;
        }
        Ok(())
    }

    fn piece(&self, start: u64) -> Path {
        self.folder.clone().join(format!("{start:08}"))
    }

    async fn pieces(&self) -> Result<Vec<Piece>> {
        let found = self.files.list(&self.folder).await?;
        let piece = |object: object_store::ObjectMeta| Some((object.location.filename()?.parse().ok()?, object.size));
        Ok(joined(found.into_iter().filter_map(piece).collect()))
    }
}

/// The pieces that follow each other without a gap, from the first byte on. Two programs may have sent pieces that overlap: those that
/// begin inside another are passed over.
fn joined(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_unstable();
    let mut joined = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.0 == end(&joined) {
            joined.push(piece);
        }
    }
    joined
}

fn end(pieces: &[Piece]) -> u64 {
    pieces.last().map_or(0, |(start, size)| start.saturating_add(*size))
}

fn too_much() -> Refusal {
    let message = "มีแฟ้มที่ส่งไม่ครบมากเกินไป / Too many files are on the way: finish some of them first";
    Refusal::new(RefusalCode::RateLimited, message).rule("unfinished")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_follow_each_other() {
        assert_eq!(joined(vec![(4, 4), (0, 4)]), [(0, 4), (4, 4)]);
        assert_eq!(joined(vec![(4, 4)]), []);
        assert_eq!(joined(vec![(0, 4), (9, 1)]), [(0, 4)]);
        assert_eq!(joined(vec![(0, 8), (4, 4), (8, 2)]), [(0, 8), (8, 2)]);
    }
}
