//! The GraphQL server of OTOP revenue reporting: where figures are kept, and who may ask.
//!
//! Data flows one way: GraphQL field → rule (`otop_schema`) → SQL → row → field. A folder is a feature; its resolvers are
//! the handlers, and the SQL stands beside them.
//!
//! | room | what it holds |
//! |---|---|
//! | `sheet/` | figures, and the one path by which they change; the lock order of the whole server |
//! | `sync/` | what laptops push and pull |
//! | `rxdb/` | the second door: the same for stock RxDB |
//! | `life/` | the life that a month's report and a year's estimate share: its steps, and what hangs on a submission |
//! | `report/` | form รต.๒: its figures, checks and confirmed versions |
//! | `estimate/` | the yearly estimate: its figures, rule and sent revisions |
//! | `committee/` | who certifies: votes in the system, meetings on paper |
//! | `receipt/` | the signed paper in the province's hands |
//! | `evidence/` | what shows that figures are right, and the province's spot checks |
//! | `file/` | scans: where their bytes lie, and how they get there |
//! | `checklist/` | what a month still wants: each province's list, the department's of all provinces |
//! | `consolidation/` | the department's numbered sum of a month: drafted at the close, consolidated, sent on |
//! | `form/` | forms as papers: asked under the reader's rights, checked by anybody |
//! | `feed/` | the book of events (feed and audit trail) and the bell |
//! | `audit/` | the audit trail, read by people and exported for outsiders |
//! | `calendar/` | when a month can be written; holidays, and reminders of deadlines |
//! | `roadmap/` | what a fiscal year asks of a place, and what of it is done |
//! | `library/` | what the department hands out, by short codes |
//! | `demo/` | a demonstration from a seed |
//! | `import/` | figures and producers from files |
//! | `verify/` | the independent checker |
//! | `identity/` | who asks: sign-in, tokens, the caller of a request |
//! | `account/` | who may ask: accounts and assignments, and who keeps them |
//! | `http/` | the edge: GraphQL over HTTP and sockets, the query guard, probes |
//! | `graphql.rs` | the roots of the schema |
//! | `request.rs` | one request: the caller, the snapshot a query reads, the transaction a mutation writes |
//! | `wall.rs` | the second wall: a person's transaction says whose it is |
//! | `place/` | nation, provinces, districts, subdistricts |
//! | `producer/` | producers, and the register of them |
//! | `target/` | what revenue is to reach: policy, frozen base and targets of a fiscal year |
//! | `rollup/` | sums of a place or producer over a period |
//! | `database/` | the private PostgreSQL cluster, connections, migrations |
//! | `config.rs` | the only reader of the environment |
//! | `app.rs` | what one node holds |
//! | `clock.rs` | the only reader of time |
//! | `beat.rs` | what a node does again and again |
//! | `error.rs` | the only place that turns a failure into a GraphQL error |
//! | `me.rs`, `node.rs` | the person who asks; anything by its id |
//! | `metrics/` | what an operator watches |
//! | `correlation.rs` | the id of a request, in its answer, the log and its errors |
//! | `memo.rs` | what several fields of one answer need is read once |
//! | `statement.rs` | hand-written SQL that is prepared once |
//! | `text.rs` | what people write: how long, of which characters |
//! | `tables.rs` | the tables as diesel sees them |

pub mod account;
pub mod app;
pub mod audit;
mod beat;
pub mod calendar;
pub mod checklist;
pub mod clock;
pub mod committee;
pub mod config;
pub mod consolidation;
pub mod correlation;
pub mod database;
pub mod demo;
pub mod error;
pub mod estimate;
pub mod evidence;
pub mod feed;
pub mod file;
pub mod form;
pub mod graphql;
pub mod http;
pub mod identity;
pub mod import;
pub mod library;
mod life;
pub mod me;
pub mod memo;
pub mod metrics;
pub mod node;
pub mod place;
pub mod producer;
pub mod receipt;
pub mod report;
pub mod request;
pub mod roadmap;
pub mod rollup;
pub mod rxdb;
pub mod sheet;
pub mod statement;
pub mod sync;
pub mod tables;
pub mod target;
pub mod text;
pub mod verify;
pub mod wall;
