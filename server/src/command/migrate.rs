//! `otop-server migrate`: brings the database to this release.

use otop_server::config::{Problem, Storage};
use otop_server::database::Database;

pub async fn run(storage: &Storage) -> Result<(), Problem> {
    let database = Database::visit(storage).await?;
    let ran = database.migrate().await;
    database.close().await?;
    let ran = ran?;
    for version in &ran {
        println!("{version}");
    }
    println!("{} migrations / ปรับปรุงฐานข้อมูล {} รายการ", ran.len(), ran.len());
    Ok(())
}
