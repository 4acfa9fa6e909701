//! Spreadsheets keep numbers as binary fractions and show fifteen digits of them. What they show is what was meant.

/// The digits a spreadsheet is right about.
const DIGITS: usize = 15;

/// A number as the decimal text a spreadsheet means by it: no arithmetic, only writing.
pub fn exact(number: f64) -> String {
    let scientific = format!("{number:.*e}", DIGITS - 1);
    match scientific.split_once('e') {
        Some((mantissa, exponent)) => exponent.parse().map_or(scientific.clone(), |exponent| plain(mantissa, exponent)),
        None => scientific,
    }
}

/// `-1.23400`, 2 → `-123.4`.
fn plain(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    let point = usize::try_from(exponent + 1).unwrap_or_default();
    let leading = "0".repeat(usize::try_from(-exponent).unwrap_or_default());
    let digits = format!("{leading}{digits}");
    let point = if exponent < 0 { 1 } else { point };
    let (whole, fraction) = digits.split_at(point.min(digits.len()));
    let whole = format!("{whole}{}", "0".repeat(point - whole.len()));
    let whole = if whole.is_empty() { "0" } else { whole.as_str() };
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_spreadsheet_shows() {
        let table = [
            (0.0, "0"),
            (1234.5, "1234.5"),
            (0.1 + 0.2, "0.3"),
            (1_000_000.0, "1000000"),
            (999_999_999_999.99, "999999999999.99"),
            (0.05, "0.05"),
            (-7.25, "-7.25"),
            (10.005, "10.005"),
            (1e21, "1000000000000000000000"),
        ];
        for (number, text) in table {
            assert_eq!(exact(number), text);
        }
    }
}
