//! The fiscal year: what revenue is compared with, how much it grew, what it scores.
//!
//! | file | idea |
//! |---|---|
//! | `world` | the demonstration with figures one can reckon by hand |
//! | `growth` | official and provisional, at every level; what cannot be computed and why |
//! | `bases` | policies, cohort, frozen and revised bases |
//! | `targets` | who sets them for whom, their revisions, whether they add up |

mod bases;
mod growth;
mod targets;
mod world;
