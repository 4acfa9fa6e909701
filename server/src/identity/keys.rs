//! The keys access tokens are signed with: made at the first start, shared by all nodes through the database, told apart by `kid`.
//!
//! A node reads them again when what it knows is half a minute old, and when a token names one it does not know. A new key signs
//! once it has stood long enough for whoever reads again to find it; an old one is believed until its last token has ended.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey, EncodePublicKey};
use jsonwebtoken::{DecodingKey, EncodingKey};
use tokio::time::Instant;
use uuid::Uuid;

use crate::app::App;
use crate::clock;
use crate::error::{Error, Result};
use crate::tables::token_key;

/// What this node knows of the keys.
pub struct Keys {
    ring: RwLock<Arc<Ring>>,
}

/// Forged tokens name unknown keys too: they make a node read the table no oftener than this.
const READ_AGAIN: Duration = Duration::from_secs(2);
/// How old what a node knows may be.
pub const KNOWN_FOR: Duration = Duration::from_secs(30);
/// How long a key stands before it signs: longer than `READ_AGAIN`, so that nobody is refused for a key that was just made.
const SETTLING: TimeDelta = TimeDelta::seconds(5);

/// One reading of the table.
pub struct Ring {
    read_at: Instant,
    /// The key new tokens are signed with: the youngest that has settled.
    pub kid: String,
    /// Its secret half.
    pub signing: EncodingKey,
    keys: HashMap<String, Key>,
}

struct Key {
    public: DecodingKey,
    retired_at: Option<DateTime<Utc>>,
}

impl Ring {
    /// The public half of a key that is believed at `now`.
    pub fn believed(&self, kid: &str, now: DateTime<Utc>) -> Option<&DecodingKey> {
        let key = self.keys.get(kid)?;
        key.retired_at.is_none_or(|retired| now < retired).then_some(&key.public)
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = token_key)]
struct Row {
    kid: String,
    private_pem: String,
    public_pem: String,
    created_at: DateTime<Utc>,
    retired_at: Option<DateTime<Utc>>,
}

impl Keys {
    /// Reads the keys, making the first one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(conn: &mut AsyncPgConnection) -> Result<Self> {
        Ok(Self {
            ring: RwLock::new(Arc::new(read_or_make(conn).await?)),
        })
    }

    /// The keys, not older than half a minute.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ring(&self, app: &App) -> Result<Arc<Ring>> {
        self.not_older_than(KNOWN_FOR, app).await
    }

    /// The keys, read again unless that was done a moment ago.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn newer(&self, app: &App) -> Result<Arc<Ring>> {
        self.not_older_than(READ_AGAIN, app).await
    }

    async fn not_older_than(&self, age: Duration, app: &App) -> Result<Arc<Ring>> {
        let known = self.ring.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.read_at.elapsed() < age {
            return Ok(known);
        }
        let ring = Arc::new(read_or_make(&mut *app.connection().await?).await?);
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring.clone();
        Ok(ring)
    }
}

async fn read_or_make(conn: &mut AsyncPgConnection) -> Result<Ring> {
    let rows = read(conn).await?;
    if !rows.is_empty() {
        return ring(&rows);
    }
    let rows = conn.transaction(async |conn| make(conn).await).await?;
    ring(&rows)
}

async fn read(conn: &mut AsyncPgConnection) -> Result<Vec<Row>> {
    let believed = token_key::retired_at.is_null().or(token_key::retired_at.gt(clock::now()));
    let believed = token_key::table.filter(believed).order(token_key::created_at.desc());
    let columns = (
        token_key::kid,
        token_key::private_pem,
        token_key::public_pem,
        token_key::created_at,
        token_key::retired_at,
    );
    Ok(believed.select(columns).load(conn).await?)
}

/// Two nodes may start at the same moment: the second one finds the first one's key.
async fn make(conn: &mut AsyncPgConnection) -> Result<Vec<Row>> {
    lock(conn).await?;
    let rows = read(conn).await?;
    if rows.is_empty() {
        add(conn).await?;
        return read(conn).await;
    }
    Ok(rows)
}

/// Whoever makes or retires a key is alone with the table; reading goes on.
pub(super) async fn lock(conn: &mut AsyncPgConnection) -> Result<()> {
    Ok(conn.batch_execute("LOCK TABLE token_key IN SHARE ROW EXCLUSIVE MODE").await?)
}

/// Makes a key and tells its name.
pub(super) async fn add(conn: &mut AsyncPgConnection) -> Result<String> {
    let row = fresh(clock::now())?;
    diesel::insert_into(token_key::table).values(&row).execute(conn).await?;
    Ok(row.kid)
}

fn fresh(now: DateTime<Utc>) -> Result<Row> {
    let key = SigningKey::from_bytes(&rand::random());
    let private = key.to_pkcs8_pem(LineEnding::LF).map_err(Error::internal)?;
    let public = key.verifying_key().to_public_key_pem(LineEnding::LF).map_err(Error::internal)?;
    Ok(Row {
        kid: Uuid::now_v7().to_string(),
        private_pem: private.to_string(),
        public_pem: public,
        created_at: now,
        retired_at: None,
    })
}

fn ring(rows: &[Row]) -> Result<Ring> {
    let signing = signing(rows, clock::now()).ok_or_else(|| Error::internal("no token key"))?;
    let mut keys = HashMap::new();
    for row in rows {
        let public = DecodingKey::from_ed_pem(row.public_pem.as_bytes()).map_err(Error::internal)?;
        let retired_at = row.retired_at;
        keys.insert(row.kid.clone(), Key { public, retired_at });
    }
    Ok(Ring {
        read_at: Instant::now(),
        kid: signing.kid.clone(),
        signing: EncodingKey::from_ed_pem(signing.private_pem.as_bytes()).map_err(Error::internal)?,
        keys,
    })
}

/// The youngest that has settled; where none has, the youngest.
fn signing(rows: &[Row], now: DateTime<Utc>) -> Option<&Row> {
    let settled = rows.iter().find(|row| row.created_at + SETTLING <= now);
    settled.or(rows.first())
}

#[cfg(test)]
pub(super) fn made_up() -> Ring {
    ring(&[fresh(clock::now()).unwrap()]).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_signs_once_it_has_settled() {
        let now = clock::now();
        let (old, new) = (fresh(now - TimeDelta::days(90)).unwrap(), fresh(now).unwrap());
        let rows = [new, old];
        assert_eq!(signing(&rows, now).unwrap().kid, rows[1].kid);
        assert_eq!(signing(&rows, now + SETTLING).unwrap().kid, rows[0].kid);
        assert_eq!(signing(&rows[..1], now).unwrap().kid, rows[0].kid, "the only one signs at once");
    }

    #[test]
    fn a_key_is_believed_until_it_is_retired() {
        let now = clock::now();
        let mut row = fresh(now).unwrap();
        row.retired_at = Some(now + TimeDelta::minutes(1));
        let kid = row.kid.clone();
        let ring = ring(&[row]).unwrap();
        assert!(ring.believed(&kid, now).is_some());
        assert!(ring.believed(&kid, now + TimeDelta::minutes(1)).is_none());
        assert!(ring.believed("another", now).is_none());
    }
}
