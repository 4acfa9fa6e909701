//! A slower and slower door for those who guess passwords, per account and address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Attempts that are not delayed: a person mistypes.
const FREE: u32 = 8;
const LONGEST: Duration = Duration::from_secs(60);
/// After this long without an attempt everything is forgotten.
const MEMORY: Duration = Duration::from_secs(15 * 60);
/// The most doors remembered; beyond it the oldest are forgotten.
const DOORS: usize = 20_000;

/// Failed attempts, remembered by this node.
#[derive(Debug, Default)]
pub struct Delay {
    doors: Mutex<HashMap<(String, IpAddr), Door>>,
}

#[derive(Debug, Clone, Copy)]
struct Door {
    attempts: u32,
    last: Instant,
}

impl Door {
    /// 1, 2, 4 … 60 seconds from the last attempt.
    fn opens(&self) -> Instant {
        match self.attempts.checked_sub(FREE) {
            None => self.last,
            Some(beyond) => self.last + Duration::from_secs(1 << beyond.min(6)).min(LONGEST),
        }
    }
}

impl Delay {
    /// Notes an attempt, before it is decided, so that many at once gain nothing.
    ///
    /// # Errors
    /// How long to wait.
    pub fn attempt(&self, username: &str, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        if doors.len() >= DOORS {
            doors.retain(|_, door| now < door.opens() + LONGEST);
        }
        doors.retain(|_, door| now < door.last + MEMORY);
        let door = doors
            .entry((username.to_owned(), address))
            .or_insert(Door { attempts: 0, last: now });
        if now < door.opens() {
            return Err(door.opens() - now);
        }
        *door = Door {
            attempts: door.attempts.saturating_add(1),
            last: now,
        };
        Ok(())
    }

    /// The password was right: the door is as new.
    pub fn forget(&self, username: &str, address: IpAddr) {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        doors.remove(&(username.to_owned(), address));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn guessing_becomes_slow_and_is_forgiven_in_time() {
        let (delay, start) = (Delay::default(), Instant::now());
        for _ in 0..FREE {
            assert_eq!(delay.attempt("a", HERE, start), Ok(()));
        }
        assert_eq!(delay.attempt("a", HERE, start), Err(Duration::from_secs(1)));
        assert_eq!(delay.attempt("b", HERE, start), Ok(()), "another account is not delayed");
        let later = start + Duration::from_secs(1);
        assert_eq!(delay.attempt("a", HERE, later), Ok(()));
        assert_eq!(delay.attempt("a", HERE, later), Err(Duration::from_secs(2)));
        assert_eq!(delay.attempt("a", HERE, later + MEMORY), Ok(()));
    }

    #[test]
    fn the_right_password_clears_the_door() {
        let (delay, now) = (Delay::default(), Instant::now());
        for _ in 0..FREE {
            delay.attempt("a", HERE, now).unwrap();
        }
        delay.forget("a", HERE);
        assert_eq!(delay.attempt("a", HERE, now), Ok(()));
    }
}
