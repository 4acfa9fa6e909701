//! `otop-server verify`: the checker, for anybody, against a database that may be serving.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use diesel_async::AsyncPgConnection;
use otop_schema::{AreaCode, EstimateKey, Month};
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, connect};
use otop_server::file::Files;
use otop_server::verify::{self, Finding, Verdict};

use super::{audit, failed, outside};

/// What is checked and how it is told.
#[derive(Debug, Args)]
pub struct Verify {
    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,

    /// แสดงข้อมูลดิบและรหัสตรวจสอบของรายงาน หรือของประมาณการทั้งปี / the canonical bytes of a month's report, or of a year's estimate (2566); their SHA-256 goes to the error stream
    #[arg(long, num_args = 2, value_names = ["DISTRICT", "MONTH or YEAR"])]
    digest: Option<Vec<String>>,

    /// ตรวจด้วยว่าแฟ้มหลักฐานทุกแฟ้มอยู่ครบและไม่ถูกแก้ไข / also that every scan is there, byte by byte
    #[arg(long, conflicts_with_all = ["digest", "audit"])]
    scans: bool,

    /// ตรวจแฟ้มจาก otop-server audit ไม่ต้องมีฐานข้อมูล / a file of `otop-server audit`, recomputed; needs no database
    #[arg(long, value_name = "FILE", conflicts_with = "digest")]
    audit: Option<PathBuf>,

    /// รหัสที่พิมพ์ไว้ในแบบหรือได้รับมา ต้องอยู่ในแฟ้มนั้น / a head printed on a form or handed out: it has to stand in that file
    #[arg(long, value_name = "HASH", requires = "audit")]
    head: Vec<String>,
}

/// How many findings of one check are printed; `--json` has all.
const SHOWN: usize = 20;

pub async fn run(storage: &Storage, wanted: &Verify) -> Result<(), Problem> {
    if let Some(file) = &wanted.audit {
        return audit::examine(file, &wanted.head, wanted.json);
    }
    let database = Database::existing(storage).await?;
    let done = work(storage, &database, wanted).await;
    database.close().await?;
    done
}

async fn work(storage: &Storage, database: &Database, wanted: &Verify) -> Result<(), Problem> {
    let mut connection = connect(database.url()).await.map_err(outside)?;
    if let Some([district, term]) = wanted.digest.as_deref() {
        return print_bytes(&mut connection, district, term).await;
    }
    let bar = indicatif::ProgressBar::new_spinner();
    let mut verdicts = verify::verify(&mut connection, &|check| bar.set_message(check))
        .await
        .map_err(failed)?;
    if wanted.scans {
        let files = Files::open(storage).await?;
        verdicts.push(verify::files(&mut connection, &files).await.map_err(failed)?);
    }
    bar.finish_and_clear();
    if wanted.json {
        super::tell(&serde_json::to_string_pretty(&verdicts).map_err(outside)?);
    } else {
        verdicts.iter().for_each(print);
    }
    judge(&verdicts)
}

async fn print_bytes(connection: &mut AsyncPgConnection, district: &str, term: &str) -> Result<(), Problem> {
    let refused = |refusal| failed(otop_server::error::Error::Refused(refusal));
    let district: AreaCode = district.parse().map_err(refused)?;
    let bytes = match term.parse() {
        Ok(fiscal_year) => verify::estimate_bytes(connection, &EstimateKey { district, fiscal_year }).await,
        Err(_) => {
            let month: Month = term.parse().map_err(refused)?;
            verify::canonical_bytes(connection, &district, month).await
        }
    };
    let bytes = bytes.map_err(failed)?;
    std::io::stdout().write_all(&bytes).map_err(outside)?;
    eprintln!("sha256 {}", otop_schema::digest(&bytes));
    Ok(())
}

fn print(verdict: &Verdict) {
    let Verdict {
        promise,
        thai,
        english,
        findings,
    } = verdict;
    let mark = if findings.is_empty() {
        "ผ่าน ok"
    } else {
        "ไม่ผ่าน FAILED"
    };
    super::tell(&format!("{promise}  {mark:<15}  {thai} / {english}"));
    findings.iter().take(SHOWN).for_each(tell_finding);
    if findings.len() > SHOWN {
        super::tell(&format!(
            "    … อีก {} รายการ (--json แสดงทั้งหมด) / and {} more",
            findings.len() - SHOWN,
            findings.len() - SHOWN
        ));
    }
}

/// What is wrong, where, and how it should be.
pub fn tell_finding(finding: &Finding) {
    let Finding {
        what,
        place,
        expected,
        found,
    } = finding;
    super::tell(&format!(
        "    {what} {place}\n        ควรเป็น expected: {expected}\n        พบ found: {found}"
    ));
}

fn judge(verdicts: &[Verdict]) -> Result<(), Problem> {
    let broken: usize = verdicts.iter().map(|verdict| verdict.findings.len()).sum();
    match broken {
        0 => Ok(()),
        _ => Err(Problem::new(
            format!("พบข้อผิดพลาด {broken} รายการ"),
            format!("{broken} findings: the data are not as promised."),
        )),
    }
}
