//! The proof. One file is one subject; a file that is not listed here fails `house::no_case_is_forgotten`.

mod access;
mod backup;
mod contract;
mod demonstration;
mod edge;
mod embedded;
mod faults;
mod figures;
mod house;
mod import;
mod life;
mod migrations;
mod month;
mod nodes;
mod places;
mod readme;
mod register;
mod second_wall;
mod sight;
mod sign_in;
mod steps;
mod sync;
mod sync_adoption;
mod sync_held;
mod verify;
mod verify_life;
