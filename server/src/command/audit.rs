//! `otop-server audit`: the audit chains as a file for outsiders; `otop-server verify --audit`: such a file, recomputed.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use otop_schema::{AreaCode, Month};
use otop_server::audit::{Exported, export};
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, connect};
use otop_server::error::Error;
use otop_server::verify::{self, Audited};

use super::{failed, outside};

/// Which chains, and where to.
#[derive(Debug, Args)]
pub struct Audit {
    /// รหัสพื้นที่ เช่น 2706, 27, TH (ไม่ระบุ = ทั้งประเทศ) / The code of a place: everything in it; the nation without
    area: Option<String>,

    /// เดือน เช่น 2023-02 (ไม่ระบุ = ทุกเดือน และประวัติของพื้นที่เอง) / One month of reports; all, and the places' own, without
    month: Option<String>,

    /// แฟ้มที่จะเขียน (ไม่ระบุ = หน้าจอ) / The file to write; standard output without
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,

    /// ผลเป็น JSON เมื่อเขียนลงแฟ้ม / the result as JSON, where a file is written
    #[arg(long, requires = "to")]
    json: bool,
}

pub async fn run(storage: &Storage, wanted: &Audit) -> Result<(), Problem> {
    let area: AreaCode = wanted.area.as_deref().unwrap_or("TH").parse().map_err(refused)?;
    let month: Option<Month> = wanted.month.as_deref().map(str::parse).transpose().map_err(refused)?;
    let database = Database::existing(storage).await?;
    let done = write(&database, &area, month, wanted.to.as_deref()).await;
    database.close().await?;
    let exported = done?;
    match (&wanted.to, wanted.json) {
        (Some(_), true) => super::tell(&serde_json::to_string(&exported).map_err(outside)?),
        (Some(file), false) => super::tell(&written(exported, file)),
        (None, _) => {}
    }
    Ok(())
}

async fn write(database: &Database, area: &AreaCode, month: Option<Month>, to: Option<&Path>) -> Result<Exported, Problem> {
    let mut connection = connect(database.url()).await.map_err(outside)?;
    let mut out: Box<dyn Write + Send> = match to {
        Some(file) => Box::new(BufWriter::new(made(file)?)),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let exported = export(&mut connection, area, month, &mut *out).await.map_err(failed)?;
    if exported.chains > 0 {
        return Ok(exported);
    }
    Err(Problem::new(
        format!("ไม่มีประวัติของพื้นที่ {area} ตามที่ระบุ"),
        format!("Nothing ever happened in {area} as asked."),
    ))
}

/// A new file that only its owner can read: it holds names and figures.
fn made(file: &Path) -> Result<File, Problem> {
    let open = OpenOptions::new().create_new(true).write(true).mode(0o600).open(file);
    open.map_err(|error| outside(format!("{}: {error}", file.display())))
}

fn written(exported: Exported, file: &Path) -> String {
    let (Exported { chains, events }, file) = (exported, file.display());
    format!("ส่งออก {chains} ห่วงโซ่ {events} เหตุการณ์ ไปที่ {file} แล้ว / {chains} chains with {events} events written to {file}")
}

fn refused(refusal: otop_schema::Refusal) -> Problem {
    failed(Error::Refused(refusal))
}

/// Recomputes a file of chains. It needs no database.
pub fn examine(file: &Path, heads: &[String], json: bool) -> Result<(), Problem> {
    let chains = BufReader::new(File::open(file).map_err(outside)?);
    let audited = verify::audit(chains, heads).map_err(outside)?;
    if json {
        super::tell(&serde_json::to_string_pretty(&audited).map_err(outside)?);
    } else {
        audited.findings.iter().for_each(super::verify::tell_finding);
    }
    judge(&audited, json)
}

fn judge(audited: &Audited, json: bool) -> Result<(), Problem> {
    let Audited { chains, events, findings } = audited;
    if !findings.is_empty() {
        let broken = findings.len();
        return Err(Problem::new(
            format!("แฟ้มประวัติไม่ถูกต้อง {broken} แห่ง"),
            format!("The audit file is wrong in {broken} places."),
        ));
    }
    if !json {
        super::tell(&format!(
            "ผ่าน ok  {chains} ห่วงโซ่ {events} เหตุการณ์ / {chains} chains, {events} events"
        ));
    }
    Ok(())
}
