//! The two values of an item, and whose they are: "mine" is what the person at the keyboard recorded, on whichever side.

use serde::Serialize;

use super::Item;
use crate::error::{Error, Result};

/// One of the two values of an item.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Side {
    /// What was offered and not taken.
    Offered,
    /// What the server has.
    Recorded,
}

impl Side {
    /// The other value.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Offered => Side::Recorded,
            Side::Recorded => Side::Offered,
        }
    }
}

impl Item {
    /// The value of the person at the keyboard.
    ///
    /// # Errors
    /// Neither value is his or hers: "mine" would be a word for somebody else's figure.
    pub fn mine(&self) -> Result<Side> {
        self.my_side.ok_or_else(|| {
            let number = self.number;
            Error::usage(
                format!(
                    "รายการที่ {number} ไม่มีค่าใดเป็นของท่าน เลือกด้วย otop attention take-offered {number} (ค่าที่เสนอ) \
                     หรือ take-recorded {number} (ค่าในระบบ)"
                ),
                format!(
                    "Neither value of item {number} is yours: choose with otop attention take-offered {number} or take-recorded {number}"
                ),
            )
        })
    }
}

/// Which value is the person's. An own edit of this laptop is, whatever stands on the server.
pub(super) fn mine(own: bool, me: &str, offered_by: Option<&str>, recorded_by: Option<&str>) -> Option<Side> {
    match (own || offered_by == Some(me), recorded_by == Some(me)) {
        (true, _) if own => Some(Side::Offered),
        (true, false) => Some(Side::Offered),
        (false, true) => Some(Side::Recorded),
        (true, true) | (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mine_is_what_i_recorded_on_whichever_side() {
        let mine = |own, offered, recorded| mine(own, "สมศรี", Some(offered), recorded);
        assert_eq!(mine(true, "สมศรี", Some("วินัย")), Some(Side::Offered));
        assert_eq!(mine(true, "สมศรี", Some("สมศรี")), Some(Side::Offered));
        assert_eq!(mine(false, "วินัย", Some("สมศรี")), Some(Side::Recorded));
        assert_eq!(mine(false, "สมศรี", Some("วินัย")), Some(Side::Offered));
        assert_eq!(mine(false, "วินัย", Some("มาลี")), None);
        assert_eq!(mine(false, "วินัย", None), None);
        assert_eq!(mine(false, "สมศรี", Some("สมศรี")), None);
    }
}
