//! The district laptop.
pub mod backoff;
pub mod batch;
pub mod clock;
pub mod known;
pub mod message;
pub mod plan;
pub mod wire;
