//! What a sheet must hold together: its state, its reason and its cells.

use crate::{Amount, Refusal, SheetState};

/// Whether a sheet may take this state.
///
/// # Errors
/// `INVALID`: `NOT_OBTAINED` without a reason, `NO_SALES` with positive cells.
pub fn sheet_may_be(state: SheetState, reason: Option<&str>, positive_cells: bool) -> Result<(), Refusal> {
    let has_reason = reason.is_some_and(|reason| !reason.trim().is_empty());
    match state {
        SheetState::NotObtained if !has_reason => Err(Refusal::invalid(
            "reason",
            "reason-required",
            "กรุณาระบุเหตุผลที่เก็บข้อมูลไม่ได้ / Say why the figures could not be obtained.",
        )),
        SheetState::NoSales if positive_cells => Err(Refusal::invalid(
            "state",
            "no-sales-with-figures",
            "มียอดจำหน่ายบันทึกไว้แล้ว / There are sales recorded on this sheet.",
        )),
        SheetState::NotObtained | SheetState::NoSales | SheetState::InProgress | SheetState::Complete => Ok(()),
    }
}

/// Whether a sheet may say that its figures were copied: while it is recorded only, so that nobody submits what nobody looked at.
///
/// # Errors
/// `INVALID`: copied, and in another state than `IN_PROGRESS`.
pub fn copied_may_be(state: SheetState, copied: bool) -> Result<(), Refusal> {
    if !copied || state == SheetState::InProgress {
        return Ok(());
    }
    let message = "ตัวเลขที่คัดลอกจากเดือนก่อนต้องตรวจก่อน / Figures copied from the month before are looked at first.";
    Err(Refusal::invalid("copied", "not-looked-at", message))
}

/// The state of a sheet after one of its cells was set: a first cell opens the sheet, a positive one reopens a sheet
/// that said there was nothing; a complete sheet stays complete.
pub fn state_after_cell(state: Option<SheetState>, amount: Option<Amount>) -> SheetState {
    let positive = amount.is_some_and(|amount| amount > Amount::ZERO);
    match state {
        None => SheetState::InProgress,
        Some(SheetState::NoSales | SheetState::NotObtained) if positive => SheetState::InProgress,
        Some(state @ (SheetState::NoSales | SheetState::NotObtained | SheetState::InProgress | SheetState::Complete)) => state,
    }
}
