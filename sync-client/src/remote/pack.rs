//! A GraphQL operation as the body of a letter. Packing takes time, so the next batch is packed while an answer is on its way.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use serde::Serialize;

use crate::plan::Answer;

/// Bodies from this size on are compressed: below, the time is better spent than the bytes.
const COMPRESS_FROM: usize = 4 * 1024;

/// A body ready to go.
#[derive(Debug, Clone)]
pub struct Packed {
    pub(super) body: Vec<u8>,
    pub(super) gzip: bool,
}

impl Packed {
    /// Packs one operation.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn new(operation: &impl Serialize) -> Result<Packed, Answer> {
        let plain = serde_json::to_vec(operation).map_err(|cause| Answer::Malformed(cause.to_string()))?;
        Ok(match compressed(&plain) {
            Some(body) => Packed { body, gzip: true },
            None => Packed { body: plain, gzip: false },
        })
    }
}

fn compressed(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() < COMPRESS_FROM {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}
