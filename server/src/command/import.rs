//! `otop-server import`: producers, past figures and past totals from CSV files. A trial run unless `--commit` is given.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};
use otop_server::config::{Problem, Storage};
use otop_server::database::{Database, connect};
use otop_server::import::{self, Document, Judged, Options, Report};

use super::{failed, outside};

/// What is imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// ทะเบียนผู้ผลิต / producers: rows of the register
    #[command(after_help = PRODUCERS)]
    Producers(File),

    /// ยอดจำหน่ายของเดือนที่ผ่านมา / figures of past months, confirmed as imported
    #[command(after_help = FIGURES)]
    Figures(File),

    /// ยอดรวมรายเดือนของอำเภอในปีก่อน / totals of districts in past months, for the base of a fiscal year
    #[command(after_help = TOTALS)]
    Totals(File),
}

/// The file and what to do with it.
#[derive(Debug, Args)]
pub struct File {
    /// ไฟล์ CSV แบบ UTF-8 มีชื่อคอลัมน์ในบรรทัดแรก / a CSV file in UTF-8 with a header
    file: PathBuf,

    /// บันทึกจริง; ไม่ระบุ = ทดลองเท่านั้น / write what is accepted; without it nothing is written
    #[arg(long)]
    commit: bool,

    /// ไม่บันทึกเลยหากมีบรรทัดใดไม่รับ / write nothing if a single row is refused
    #[arg(long)]
    all_or_nothing: bool,

    /// ผลเป็น JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

const PRODUCERS: &str = "\
คอลัมน์ / columns:
  name, kind (COMMUNITY_GROUP, SINGLE_OWNER, SME), subdistrict (รหัส 6 หลัก), active_from (เดือน ค.ศ. เช่น 2022-10)
  ไม่บังคับ / optional: registration_number, contact_person, telephone, active_until, products (CATEGORY:name[:stars]; …)

ตัวอย่าง / example:
  registration_number,name,kind,subdistrict,active_from,products
  27-0001,กลุ่มทอผ้าบ้านหนองไผ่,COMMUNITY_GROUP,270601,2022-10,TEXTILE:ผ้าไหม:5; HOUSEWARE:หมอนอิง";

const FIGURES: &str = "\
คอลัมน์ / columns:
  registration_number, month (ค.ศ. เช่น 2022-09), category, channel, amount
  ไม่บังคับ / optional: state (COMPLETE, NO_SALES, NOT_OBTAINED), reason
  แต่ละรายงาน (อำเภอ-เดือน) รับทั้งรายงานหรือไม่รับเลย / a report (district and month) is taken whole or not at all

ตัวอย่าง / example:
  registration_number,month,category,channel,amount,state,reason
  27-0001,2022-09,TEXTILE,SHOP,\"12,500.00\",,
  27-0002,2022-09,,,,NO_SALES,
  27-0003,2022-09,,,,NOT_OBTAINED,ติดต่อผู้ผลิตไม่ได้";

const TOTALS: &str = "\
คอลัมน์ / columns:
  district (รหัส 4 หลัก), month (ค.ศ. เช่น 2021-10), amount
  ไม่บังคับ / optional: producers (ยอดของผู้ผลิตกี่ราย / of how many producers the total is)
  ใช้เป็นข้อมูลฐานเท่านั้น เดือนที่มีข้อมูลแล้วไม่นำเข้าทับ / for a base only; nothing that is known already is overwritten

ตัวอย่าง / example:
  district,month,amount,producers
  2706,2021-10,\"1,234,567.50\",104";

/// How many accepted rows are printed one by one; `--json` has all.
const SHOWN: usize = 50;

pub async fn run(storage: &Storage, wanted: &Import) -> Result<(), Problem> {
    let database = Database::existing(storage).await?;
    let done = work(&database, wanted).await;
    database.close().await?;
    done
}

async fn work(database: &Database, wanted: &Import) -> Result<(), Problem> {
    let (Import::Producers(file) | Import::Figures(file) | Import::Totals(file)) = wanted;
    let document = document(&file.file)?;
    let options = Options {
        commit: file.commit,
        all_or_nothing: file.all_or_nothing,
    };
    database.migrate().await?;
    let mut connection = connect(database.url()).await.map_err(outside)?;
    let bar = indicatif::ProgressBar::new_spinner().with_message(document.name.clone());
    bar.enable_steady_tick(Duration::from_millis(100));
    let report = match wanted {
        Import::Producers(_) => import::producers(&mut connection, &document, &options).await,
        Import::Figures(_) => import::figures(&mut connection, &document, &options).await,
        Import::Totals(_) => import::totals(&mut connection, &document, &options).await,
    };
    bar.finish_and_clear();
    tell(&report.map_err(failed)?, file)
}

fn document(path: &Path) -> Result<Document, Problem> {
    let bytes = std::fs::read(path).map_err(|error| {
        let shown = path.display();
        Problem::new(format!("เปิดไฟล์ {shown} ไม่ได้: {error}"), format!("Cannot read {shown}: {error}"))
    })?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Document { name, bytes })
}

fn tell(report: &Report, file: &File) -> Result<(), Problem> {
    if file.json {
        super::tell(&serde_json::to_string_pretty(report).map_err(outside)?);
    } else {
        print(report, file);
    }
    match report.refused() {
        0 => Ok(()),
        refused => Err(Problem::new(
            format!("ไม่รับ {refused} บรรทัด"),
            format!("{refused} rows are refused."),
        )),
    }
}

fn print(report: &Report, file: &File) {
    let mut accepted = 0;
    for row in &report.rows {
        accepted += usize::from(row.refusal.is_none());
        if row.refusal.is_some() || accepted <= SHOWN {
            super::tell(&line(row));
        }
    }
    if accepted > SHOWN {
        super::tell(&format!(
            "… รับอีก {} บรรทัด / and {} more accepted",
            accepted - SHOWN,
            accepted - SHOWN
        ));
    }
    let done = match (report.written, file.commit) {
        (true, _) => "บันทึกแล้ว / written",
        (false, true) => "ไม่ได้บันทึก / nothing is written",
        (false, false) => "ทดลองเท่านั้น ใช้ --commit เพื่อบันทึก / a trial: nothing is written, --commit writes",
    };
    super::tell(&format!(
        "{}: รับ accepted {accepted}, ไม่รับ refused {}; {done}",
        report.source,
        report.refused()
    ));
}

fn line(row: &Judged) -> String {
    match &row.refusal {
        None => format!("{:>7}  รับ ok         {}", row.line, row.what),
        Some(refusal) => {
            let field = refusal.field.as_deref().unwrap_or_default();
            format!("{:>7}  ไม่รับ refused  {} [{field}] {}", row.line, row.what, refusal.message)
        }
    }
}
