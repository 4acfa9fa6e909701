//! Places by their official codes: the longer begins with the shorter, so "inside" is a prefix.

use std::fmt;
use std::str::FromStr;

use diesel::sql_types::Text;

use crate::Refusal;

/// The four levels of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaLevel {
    /// `TH`.
    Nation,
    /// Two digits (จังหวัด).
    Province,
    /// Four digits (อำเภอ).
    District,
    /// Six digits (ตำบล).
    Subdistrict,
}

/// The code of a place: `TH`, `27`, `2706` or `270601`. Names repeat, codes do not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct AreaCode(String);

impl AreaCode {
    /// The nation.
    pub fn nation() -> AreaCode {
        AreaCode("TH".to_owned())
    }

    /// A district's code.
    ///
    /// # Errors
    /// `INVALID` on field `district` for any other text.
    pub fn district(code: &str) -> Result<AreaCode, Refusal> {
        AreaCode::from_str(code)
            .ok()
            .filter(|area| area.level() == AreaLevel::District)
            .ok_or_else(|| Refusal::unreadable("district", code).field("district"))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Nation, province, district or subdistrict.
    pub fn level(&self) -> AreaLevel {
        match self.prefix().len() {
            0 => AreaLevel::Nation,
            2 => AreaLevel::Province,
            4 => AreaLevel::District,
            _ => AreaLevel::Subdistrict,
        }
    }

    /// The place it lies in; the nation lies in none.
    pub fn parent(&self) -> Option<AreaCode> {
        match self.level() {
            AreaLevel::Nation => None,
            AreaLevel::Province => Some(AreaCode::nation()),
            AreaLevel::District | AreaLevel::Subdistrict => Some(AreaCode(self.0[..self.0.len() - 2].to_owned())),
        }
    }

    /// What the codes of all places inside begin with: nothing for the nation.
    pub fn prefix(&self) -> &str {
        if self.0 == "TH" { "" } else { &self.0 }
    }

    /// Whether the other place is this one or lies inside it.
    pub fn contains(&self, other: &AreaCode) -> bool {
        self.prefix().is_empty() || other.prefix().starts_with(self.prefix())
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AreaCode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<AreaCode, Refusal> {
        let digits = matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits || text == "TH" {
            Ok(AreaCode(text.to_owned()))
        } else {
            Err(Refusal::unreadable("place", text))
        }
    }
}

impl AsRef<str> for AreaCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

text_value!(AreaCode);
graphql_id!(AreaCode);
