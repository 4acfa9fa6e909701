//! `otop-server keys`: what access tokens are signed with.

use clap::{Args, Subcommand};
use diesel_async::AsyncPgConnection;
use otop_server::clock;
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, connect};
use otop_server::identity::{Former, TokenKey, rotate, token_keys};
use serde_json::{Value, json};

use super::{failed, outside, tell};

/// What is done to the keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// สร้างกุญแจใหม่ ทุกเซิร์ฟเวอร์ใช้ภายในหนึ่งนาที / a new key, which all nodes sign with within a minute
    #[command(after_help = "ตัวอย่าง / examples:\n  otop-server keys rotate\n  otop-server keys rotate --now")]
    Rotate(Rotate),

    /// แสดงกุญแจ (ไม่แสดงส่วนลับ) / list the keys, never their secret half
    #[command(after_help = "ตัวอย่าง / example:\n  otop-server keys list --json")]
    List(List),
}

#[derive(Debug, Args)]
pub struct Rotate {
    /// กุญแจเดิมอาจรั่วไหล เลิกเชื่อทันที / the keys before may have been read: believe them no longer; every device fetches another token
    #[arg(long)]
    now: bool,

    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct List {
    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(storage: &Storage, wanted: &Keys) -> Result<(), Problem> {
    let database = Database::existing(storage).await?;
    let done = work(&database, wanted).await;
    database.close().await?;
    done
}

async fn work(database: &Database, wanted: &Keys) -> Result<(), Problem> {
    database.migrate().await?;
    let mut connection = connect(database.url()).await.map_err(outside)?;
    match wanted {
        Keys::Rotate(wanted) => turn(&mut connection, wanted).await,
        Keys::List(wanted) => list(&mut connection, wanted).await,
    }
}

async fn turn(connection: &mut AsyncPgConnection, wanted: &Rotate) -> Result<(), Problem> {
    let former = if wanted.now { Former::EndNow } else { Former::RunOut };
    let kid = rotate(connection, former, clock::now()).await.map_err(failed)?;
    if wanted.json {
        tell(&json!({ "kid": kid }).to_string());
    } else {
        tell(&format!("กุญแจใหม่ / new key: {kid}"));
    }
    Ok(())
}

async fn list(connection: &mut AsyncPgConnection, wanted: &List) -> Result<(), Problem> {
    let keys = token_keys(connection).await.map_err(failed)?;
    if wanted.json {
        tell(&Value::from(keys.iter().map(value).collect::<Vec<_>>()).to_string());
        return Ok(());
    }
    for key in keys {
        let retired = key.retired_at.map(|at| format!("  เลิกใช้ / retired {at}")).unwrap_or_default();
        tell(&format!("{}  {}{retired}", key.kid, key.created_at));
    }
    Ok(())
}

fn value(key: &TokenKey) -> Value {
    json!({ "kid": key.kid, "createdAt": key.created_at, "retiredAt": key.retired_at })
}
