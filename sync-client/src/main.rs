//! The program `otop`; everything it can do is in the library.

fn main() -> std::process::ExitCode {
    #[cfg(feature = "faults")]
    let _fail_points = fail::FailScenario::setup();
    otop_sync::cli::main()
}
