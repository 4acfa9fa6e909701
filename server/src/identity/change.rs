//! Another password: what is acceptable as one, and what changes with it.
//!
//! Length is what makes a password hard to guess; there are no rules about kinds of letters (NIST SP 800-63B, 5.1.1.2).

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use otop_schema::Refusal;

use super::refresh;
use super::sign_in::PasswordChange;
use crate::error::Result;
use crate::tables::account;

/// The shortest password, in characters (assumption).
pub const SHORTEST: usize = 12;
/// The longest password, in characters.
pub const LONGEST: usize = 128;
/// Fewer different characters than this are a pattern, not a password.
const DIFFERENT: usize = 5;
/// What everybody tries first, of those that are long enough.
const COMMON: [&str; 12] = [
    "123456789012",
    "1234567890123",
    "password1234",
    "passwordpassword",
    "adminadminadmin",
    "administrator",
    "qwertyuiop12",
    "qwertyuiop123",
    "iloveyouiloveyou",
    "thailand1234",
    "otopotopotop",
    "letmeinletmein",
];

/// Whether a person may choose this.
///
/// # Errors
/// As [`fit`]; the password until now is not a new one.
pub fn acceptable(username: &str, asked: &PasswordChange) -> std::result::Result<(), Refusal> {
    if asked.new == asked.current {
        let message = "รหัสผ่านใหม่ต้องต่างจากเดิม / The new password is the old one";
        return Err(Refusal::invalid("new", "same", message));
    }
    fit("new", username, &asked.new)
}

/// Whether a password is hard to guess.
///
/// # Errors
/// `INVALID` on `field` with the rule `length`, `username` or `common`.
pub fn fit(field: &str, username: &str, password: &str) -> std::result::Result<(), Refusal> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        let message = format!("รหัสผ่านต้องมี {SHORTEST} ถึง {LONGEST} ตัวอักษร / A password has {SHORTEST} to {LONGEST} characters");
        return Err(Refusal::invalid(field, "length", message));
    }
    let spelled = password.to_lowercase();
    if spelled.contains(username) {
        let message = "รหัสผ่านต้องไม่มีชื่อผู้ใช้ / The password contains the name of the account";
        return Err(Refusal::invalid(field, "username", message));
    }
    let different: std::collections::HashSet<char> = spelled.chars().collect();
    if different.len() < DIFFERENT || COMMON.contains(&spelled.as_str()) {
        let message = "รหัสผ่านเดาง่ายเกินไป / The password is easily guessed";
        return Err(Refusal::invalid(field, "common", message));
    }
    Ok(())
}

/// The password is the person's own from now on, and every sign-in by the one before ends.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(conn: &mut AsyncPgConnection, username: &str, hash: &str, now: DateTime<Utc>) -> Result<()> {
    let values = (account::password_hash.eq(hash), account::must_change.eq(false));
    diesel::update(account::table.find(username)).set(values).execute(conn).await?;
    refresh::revoke_all(conn, username, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(password: &str) -> Option<String> {
        fit("new", "entry.2706", password).err().and_then(|refusal| refusal.rule)
    }

    #[test]
    fn long_is_enough() {
        assert_eq!(rule("ข้าวสวยร้อนๆหอมมาก"), None);
        assert_eq!(rule("correct horse battery"), None);
        assert_eq!(rule("khao-suai-2566"), None);
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        assert_eq!(rule("short").as_deref(), Some("length"));
        assert_eq!(rule(&"กขคงจ".repeat(26)).as_deref(), Some("length"));
        assert_eq!(rule("Entry.2706-2566").as_deref(), Some("username"));
        assert_eq!(rule("ababababababab").as_deref(), Some("common"));
        assert_eq!(rule("Password1234").as_deref(), Some("common"));
    }
}
