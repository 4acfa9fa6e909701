//! What an operator sees and does: readiness, numbers, the way of a request through the log and to a collector, migrations beside others.

mod following;
mod migrating;
mod numbers;
mod readiness;
mod spans;
