//! Passwords: argon2id, two at a time, and exactly one verification for known and unknown names.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use rand::RngExt;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};

/// Each verification takes 19 MiB and a core for some ten milliseconds: a crowd at the door waits here, not on every core.
static DOOR: Semaphore = Semaphore::const_new(2);
/// Nobody's password is longer, in bytes: a text beyond it is verified as an empty one.
const LONGEST: usize = 1_024;

/// The text to keep for a password (a PHC string with its own salt).
///
/// # Errors
/// When the system gives no randomness.
pub fn hash(password: &str) -> Result<String> {
    let hashed: PasswordHash = Argon2::default().hash_password(password.as_bytes()).map_err(Error::internal)?;
    Ok(hashed.to_string())
}

/// The same beside other work, in turn with verifications.
///
/// # Errors
/// As [`hash`].
pub async fn hash_in_turn(password: String) -> Result<String> {
    let _turn = DOOR.acquire().await.map_err(Error::internal)?;
    spawn_blocking(move || hash(&password)).await.map_err(Error::internal)?
}

/// Whether a password belongs to a kept text.
///
/// # Errors
/// When the kept text is not one of ours.
pub async fn matches(password: String, kept: String) -> Result<bool> {
    let _turn = DOOR.acquire().await.map_err(Error::internal)?;
    let verified = spawn_blocking(move || {
        let kept = PasswordHash::new(&kept).map_err(Error::internal)?;
        let password = if password.len() > LONGEST { "" } else { &password };
        Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
    });
    verified.await.map_err(Error::internal)?
}

/// A password to be handed over and changed at once: three groups of four letters that are not taken for each other, 59 bits.
#[must_use]
pub fn made() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut chance = rand::rng();
    let mut group = || {
        (0..4)
            .map(|_| char::from(LETTERS[chance.random_range(0..LETTERS.len())]))
            .collect::<String>()
    };
    [group(), group(), group()].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let kept = hash("ความลับ").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(matches("ความลับ".to_owned(), kept.clone()).await.unwrap());
        assert!(!matches("secret".to_owned(), kept).await.unwrap());
        assert!(matches("x".to_owned(), "not a hash".to_owned()).await.is_err());
    }

    #[tokio::test]
    async fn a_book_is_nobodys_password() {
        let kept = hash("").unwrap();
        assert!(!matches("x".repeat(LONGEST), kept.clone()).await.unwrap());
        assert!(
            matches("x".repeat(LONGEST + 1), kept).await.unwrap(),
            "an account has no empty password"
        );
    }

    #[test]
    fn a_made_password_fits_its_own_rules() {
        assert_eq!(super::super::change::fit("new", "entry.2706", &made()), Ok(()));
    }
}
