//! Access tokens: ten minutes, signed with EdDSA. They say who, by which device, and when the password was typed; never what the
//! person may do.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keys::Ring;
use crate::clock;
use crate::error::{Error, Result};

/// How long an access token holds.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
const ISSUER: &str = "otop";
/// Seconds by which another node's clock may be ahead.
const CLOCKS_DIFFER: i64 = 60;
const LIFETIME_SECONDS: i64 = LIFETIME.num_seconds();

/// What a token says. Instants are seconds since 1970.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Claims {
    iss: String,
    /// The account.
    pub sub: String,
    /// The device the sign-in is bound to.
    pub dev: Uuid,
    /// When the password was typed; a refresh keeps it.
    pub auth_time: i64,
    /// When the token ends.
    pub exp: i64,
    iat: i64,
}

impl Claims {
    /// Claims given at `now` for a sign-in whose password was typed at `typed_at`.
    pub fn new(username: &str, device: Uuid, typed_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            sub: username.to_owned(),
            dev: device,
            auth_time: typed_at.timestamp(),
            exp: (now + LIFETIME).timestamp(),
            iat: now.timestamp(),
        }
    }

    /// When the token ends.
    pub fn expires_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// When the password was typed.
    pub fn typed_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.auth_time, 0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Whether it was given by now, for no longer than we give.
    fn is_plausible(&self, now: DateTime<Utc>) -> bool {
        let given = self.auth_time <= self.iat && self.iat <= now.timestamp() + CLOCKS_DIFFER;
        given && (0..=LIFETIME_SECONDS).contains(&self.exp.saturating_sub(self.iat))
    }
}

/// Signs claims.
///
/// # Errors
/// When the key cannot sign.
pub fn sign(claims: &Claims, ring: &Ring) -> Result<String> {
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(ring.kid.clone());
    jsonwebtoken::encode(&header, claims, &ring.signing).map_err(Error::internal)
}

/// What a token turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ours, and still good.
    Good(Claims),
    /// Signed with a key this node has not read yet, or by somebody else.
    UnknownKey,
    /// Not ours, spoilt, or expired.
    Bad,
}

/// Verifies a token against the keys: the algorithm is ours whatever its header says.
pub fn verify(token: &str, ring: &Ring) -> Verdict {
    let Ok(header) = jsonwebtoken::decode_header(token) else {
        return Verdict::Bad;
    };
    let Some(kid) = header.kid.filter(|_| header.crit.is_none()) else {
        return Verdict::Bad;
    };
    let now = clock::now();
    let Some(key) = ring.believed(&kid, now) else {
        return Verdict::UnknownKey;
    };
    match jsonwebtoken::decode::<Claims>(token, key, &rules()) {
        Ok(data) if data.claims.is_plausible(now) => Verdict::Good(data.claims),
        Ok(_) | Err(_) => Verdict::Bad,
    }
}

fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "iss", "sub"]);
    rules.validate_nbf = true;
    rules.leeway = 0;
    rules
}

#[cfg(test)]
mod tests {
    use super::super::keys::made_up;
    use super::*;

    fn claims(ago: TimeDelta) -> Claims {
        let then = clock::now() - ago;
        Claims::new("entry.2706", Uuid::now_v7(), then, then)
    }

    #[test]
    fn a_token_is_believed_for_ten_minutes() {
        let ring = made_up();
        let fresh = claims(TimeDelta::zero());
        assert_eq!(verify(&sign(&fresh, &ring).unwrap(), &ring), Verdict::Good(fresh));
        let old = claims(LIFETIME + TimeDelta::seconds(1));
        assert_eq!(verify(&sign(&old, &ring).unwrap(), &ring), Verdict::Bad);
    }

    #[test]
    fn a_token_for_longer_than_we_give_is_not_ours() {
        let ring = made_up();
        let mut long = claims(TimeDelta::zero());
        long.exp += 1;
        assert_eq!(verify(&sign(&long, &ring).unwrap(), &ring), Verdict::Bad);
    }

    #[test]
    fn another_key_is_not_believed() {
        let (ours, theirs) = (made_up(), made_up());
        let token = sign(&claims(TimeDelta::zero()), &theirs).unwrap();
        assert_eq!(verify(&token, &ours), Verdict::UnknownKey);
        assert_eq!(verify("a.b.c", &ours), Verdict::Bad);
        let (head, _) = token.rsplit_once('.').unwrap();
        assert_eq!(verify(&format!("{head}.AAAA"), &theirs), Verdict::Bad);
    }
}
