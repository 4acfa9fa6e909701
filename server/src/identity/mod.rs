//! Who asks, and what he or she may see.

mod caller;

pub use caller::Caller;
