//! How large a fault case is: small inside `make test`, full in `make faults` (`OTOP_FAULTS=full`).

/// Whether this is the full regime.
pub fn is_full() -> bool {
    std::env::var("OTOP_FAULTS").is_ok_and(|size| size == "full")
}

/// How many runs a case makes.
pub fn of<Number>(small: Number, full: Number) -> Number {
    if is_full() { full } else { small }
}
