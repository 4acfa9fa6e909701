//! The program `otop`; everything it can do is in the library.

fn main() -> std::process::ExitCode {
    otop_sync::cli::main()
}
