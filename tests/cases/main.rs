//! The proof. One file is one subject; a file that is not listed here fails `house::no_case_is_forgotten`.

mod figures;
mod house;
mod life;
mod migrations;
mod second_wall;
mod steps;
mod sync;
mod verify;
