//! Access tokens: ten minutes, signed with EdDSA. They say who and by which device, never what the person may do.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keys::Ring;
use crate::error::{Error, Result};

/// How long an access token holds.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
const ISSUER: &str = "otop";

/// What a token says.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Claims {
    iss: String,
    /// The account.
    pub sub: String,
    /// The device the sign-in is bound to.
    pub dev: Uuid,
    /// Seconds since 1970 at which it ends.
    pub exp: i64,
    iat: i64,
}

impl Claims {
    /// Claims of a sign-in at `now`.
    pub fn new(username: &str, device: Uuid, now: DateTime<Utc>) -> Self {
        let (iat, exp) = (now.timestamp(), (now + LIFETIME).timestamp());
        Self {
            iss: ISSUER.to_owned(),
            sub: username.to_owned(),
            dev: device,
            exp,
            iat,
        }
    }

    /// When the token ends.
    pub fn expires_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or(DateTime::UNIX_EPOCH)
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

/// Verifies a token against the keys.
pub fn verify(token: &str, ring: &Ring) -> Verdict {
    let Ok(header) = jsonwebtoken::decode_header(token) else {
        return Verdict::Bad;
    };
    let Some(key) = header.kid.and_then(|kid| ring.believed.get(&kid)) else {
        return Verdict::UnknownKey;
    };
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "iss", "sub"]);
    rules.leeway = 0;
    match jsonwebtoken::decode::<Claims>(token, key, &rules) {
        Ok(data) => Verdict::Good(data.claims),
        Err(_) => Verdict::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::made_up;
    use super::*;

    fn claims(ago: TimeDelta) -> Claims {
        Claims::new("entry.2706", Uuid::now_v7(), crate::clock::now() - ago)
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
    fn another_key_is_not_believed() {
        let (ours, theirs) = (made_up(), made_up());
        let token = sign(&claims(TimeDelta::zero()), &theirs).unwrap();
        assert_eq!(verify(&token, &ours), Verdict::UnknownKey);
        assert_eq!(verify("a.b.c", &ours), Verdict::Bad);
        let (head, _) = token.rsplit_once('.').unwrap();
        assert_eq!(verify(&format!("{head}.AAAA"), &theirs), Verdict::Bad);
    }
}
