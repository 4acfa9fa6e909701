//! QR codes as SVG: sharp on paper, and part of the page.

use qrcode::{Color, EcLevel, QrCode};

/// White modules around a code, as its standard asks.
const QUIET: usize = 4;

/// The code of a text; none where the text is too long for any (about 2,300 bytes).
pub fn qr_svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let squares: String = dark
        .map(|(index, _)| format!("M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET))
        .collect();
    let side = width + 2 * QUIET;
    Some(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"QR\" shape-rendering=\"crispEdges\"><path d=\"{squares}\"/></svg>"
    ))
}
