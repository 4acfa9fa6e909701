//! The server of OTOP revenue reporting: where the figures are kept, and who may ask.
pub mod config;
pub mod database;
