//! `otop-server restore`: a backup in the place of what is there, as a new life of the database.

use std::path::PathBuf;

use clap::Args;
use diesel_async::AsyncPgConnection;
use indicatif::ProgressBar;
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, Tools, alone, connect, holds_figures, restore};
use otop_server::feed::{self, Deployment};
use serde_json::json;

use super::{failed, outside, tell};

#[derive(Debug, Args)]
pub struct Restore {
    /// ไฟล์ที่ได้จาก otop-server backup / a file made by `otop-server backup`
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// แทนที่ข้อมูลที่มีอยู่ทั้งหมด / take away everything the database holds now
    #[arg(long)]
    replace: bool,

    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(storage: &Storage, wanted: &Restore) -> Result<(), Problem> {
    let database = Database::serve(storage).await?;
    let done = work(storage, &database, wanted).await;
    database.close().await?;
    let life = done?;
    if wanted.json {
        tell(&json!({ "file": wanted.file, "epoch": life.epoch, "generation": life.generation }).to_string());
        return Ok(());
    }
    let (file, generation) = (wanted.file.display(), life.generation);
    tell(&format!("กู้คืนแล้ว / restored: {file}, generation {generation}"));
    tell("คอมพิวเตอร์ของอำเภอจะส่งงาน 30 วันล่าสุดอีกครั้ง / laptops will offer their last 30 days again");
    tell("ตรวจสอบ / check it: otop-server verify");
    Ok(())
}

async fn work(storage: &Storage, database: &Database, wanted: &Restore) -> Result<Deployment, Problem> {
    let mut connection = connect(database.url()).await.map_err(outside)?;
    if !wanted.replace && holds_figures(&mut connection).await? {
        return Err(occupied());
    }
    alone(&mut connection).await?;
    let tools = Tools::find(storage, database.url(), &mut connection).await?;
    let bar = ProgressBar::new_spinner();
    let restored = restore(&tools, &wanted.file, &|line| bar.set_message(line.to_owned())).await;
    bar.finish_and_clear();
    restored?;
    begin(database, &mut connection).await
}

/// Brings what came back to this release, and notes where it lives now.
async fn begin(database: &Database, connection: &mut AsyncPgConnection) -> Result<Deployment, Problem> {
    database.migrate().await?;
    feed::remember(connection).await.map_err(failed)?;
    feed::deployment(connection).await.map_err(failed)
}

fn occupied() -> Problem {
    Problem::new(
        "ฐานข้อมูลนี้มีข้อมูลอยู่แล้ว หากต้องการแทนที่ทั้งหมดให้ใช้ --replace",
        "This database holds figures; --replace takes them away and puts the backup in their place.",
    )
}
