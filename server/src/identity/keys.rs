//! The keys access tokens are signed with: made at the first start, shared by all nodes through the database, told apart by `kid`.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey, EncodePublicKey};
use jsonwebtoken::{DecodingKey, EncodingKey};
use tokio::time::Instant;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::tables::token_key;

/// What this node knows of the keys; read again when a token names one it does not know.
pub struct Keys {
    ring: RwLock<Arc<Ring>>,
}

/// Forged tokens name unknown keys too: they make a node read the table no oftener than this.
const READ_AGAIN: Duration = Duration::from_secs(2);

/// One reading of the table.
pub struct Ring {
    read_at: Instant,
    /// The key new tokens are signed with: the youngest.
    pub kid: String,
    /// Its secret half.
    pub signing: EncodingKey,
    /// All keys that are still believed.
    pub believed: HashMap<String, DecodingKey>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = token_key)]
struct Row {
    kid: String,
    private_pem: String,
    public_pem: String,
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

    /// The keys as last read.
    pub fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the keys again, unless that was done a moment ago.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refresh(&self, conn: &mut AsyncPgConnection) -> Result<Arc<Ring>> {
        let known = self.ring();
        if known.read_at.elapsed() < READ_AGAIN {
            return Ok(known);
        }
        let ring = Arc::new(read_or_make(conn).await?);
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
    let believed = token_key::table
        .filter(token_key::retired_at.is_null())
        .order(token_key::created_at.desc());
    Ok(believed
        .select((token_key::kid, token_key::private_pem, token_key::public_pem))
        .load(conn)
        .await?)
}

/// Two nodes may start at the same moment: the second one finds the first one's key.
async fn make(conn: &mut AsyncPgConnection) -> Result<Vec<Row>> {
    conn.batch_execute("LOCK TABLE token_key IN SHARE ROW EXCLUSIVE MODE").await?;
    let rows = read(conn).await?;
    if rows.is_empty() {
        diesel::insert_into(token_key::table).values(&fresh()?).execute(conn).await?;
        return read(conn).await;
    }
    Ok(rows)
}

fn fresh() -> Result<Row> {
    let key = SigningKey::from_bytes(&rand::random());
    let private = key.to_pkcs8_pem(LineEnding::LF).map_err(Error::internal)?;
    let public = key.verifying_key().to_public_key_pem(LineEnding::LF).map_err(Error::internal)?;
    Ok(Row {
        kid: Uuid::now_v7().to_string(),
        private_pem: private.to_string(),
        public_pem: public,
    })
}

fn ring(rows: &[Row]) -> Result<Ring> {
    let youngest = rows.first().ok_or_else(|| Error::internal("no token key"))?;
    let signing = EncodingKey::from_ed_pem(youngest.private_pem.as_bytes()).map_err(Error::internal)?;
    let mut believed = HashMap::new();
    for row in rows {
        let key = DecodingKey::from_ed_pem(row.public_pem.as_bytes()).map_err(Error::internal)?;
        believed.insert(row.kid.clone(), key);
    }
    Ok(Ring {
        read_at: Instant::now(),
        kid: youngest.kid.clone(),
        signing,
        believed,
    })
}

#[cfg(test)]
pub(super) fn made_up() -> Ring {
    ring(&[fresh().unwrap()]).unwrap()
}
