//! What an operator sees and does: readiness, numbers, the way of a request through the log, migrations beside others.

mod following;
mod migrating;
mod numbers;
mod readiness;
