//! A word of the contract, or one that a newer server says and this program does not know yet: kept, never a crash.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A value of the enum `T`, or the text of one that is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Known<T> {
    /// A word this program knows.
    Known(T),
    /// A newer server's word, as it came.
    Unknown(String),
}

impl<T: Copy> Known<T> {
    /// The value, if this program knows it.
    #[must_use]
    pub fn value(&self) -> Option<T> {
        match self {
            Known::Known(value) => Some(*value),
            Known::Unknown(_) => None,
        }
    }
}

impl<T: Serialize + DeserializeOwned> Known<T> {
    /// The word as it stands on the wire and in the mirror.
    #[must_use]
    pub fn word(&self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => String::new(),
        }
    }

    /// The word read back from the mirror.
    #[must_use]
    pub fn read(word: &str) -> Self {
        serde_json::from_value(word.into()).unwrap_or_else(|_| Known::Unknown(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use otop_schema::RefusalCode;

    #[test]
    fn words_of_a_newer_server_are_kept() {
        for word in ["MONTH_CLOSED", "MOON_IS_FULL"] {
            let known: Known<RefusalCode> = serde_json::from_value(word.into()).unwrap();
            assert_eq!(known.word(), word);
            assert_eq!(Known::read(word), known);
        }
        assert_eq!(Known::<RefusalCode>::read("MOON_IS_FULL").value(), None);
    }
}
