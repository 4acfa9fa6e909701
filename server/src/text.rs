//! What people write: bounded, of characters that can be kept, without blanks around it where blanks say nothing; ids as clients write them.

use async_graphql::ID;
use otop_schema::Refusal;
use uuid::Uuid;

use crate::error::Error;

/// Characters of a reason or a remark at most (assumption).
pub const LONGEST: usize = 2_000;
/// Characters of a name or a number at most (assumption).
pub const LONGEST_NAME: usize = 200;

/// A text of at most `longest` characters, none of them NUL: PostgreSQL keeps every character but that one.
///
/// # Errors
/// `INVALID` with the rule `characters` or `length`.
pub fn fits(field: &str, text: &str, longest: usize) -> Result<(), Refusal> {
    if text.contains('\0') {
        let message = "มีอักขระที่ใช้ไม่ได้ / The text has a character that cannot be kept";
        return Err(Refusal::invalid(field, "characters", message));
    }
    if text.chars().count() > longest {
        let message = format!("ข้อความยาวเกิน {longest} ตัวอักษร / At most {longest} characters");
        return Err(Refusal::invalid(field, "length", message));
    }
    Ok(())
}

/// An id as clients write it; one that cannot be is nobody's.
///
/// # Errors
/// `NOT_FOUND`.
pub fn id(field: &str, id: &ID) -> Result<Uuid, Error> {
    Uuid::try_parse(id).map_err(|_| Error::not_found(field))
}

/// A text that may be left out, trimmed; blanks alone say nothing.
///
/// # Errors
/// As [`fits`].
pub fn optional<'a>(field: &str, text: Option<&'a str>, longest: usize) -> Result<Option<&'a str>, Refusal> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map_or(Ok(()), |text| fits(field, text, longest))?;
    Ok(text)
}

/// A text that must say something, trimmed.
///
/// # Errors
/// `INVALID` with the rule `required`, and as [`fits`].
pub fn required<'a>(field: &str, text: &'a str, longest: usize) -> Result<&'a str, Refusal> {
    optional(field, Some(text), longest)?.ok_or_else(|| Refusal::invalid(field, "required", "กรุณาระบุ / Please fill this in"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule<T>(text: Result<T, Refusal>) -> Option<String> {
        text.err().and_then(|refusal| refusal.rule)
    }

    #[test]
    fn blanks_say_nothing_and_books_are_too_long() {
        assert_eq!(required("name", "  กลุ่มทอผ้า ", LONGEST_NAME), Ok("กลุ่มทอผ้า"));
        assert_eq!(optional("telephone", Some(" "), LONGEST_NAME), Ok(None));
        assert_eq!(rule(required("name", " ", LONGEST_NAME)).as_deref(), Some("required"));
        assert_eq!(
            rule(optional("name", Some(&"ก".repeat(201)), LONGEST_NAME)).as_deref(),
            Some("length")
        );
        assert_eq!(rule(fits("note", "a\0b", LONGEST)).as_deref(), Some("characters"));
    }
}
