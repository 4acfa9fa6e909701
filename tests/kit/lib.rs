//! What the cases stand on: real databases, real processes, real sockets.
//!
//! | file | idea |
//! |---|---|
//! | `cluster` | private PostgreSQL: one a test run, more for those who kill theirs; gone when the run ends, however it ends |
//! | `database` | a database per test, cloned from a template that is migrated (and filled) once |
//! | `office` | a district office at work: people, devices, producers |
//! | `node` | a server in this process, at a port of its own |
//! | `process`, `laptop`, `redis` | real programs, killed with the test that started them |
//! | `proxy/` | what networks do to connections: slow, lossy, silent, cut after so many bytes |
//! | `checker/` | the promises I1 to I8 held against server and laptops, by SQL of its own |
//! | `print` | a page printed by a real browser; its pages as text and as pictures |
//! | `script` | a script over npm packages, run by a real Node |
//! | `client`, `socket`, `follower` | a person who asks over HTTP, one who follows over a socket, over one socket after another |
//! | `device`, `reader`, `report`, `estimate` | what a laptop pushes, what it pulls, the steps of a report's life and of a year's estimate |
//! | `scan` | scans: the smallest files that are whole |
//! | `crash` | power loss, from the recorded system calls of a real program |
//! | `small_disk` | a disk that is soon full |
//! | `statements` | the SQL a piece of work costs |
//! | `wait` | waiting for a condition, never for a duration |
//! | `world` | a server with everything of its own, for measurements and attacks |
//! | `chance` | dice whose seed is printed and may be given |
//! | `size`, `table` | fault cases: small or full, and the row each reports |
//! | `model` | the sync core over networks that do not exist: a model server, letters through memory and simulated TCP |
//! | `project` | the folders of the project, the text of its files |

pub mod chance;
pub mod checker;
pub mod client;
pub mod cluster;
pub mod crash;
pub mod database;
pub mod device;
pub mod estimate;
pub mod follower;
pub mod laptop;
pub mod model;
pub mod node;
pub mod office;
pub mod print;
pub mod process;
pub mod project;
pub mod proxy;
pub mod reader;
pub mod redis;
pub mod report;
pub mod scan;
pub mod script;
pub mod size;
pub mod small_disk;
pub mod socket;
pub mod statements;
pub mod table;
pub mod wait;
pub mod world;

pub use client::Person;
pub use database::Database;
pub use socket::Socket;
