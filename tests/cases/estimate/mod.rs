//! The yearly estimate: its figures by the one path of all figures, its life, its revisions, its sums, behind both walls.

mod figures;
mod form;
mod laptop;
mod life;
mod sums;
mod walls;
mod world;
