//! What the cases stand on: real databases, real processes, real sockets.
//!
//! | file | idea |
//! |---|---|
//! | `cluster` | one private PostgreSQL a test run, gone when the run ends, however it ends |
//! | `database` | a database per test, cloned from a template that is migrated (and filled) once |
//! | `wait` | waiting for a condition, never for a duration |
//! | `chance` | dice whose seed is printed and may be given |
//! | `project` | the folders of the project, the text of its files |

pub mod chance;
pub mod cluster;
pub mod database;
pub mod project;
pub mod wait;

pub use database::Database;
