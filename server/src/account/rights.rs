//! Who keeps which account. What is not said here is refused.

use otop_schema::{AreaCode, Assignment, Role};

use super::row::Account;
use crate::error::{Error, Result};
use crate::identity::Caller;

/// Refuses who keeps no account of a unit.
///
/// # Errors
/// `FORBIDDEN` for who sees the area; `NOT_FOUND` on `field` for who does not.
pub fn must_keep_at<'a>(caller: &'a Caller, area: &AreaCode, field: &str) -> Result<&'a Assignment> {
    // The weakest account a unit has: whoever does not keep that keeps none.
    let keeper = keeper(caller, Role::CommitteeMember, area);
    keeper.ok_or_else(|| refused(caller, area, field))
}

/// Refuses who may not give this role for this place.
///
/// # Errors
/// As [`must_keep_at`].
pub fn must_grant<'a>(caller: &'a Caller, role: Role, area: &AreaCode) -> Result<&'a Assignment> {
    let mut held = caller.assignments.iter();
    let grants = |held: &&Assignment| held.covers(area) && held.role.grants(role, area.level());
    held.find(grants).ok_or_else(|| refused(caller, area, "area"))
}

/// Refuses who does not keep this account: all that its person holds, and its unit where the person holds nothing. Accounts that
/// are not the caller's to see answer as unknown ones do.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`
pub fn must_keep<'a>(caller: &'a Caller, account: &Account) -> Result<&'a Assignment> {
    let at_home = keeper(caller, Role::CommitteeMember, &account.area).ok_or_else(|| Error::not_found("username"))?;
    not_oneself(caller, account)?;
    for held in account.held()?.iter().filter(|held| !held.has_ended) {
        keeper(caller, held.role, &held.area).ok_or_else(|| Error::forbidden("keeper"))?;
    }
    Ok(at_home)
}

/// Nobody locks, unlocks or promotes oneself.
///
/// # Errors
/// `FORBIDDEN`
pub fn not_oneself(caller: &Caller, account: &Account) -> Result<()> {
    if account.person == caller.person {
        return Err(Error::forbidden("oneself"));
    }
    Ok(())
}

fn keeper<'a>(caller: &'a Caller, role: Role, area: &AreaCode) -> Option<&'a Assignment> {
    let mut held = caller.assignments.iter();
    held.find(|held| held.covers(area) && held.role.keeps(role, area.level()))
}

fn refused(caller: &Caller, area: &AreaCode, field: &str) -> Error {
    if caller.sees_totals(area) {
        Error::forbidden("keeper")
    } else {
        Error::not_found(field)
    }
}
