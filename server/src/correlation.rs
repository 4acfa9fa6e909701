//! The id of a request: it stands in its answer, in every line of the log that it caused, and in the errors of ours that it met, so
//! that what a person saw is found where it happened.

use std::sync::Arc;

use uuid::Uuid;

/// The longest id that is taken over from a client, in characters.
const LONGEST: usize = 64;

tokio::task_local! {
    static CURRENT: Correlation;
}

/// The id of a request. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Correlation(Arc<str>);

impl Default for Correlation {
    /// An id of our own.
    fn default() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }
}

impl Correlation {
    /// What a client calls its request, when that is a plain short word: it will stand in our log.
    #[must_use]
    pub fn given(text: &str) -> Option<Self> {
        let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-_.".contains(&letter);
        let is_taken = (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_plain);
        is_taken.then(|| Self(text.into()))
    }

    /// That of the request that is being answered; outside of any, a new one.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.try_with(Self::clone).unwrap_or_default()
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Does `work` under this id.
    pub async fn within<Work: Future>(self, work: Work) -> Work::Output {
        CURRENT.scope(self, work).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_short_word_is_taken_over() {
        for plain in ["a", "0193f2c4-7d1e-7000-8000-000000000000", "laptop_7.3"] {
            assert_eq!(Correlation::given(plain).expect(plain).as_str(), plain);
        }
        let long = "a".repeat(LONGEST + 1);
        for other in ["", "a b", "a\nERROR forged", "{\"a\":1}", "ไทย", &long] {
            assert!(Correlation::given(other).is_none(), "{other}");
        }
    }

    #[tokio::test]
    async fn work_knows_its_request() {
        let given = Correlation::given("asked").expect("plain");
        let seen = given.within(async { Correlation::current() }).await;
        assert_eq!(seen.as_str(), "asked");
        assert_ne!(Correlation::current().as_str(), "asked", "outside of it there is none");
    }
}
