//! `otop-server backup`: everything, into one file, while the server works.

use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, Tools, backup, connect};
use otop_server::feed;
use serde_json::json;

use super::{failed, outside, tell};

#[derive(Debug, Args)]
pub struct Backup {
    /// ไฟล์ที่จะสร้าง เก็บเหมือนรหัสผ่าน / the file to make; keep it like a password
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

pub async fn run(storage: &Storage, wanted: &Backup) -> Result<(), Problem> {
    let database = Database::existing(storage).await?;
    let done = work(storage, &database, wanted).await;
    database.close().await?;
    done
}

async fn work(storage: &Storage, database: &Database, wanted: &Backup) -> Result<(), Problem> {
    let mut connection = connect(database.url()).await.map_err(outside)?;
    let life = feed::deployment(&mut connection).await.map_err(failed)?;
    let tools = Tools::find(storage, database.url(), &mut connection).await?;
    let bar = ProgressBar::new_spinner();
    let bytes = backup(&tools, &wanted.file, &|line| bar.set_message(line.to_owned())).await;
    bar.finish_and_clear();
    let (bytes, file) = (bytes?, wanted.file.display());
    if wanted.json {
        let answer = json!({ "file": wanted.file, "bytes": bytes, "epoch": life.epoch, "generation": life.generation });
        tell(&answer.to_string());
    } else {
        tell(&format!("สำรองข้อมูลแล้ว / backed up: {file}, {bytes} bytes"));
        tell(&format!("กู้คืนด้วย / to bring it back: otop-server restore {file}"));
    }
    Ok(())
}
