//! Figures and producers from files.

mod past;

pub use past::{Past, Source, load, record};
