//! The command line, Thai first.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use otop_schema::form::FormKind;

use crate::message::Lang;

/// บันทึกรายได้ผู้ผลิต OTOP โดยไม่ต้องเชื่อมต่อเครือข่าย / Record OTOP revenue without a network
#[derive(Parser, Debug)]
#[command(
    name = "otop",
    version,
    after_help = "ตัวอย่าง / Example:\n  otop login entry.2706 --server https://otop.example\n  otop status\n\nรหัสจบการทำงาน / Exit codes: 0 ok, 1 error, 2 usage, 3 offline, 4 needs attention, 5 closed\n  4 และ 5 มาจาก otop sync (5 จากบันทึกที่เดือนปิดแล้วด้วย) คำสั่งที่แสดงรายการจบด้วย 0\n  4 and 5 come from otop sync (5 also where a closed month refuses); commands that only show end with 0"
)]
pub struct Cli {
    /// โฟลเดอร์ข้อมูล / The data folder
    #[arg(long, global = true, env = "OTOP_HOME", hide_env_values = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// ที่อยู่เครื่องแม่ข่าย จำไว้หลังเข้าสู่ระบบ / The server's address, remembered after a sign-in; another one holds for this command
    #[arg(long, global = true, env = "OTOP_SERVER", hide_env_values = true, value_name = "URL")]
    pub server: Option<String>,
    /// ภาษา / The language
    #[arg(long, global = true, env = "OTOP_LANG", hide_env_values = true, value_enum, default_value_t)]
    pub lang: Lang,
    /// ผลลัพธ์สำหรับโปรแกรม / Answers for programs: exact strings, months of the common era
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// The server named for this command; an empty variable names none.
    pub fn server(&self) -> Option<String> {
        self.server.clone().filter(|server| !server.trim().is_empty())
    }
}

/// What can be done.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// เข้าสู่ระบบ / Sign in at this laptop
    ///
    /// รหัสผ่านมาจาก OTOP_PASSWORD, --password-stdin หรือถามทางหน้าจอ / The password comes from OTOP_PASSWORD,
    /// --password-stdin or a prompt.
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop login entry.2706 --server http://127.0.0.1:8080\n  otop login entry.2706 --new-password"
    )]
    Login(Login),
    /// ออกจากระบบ รายการที่รอส่งยังอยู่ / Sign out; what waits stays
    #[command(after_help = "ตัวอย่าง / Example:\n  otop logout")]
    Logout,
    /// รับข้อมูลจากเครื่องแม่ข่าย / Read what the server knows
    #[command(after_help = "ตัวอย่าง / Example:\n  otop pull")]
    Pull,
    /// บันทึกรายได้หรือสถานะแบบ รต.๑ / Record a figure or a sheet's state
    #[command(subcommand)]
    Enter(Enter),
    /// ประมาณการรายได้ของปีงบประมาณ / The estimate of a fiscal year
    #[command(subcommand)]
    Estimate(Estimate),
    /// นำเข้าทั้งเดือนจากแฟ้ม XLSX หรือ CSV / Record a month from an XLSX or CSV file
    #[command(after_help = IMPORT_HELP)]
    Import(Import),
    /// คัดลอกตัวเลขเดือนก่อนเป็นจุดเริ่มต้น มีเครื่องหมายจนกว่าจะตรวจ / Last month's figures as a beginning, marked until they are looked at
    ///
    /// เฉพาะผู้ผลิตที่เดือนนี้ยังไม่มีข้อมูล เมื่อตรวจแล้วบันทึกสถานะด้วย otop enter sheet / For producers with nothing recorded in this month;
    /// what was looked at is given its state with otop enter sheet.
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop copy-last-month --month 2566-02 --dry-run\n  otop copy-last-month --month 2566-02 --producer 2706-0001"
    )]
    CopyLastMonth(CopyLastMonth),
    /// สถานะของเดือน รายการที่รอ และกำหนด / The month, what waits, and the deadlines
    #[command(after_help = "ตัวอย่าง / Example:\n  otop status --month 2566-02")]
    Status(OfMonth),
    /// ผู้ผลิตที่ยังไม่รายงาน / Producers not reported yet
    #[command(after_help = "ตัวอย่าง / Example:\n  otop missing --month 2566-02")]
    Missing(OfMonth),
    /// ปฏิทินของปีงบประมาณ กรณีพิเศษ และวันหยุด / The fiscal year's dates, exceptions and holidays
    #[command(after_help = "ตัวอย่าง / Example:\n  otop calendar\n  otop calendar --year 2566")]
    Calendar(OfYear),
    /// สิ่งที่ต้องทำตาม Roadmap และเอกสารของปี / What the Roadmap asks, and the year's documents
    #[command(after_help = "ตัวอย่าง / Example:\n  otop roadmap --year 2566")]
    Roadmap(OfYear),
    /// ขั้นตอนการบันทึกข้อมูล / The steps of recording a month
    #[command(after_help = "ตัวอย่าง / Example:\n  otop help-entry")]
    HelpEntry,
    /// ตรวจก่อนเสนอ: สิ่งที่ควรดูอีกครั้ง ไม่ขัดขวางการเสนอ / Before submitting: what is worth another look; it blocks nothing
    #[command(after_help = "ตัวอย่าง / Example:\n  otop check --month 2566-02\n  otop check --month 2566-02 --paper-total 1,250,300.50")]
    Check(Check),
    /// ระบุเหตุผลว่าตัวเลขถูกต้องแล้ว เป็นหมายเหตุของแบบ รต.๑ / Say why figures are right as they are: a remark on the sheet
    #[command(after_help = "ตัวอย่าง / Example:\n  otop explain 2706-0001 \"ออกงานกาชาดจังหวัด\" --month 2566-02")]
    Explain(Explain),
    /// บันทึกหลักฐานของตัวเลข พร้อมสำเนาถ้ามี / Record evidence of a producer's figures, with a scan where there is one
    ///
    /// หลักฐานเก็บไว้ที่ผู้ผลิต ระบบเก็บว่าเป็นอะไร อยู่ที่ไหน ใครเห็นเมื่อใด ส่งเมื่อ otop sync แม้ระบบปิด / The evidence stays with the
    /// producer; kept here is what it is, where it lies, who saw it when. It goes out with otop sync, also while the system is closed.
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop attach 2706-0001 2566-02 --kind RECEIPT --reference \"เล่มที่ 3 เลขที่ 12-40\" --kept-at \"ที่ทำการกลุ่ม\" --file ใบเสร็จ.pdf"
    )]
    Attach(Attach),
    /// หลักฐานที่บันทึกในเครื่องนี้ / Evidence recorded on this laptop
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop evidence\n  otop evidence withdraw 1a2b3c4d",
        args_conflicts_with_subcommands = true
    )]
    Evidence {
        /// ถอนรายการ / Take one back
        #[command(subcommand)]
        command: Option<Evidence>,
    },
    /// รับและส่งข้อมูล / Read, send what waits, read again
    #[command(after_help = "ตัวอย่าง / Example:\n  otop sync")]
    Sync,
    /// ติดตามสด รับและส่งเองเมื่อมีการเปลี่ยนแปลง / Stay connected: read and send by itself
    #[command(after_help = "ตัวอย่าง / Example:\n  otop watch")]
    Watch,
    /// รายการที่รอส่งหรือรอเปิดระบบ / What waits to be sent, or for its month to open
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop waiting\n  otop waiting withdraw 1a2b3c4d",
        args_conflicts_with_subcommands = true
    )]
    Waiting {
        /// ถอนรายการ / Take one back
        #[command(subcommand)]
        command: Option<Waiting>,
    },
    /// รายการที่ต้องตัดสินใจ / What needs a decision
    #[command(after_help = "ตัวอย่าง / Examples:\n  otop attention\n  otop attention take-mine 1")]
    Attention {
        /// สิ่งที่ต้องทำ (ไม่ระบุ = แสดงรายการ) / What to do; the list without
        #[command(subcommand)]
        command: Option<Attention>,
    },
    /// รับรายการที่รอของผู้อื่นมาส่งในนามของท่าน (พัฒนาการอำเภอ) / Take over an absent colleague's edits (CD officer)
    ///
    /// ใช้เมื่อเจ้าของรายการไม่กลับมาส่งเอง เครื่องแม่ข่ายบันทึกว่าเป็นของใครและเพราะเหตุใด / For a colleague who will not come
    /// back to send them: they go out under the officer's name, and the trail says whose they were and why.
    #[command(after_help = "ตัวอย่าง / Example:\n  otop adopt \"นางสมศรี ใจดี\" --reason \"ย้ายไปจังหวัดอื่น\"")]
    Adopt(Adopt),
    /// ส่งออกตัวเลขของเดือนและรายการที่รอ หรือแบบ รต.๑–รต.๔ และแบบประมาณการ / Figures and what waits, as XLSX or CSV; forms as HTML, XLSX or CSV
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop export --month 2566-02 --to กุมภาพันธ์.xlsx\n  otop export --waiting --to waiting.csv\n  otop export --form rt2 --month 2566-02 --to รต2.html\n  otop export --form rt1 --producer 2706-0001 --month 2566-02 --to รต1.html\n  otop export --form estimate --year 2566 --to ประมาณการ.html"
    )]
    Export(Export),
    /// แบบกรอก XLSX ของเดือน ล็อกชื่อผู้ผลิตไว้ กรอกแล้วนำเข้าด้วย otop import / A locked XLSX of a month to be filled in and imported
    #[command(after_help = "ตัวอย่าง / Example:\n  otop template --month 2566-02 --to กุมภาพันธ์.xlsx")]
    Template(Template),
    /// สำรองแฟ้มข้อมูลพร้อมรายการที่รอส่ง ไม่รวมการเข้าสู่ระบบ / A copy of the data with what waits, without the sign-in
    #[command(after_help = "ตัวอย่าง / Example:\n  otop backup otop-2566-02-28.backup")]
    Backup {
        /// แฟ้มที่จะเขียน / The file to write
        to: PathBuf,
    },
    /// ใช้แฟ้มสำรองแทนแฟ้มของเครื่องนี้ / Put a backup in the place of this laptop's data
    ///
    /// แฟ้มเดิมเก็บไว้ต่างหาก และต้องเข้าสู่ระบบอีกครั้ง / The data of before are kept aside; a new sign-in is needed.
    #[command(after_help = "ตัวอย่าง / Example:\n  otop restore otop-2566-02-28.backup")]
    Restore(Restore),
    /// ตรวจเครื่องและแฟ้มข้อมูล / Look whether everything is well
    #[command(after_help = "ตัวอย่าง / Example:\n  otop doctor\n  otop doctor --repair")]
    Doctor {
        /// กู้คืนแฟ้มที่เสียหาย / Rescue a damaged file
        #[arg(long)]
        repair: bool,
    },
}

const IMPORT_HELP: &str = "คอลัมน์ (ไทยหรืออังกฤษ ลำดับใดก็ได้) / Columns (either language, any order):
  ทะเบียน producer          เลขทะเบียนหรือรหัสผู้ผลิต / registration number or id
  ชื่อ name                 ใช้แทนทะเบียนได้ถ้าไม่ซ้ำ / enough where only one has it
  ประเภท category           FOOD อาหาร, BEVERAGE เครื่องดื่ม, TEXTILE ผ้าและเครื่องแต่งกาย,
                            HOUSEWARE ของใช้ ของตกแต่ง ของที่ระลึก, HERB สมุนไพรที่ไม่ใช่อาหาร
  ช่องทาง channel            SHOP หน้าร้าน, FAIR งานแสดงสินค้า, TRADER พ่อค้าคนกลาง, ONLINE ออนไลน์,
                            EXPORT ส่งออก, OTHER ช่องทางอื่น, UNSPECIFIED ไม่ระบุช่องทาง
  จำนวนเงิน amount           1,234.50 ๑,๒๓๔.๕๐ ว่าง = ไม่มีข้อมูล / empty = no figure
  สถานะ state               ครบถ้วน COMPLETE, ไม่มียอดจำหน่าย NO_SALES, เก็บข้อมูลไม่ได้ NOT_OBTAINED
  เหตุผล reason              ต้องมีเมื่อเก็บข้อมูลไม่ได้ / needed with NOT_OBTAINED
  ผู้ให้ข้อมูล givenBy, วันที่ให้ข้อมูล givenOn, หมายเหตุ note
หนึ่งแถวต่อผู้ผลิต × ประเภท × ช่องทาง สถานะใส่ครั้งเดียวต่อผู้ผลิต
One row per producer × category × channel; the state once per producer.
CSV: คั่นด้วย , หรือ ; เป็น UTF-8 หรือภาษาไทย Windows (874) จำนวนเงินที่มีจุลภาคใส่ในเครื่องหมายคำพูด
CSV: separated by , or ; in UTF-8 or Windows-874; an amount with a comma stands in quotes.
XLSX: อ่านแผ่นงานแรกที่มีหัวตาราง / The first worksheet with a header row is read.

ตัวอย่าง / Example:
  otop import กุมภาพันธ์.xlsx --month 2566-02 --dry-run";

#[derive(Args, Debug)]
pub struct Login {
    /// ชื่อผู้ใช้ / The user name
    pub username: String,
    /// อ่านรหัสผ่านจาก stdin / Read the password from standard input
    #[arg(long)]
    pub password_stdin: bool,
    /// ตั้งรหัสผ่านใหม่ (บรรทัดที่สองของ stdin) / Set another password (the second line of standard input)
    #[arg(long)]
    pub new_password: bool,
    /// เครื่องแม่ข่ายเดิมย้ายที่อยู่ รายการที่รอจะส่งไปที่อยู่ใหม่ / The same server at a new address: what waits goes there
    #[arg(long)]
    pub moved: bool,
}

/// เดือนเขียนเป็น ค.ศ. 2023-02 หรือ พ.ศ. 2566-02 (ปีตั้งแต่ 2400 เป็น พ.ศ.) / Months in either era: years from 2400 on are BE
#[derive(Subcommand, Debug)]
pub enum Enter {
    /// รายได้หนึ่งช่อง / One figure
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop enter cell 2706-0001 2566-02 FOOD SHOP 12,500.50\n  otop enter cell 2706-0001 \"ก.พ. 2566\" อาหาร หน้าร้าน --remove"
    )]
    Cell(Cell),
    /// สถานะแบบ รต.๑ / A sheet's state
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop enter sheet 2706-0001 2566-02 COMPLETE --given-by \"นางสมศรี\" --given-on 2566-02-28\n  otop enter sheet 2706-0002 2566-02 NOT_OBTAINED --reason \"ติดต่อไม่ได้\""
    )]
    Sheet(Sheet),
}

/// ปีงบประมาณเป็น พ.ศ. เช่น 2566 งวดนับจากเดือนตุลาคม / Fiscal years of the Buddhist era; periods are counted from October on
#[derive(Subcommand, Debug)]
pub enum Estimate {
    /// ประมาณการของทุกผู้ผลิต สถานะ และกำหนดส่ง / Every producer's figures, where it stands, when it is due
    #[command(after_help = "ตัวอย่าง / Example:\n  otop estimate show 2566")]
    Show(WholeEstimate),
    /// บันทึกหนึ่งงวดของหนึ่งผู้ผลิต / One figure
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop estimate enter 2706-0001 2566 1 125,000\n  otop estimate enter 2706-0001 2566 1 --remove"
    )]
    Enter(EstimateFigure),
    /// เติมจากรายได้ปีก่อนของผู้ผลิตที่ยังไม่มีประมาณการ / Fill those without a figure with what they sold the year before
    #[command(after_help = "ตัวอย่าง / Example:\n  otop estimate prefill 2566")]
    Prefill(WholeEstimate),
    /// ส่งออกเป็น XLSX หรือ CSV / As XLSX or CSV
    #[command(after_help = "ตัวอย่าง / Example:\n  otop estimate export 2566 --to ประมาณการ.xlsx")]
    Export(ExportEstimate),
    /// นำเข้าจาก XLSX หรือ CSV ที่มีคอลัมน์ ทะเบียน และ งวด 1 … / From XLSX or CSV with columns producer and period 1 …
    #[command(after_help = "ตัวอย่าง / Example:\n  otop estimate import ประมาณการ.xlsx 2566 --dry-run")]
    Import(ImportEstimate),
}

#[derive(Args, Debug)]
pub struct WholeEstimate {
    /// ปีงบประมาณ เช่น 2566 / The fiscal year
    pub year: String,
}

#[derive(Args, Debug)]
pub struct EstimateFigure {
    /// เลขทะเบียน ชื่อหรือส่วนหนึ่งของชื่อ หรือรหัส / Registration number, name or a part of it, or id
    pub producer: String,
    /// ปีงบประมาณ เช่น 2566 / The fiscal year
    pub year: String,
    /// งวด: ไตรมาส 1 ถึง 4 หรือเดือน 1 (ตุลาคม) ถึง 12 หรือ 1 / The period: quarter 1 to 4, month 1 (October) to 12, or 1
    pub period: i16,
    /// จำนวนเงิน (บาท) / Baht
    #[arg(required_unless_present = "remove", conflicts_with = "remove", allow_negative_numbers = true)]
    pub amount: Option<String>,
    /// ลบตัวเลขนี้ / Remove the figure
    #[arg(long)]
    pub remove: bool,
    /// หมายเหตุ / A remark
    #[arg(long)]
    pub note: Option<String>,
}

#[derive(Args, Debug)]
pub struct ExportEstimate {
    /// ปีงบประมาณ เช่น 2566 / The fiscal year
    pub year: String,
    /// แฟ้มใหม่ .xlsx หรือ .csv / A new file, .xlsx or .csv
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

#[derive(Args, Debug)]
pub struct ImportEstimate {
    /// แฟ้ม .xlsx หรือ .csv / The file
    pub file: PathBuf,
    /// ปีงบประมาณ เช่น 2566 / The fiscal year
    pub year: String,
    /// ตรวจเท่านั้น ไม่บันทึก / Judge only
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args, Debug)]
pub struct Cell {
    /// เลขทะเบียน ชื่อหรือส่วนหนึ่งของชื่อ หรือรหัส / Registration number, name or a part of it, or id
    pub producer: String,
    /// เดือน เช่น 2566-02, 02/2566, "ก.พ. 2566" / The month: 2566-02 or 2023-02
    pub month: String,
    /// ประเภทผลิตภัณฑ์ / The category: FOOD อาหาร, BEVERAGE เครื่องดื่ม, TEXTILE ผ้าและเครื่องแต่งกาย, HOUSEWARE "ของใช้ ของตกแต่ง ของที่ระลึก", HERB สมุนไพรที่ไม่ใช่อาหาร
    pub category: String,
    /// ช่องทางการจำหน่าย / The channel: SHOP หน้าร้าน, FAIR งานแสดงสินค้า, TRADER พ่อค้าคนกลาง, ONLINE ออนไลน์, EXPORT ส่งออก,
    /// OTHER ช่องทางอื่น, UNSPECIFIED ไม่ระบุช่องทาง
    pub channel: String,
    /// จำนวนเงิน (บาท) / Baht
    #[arg(required_unless_present = "remove", conflicts_with = "remove", allow_negative_numbers = true)]
    pub amount: Option<String>,
    /// ลบช่องนี้ / Remove the figure
    #[arg(long)]
    pub remove: bool,
    /// หมายเหตุ / A remark
    #[arg(long)]
    pub note: Option<String>,
}

#[derive(Args, Debug)]
pub struct Sheet {
    /// เลขทะเบียน ชื่อหรือส่วนหนึ่งของชื่อ หรือรหัส / Registration number, name or a part of it, or id
    pub producer: String,
    /// เดือน เช่น 2566-02, 02/2566, "ก.พ. 2566" / The month: 2566-02 or 2023-02
    pub month: String,
    /// สถานะ / The state: IN_PROGRESS กำลังบันทึก, COMPLETE ครบถ้วน, NO_SALES ไม่มียอดจำหน่าย, NOT_OBTAINED เก็บข้อมูลไม่ได้
    pub state: String,
    /// เหตุผลที่เก็บข้อมูลไม่ได้ / Why figures could not be obtained
    #[arg(long)]
    pub reason: Option<String>,
    /// ผู้ให้ข้อมูล / Who gave the figures
    #[arg(long)]
    pub given_by: Option<String>,
    /// วันที่ให้ข้อมูล เช่น 2566-02-28 หรือ 28/02/2566 / When: 2566-02-28 or 2023-02-28
    #[arg(long)]
    pub given_on: Option<String>,
    /// หมายเหตุ / A remark
    #[arg(long)]
    pub note: Option<String>,
}

#[derive(Args, Debug)]
pub struct Attach {
    /// เลขทะเบียน ชื่อหรือส่วนหนึ่งของชื่อ หรือรหัส / Registration number, name or a part of it, or id
    pub producer: String,
    /// เดือน เช่น 2566-02, 02/2566, "ก.พ. 2566" / The month: 2566-02 or 2023-02
    pub month: String,
    /// ประเภท / Its kind: SALES_BOOK สมุดบัญชีขาย, RECEIPT ใบเสร็จรับเงิน, BANK_STATEMENT รายการเดินบัญชี, ONLINE_ORDER รายการสั่งซื้อออนไลน์,
    /// PHOTO ภาพถ่าย, STATEMENT หนังสือรับรองของผู้ผลิต, OTHER อื่น ๆ
    #[arg(long, value_name = "CODE")]
    pub kind: String,
    /// คืออะไร เช่น เล่มที่ เลขที่ / What it is: the book, the receipts' numbers
    #[arg(long)]
    pub reference: String,
    /// เก็บไว้ที่ใด / Where it is kept
    #[arg(long)]
    pub kept_at: String,
    /// ผู้ที่เห็นหลักฐาน (ไม่ระบุ = ผู้บันทึก) / Who saw it; the person who records it without
    #[arg(long)]
    pub seen_by: Option<String>,
    /// วันที่เห็น (ไม่ระบุ = วันนี้) / When: 2566-02-28 or 2023-02-28; today without
    #[arg(long)]
    pub seen_on: Option<String>,
    /// หมายเหตุ / A remark
    #[arg(long)]
    pub note: Option<String>,
    /// สำเนา: แฟ้ม PDF, JPEG หรือ PNG ไม่เกิน 10 MiB / Its scan: a PDF, JPEG or PNG of at most 10 MiB
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
pub enum Evidence {
    /// แสดงรายการ / The list
    #[command(after_help = "ตัวอย่าง / Example:\n  otop evidence list")]
    List,
    /// ถอนรายการที่เครื่องแม่ข่ายยังไม่รับ / Take one back that the server has not taken
    #[command(after_help = "ตัวอย่าง / Example:\n  otop evidence withdraw 1a2b3c4d")]
    Withdraw {
        /// รหัสใน otop evidence / Its id in otop evidence
        id: String,
    },
}

#[derive(Args, Debug)]
pub struct Import {
    /// แฟ้ม .xlsx หรือ .csv / The file
    pub file: PathBuf,
    /// เดือน เช่น 2566-02, 02/2566, "ก.พ. 2566" / The month: 2566-02 or 2023-02
    #[arg(long)]
    pub month: String,
    /// ตรวจเท่านั้น ไม่บันทึก / Judge every cell, save nothing
    #[arg(long)]
    pub dry_run: bool,
    /// บันทึกช่องที่ถูกต้องแม้มีช่องที่ไม่รับ / Save what is accepted although something is refused
    #[arg(long)]
    pub skip_refused: bool,
}

#[derive(Args, Debug)]
pub struct CopyLastMonth {
    /// เดือน / The month to be filled: 2023-02 or 2566-02; the open one otherwise
    #[arg(long)]
    pub month: Option<String>,
    /// ผู้ผลิตรายเดียว / One producer: registration number, name or a part of it, or id
    #[arg(long)]
    pub producer: Option<String>,
    /// แสดงเท่านั้น ไม่บันทึก / Show, save nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args, Debug)]
pub struct OfMonth {
    /// เดือน / The month: 2023-02 or 2566-02; the open one otherwise
    #[arg(long)]
    pub month: Option<String>,
}

#[derive(Args, Debug)]
pub struct OfYear {
    /// ปีงบประมาณ (พ.ศ.) / The fiscal year of the Buddhist era, such as 2566; this one otherwise
    #[arg(long)]
    pub year: Option<String>,
}

#[derive(Args, Debug)]
pub struct Check {
    /// เดือน / The month: 2023-02 or 2566-02; the open one otherwise
    #[arg(long)]
    pub month: Option<String>,
    /// รหัสอำเภอ / The district's code, where this laptop has several
    #[arg(long, value_name = "CODE")]
    pub district: Option<String>,
    /// ยอดรวมของอำเภอตามเอกสาร (บาท) / The district's total on paper, in baht
    #[arg(long, value_name = "BAHT")]
    pub paper_total: Option<String>,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// เลขทะเบียน ชื่อหรือส่วนหนึ่งของชื่อ หรือรหัส / Registration number, name or a part of it, or id
    pub producer: String,
    /// เหตุผล / Why
    pub reason: String,
    /// เดือน / The month: 2023-02 or 2566-02; the open one otherwise
    #[arg(long)]
    pub month: Option<String>,
}

#[derive(Args, Debug)]
pub struct Export {
    /// เดือน / The month: 2023-02 or 2566-02; the open one otherwise
    #[arg(long)]
    pub month: Option<String>,
    /// แฟ้ม .xlsx หรือ .csv ที่จะเขียน (แบบฟอร์ม: .html ได้ด้วย) / The file to write; a form also as .html
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// เฉพาะรายการที่รอ ทุกเดือน / What waits only, of all months
    #[arg(long, conflicts_with = "form")]
    pub waiting: bool,
    /// แบบฟอร์ม rt1 rt2 rt3 rt4 estimate / A form of the letter instead
    #[arg(long, value_name = "FORM", value_parser = form_kind)]
    pub form: Option<FormKind>,
    /// ปีงบประมาณของแบบประมาณการ เช่น 2566 / The fiscal year of the estimate form; this one otherwise
    #[arg(long, requires = "form", conflicts_with = "month")]
    pub year: Option<String>,
    /// รต.๑ ของผู้ผลิตรายนี้ (ไม่ระบุ = แบบเปล่า) / รต.๑: of this producer; a form to be filled in by hand without
    #[arg(long, requires = "form")]
    pub producer: Option<String>,
    /// รหัสอำเภอ เมื่อเครื่องนี้มีหลายอำเภอ / The district's code, where this laptop has several
    #[arg(long, value_name = "CODE", requires = "form")]
    pub district: Option<String>,
    /// ใช้เลขไทยในหน้าพิมพ์ / Thai digits on the page
    #[arg(long, requires = "form")]
    pub thai_digits: bool,
    /// โฟลเดอร์รูปแบบแบบฟอร์มของหน่วยงาน / A folder with layouts in the place of ours
    #[arg(long, env = "OTOP_FORMS", hide_env_values = true, value_name = "FOLDER")]
    pub layouts: Option<PathBuf>,
}

fn form_kind(text: &str) -> Result<FormKind, String> {
    text.parse().map_err(|_| "rt1 rt2 rt3 rt4 estimate".to_owned())
}

#[derive(Args, Debug)]
pub struct Template {
    /// เดือน / The month: 2023-02 or 2566-02; the open one otherwise
    #[arg(long)]
    pub month: Option<String>,
    /// แฟ้ม .xlsx ที่จะเขียน / The file to write
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

#[derive(Args, Debug)]
pub struct Restore {
    /// แฟ้มจาก otop backup / A file of otop backup
    pub from: PathBuf,
    /// แม้มีรายการรออยู่ในแฟ้มเดิม / Although edits wait in the data of before
    #[arg(long)]
    pub replace: bool,
}

#[derive(Subcommand, Debug)]
pub enum Waiting {
    /// แสดงรายการ / The list
    #[command(after_help = "ตัวอย่าง / Example:\n  otop waiting list")]
    List,
    /// ถอนรายการ และรายการที่ต่อจากนั้น / Take one back, and what was built on it
    #[command(after_help = "ตัวอย่าง / Example:\n  otop waiting withdraw 1a2b3c4d")]
    Withdraw {
        /// รหัสใน otop waiting / Its id in otop waiting
        id: String,
    },
}

#[derive(Args, Debug)]
pub struct Adopt {
    /// ชื่อเจ้าของรายการ ดังที่ otop status แสดง / Whose edits, by the name that otop status shows
    pub name: String,
    /// เหตุผล / Why
    #[arg(long)]
    pub reason: String,
}

#[derive(Subcommand, Debug)]
pub enum Attention {
    /// แสดงรายการ / The list
    #[command(after_help = "ตัวอย่าง / Example:\n  otop attention list")]
    List,
    /// แสดงหนึ่งรายการ / One item
    #[command(after_help = "ตัวอย่าง / Example:\n  otop attention show 1")]
    Show(Which),
    /// ใช้ค่าที่ท่านบันทึก / The value that you recorded stands, offered or in the system
    #[command(after_help = "ตัวอย่าง / Example:\n  otop attention take-mine 1")]
    TakeMine(Which),
    /// ใช้ค่าของอีกฝ่าย / The other person's value stands
    #[command(after_help = "ตัวอย่าง / Example:\n  otop attention take-theirs 1")]
    TakeTheirs(Which),
    /// ใช้ค่าที่เสนอ ไม่ว่าใครเสนอ / The offered value stands, whoever offered it
    #[command(after_help = "ตัวอย่าง / Example:\n  otop attention take-offered 1")]
    TakeOffered(Which),
    /// ใช้ค่าในระบบ ไม่ว่าใครบันทึก / The server's value stands, whoever recorded it
    #[command(after_help = "ตัวอย่าง / Example:\n  otop attention take-recorded 1")]
    TakeRecorded(Which),
    /// ใช้ค่าอื่น / Another value decides
    #[command(
        after_help = "ตัวอย่าง / Example:\n  otop attention edit 1 15,000\n  otop attention edit 2 --state NOT_OBTAINED --reason \"ติดต่อไม่ได้\""
    )]
    Edit(Edit),
    /// ยกเลิกรายการ โดยระบุเหตุผล / Let it go, with a reason
    #[command(after_help = "ตัวอย่าง / Example:\n  otop attention discard 1 --reason \"บันทึกผิดราย\"")]
    Discard(Discard),
}

#[derive(Args, Debug)]
pub struct Which {
    /// หมายเลขรายการ (ไม่เปลี่ยนและไม่ใช้ซ้ำ) หรือรหัส / Its number, which never changes hands, or its id
    pub item: String,
}

#[derive(Args, Debug)]
pub struct Edit {
    /// หมายเลขรายการ (ไม่เปลี่ยนและไม่ใช้ซ้ำ) หรือรหัส / Its number, which never changes hands, or its id
    pub item: String,
    /// จำนวนเงิน (บาท) / Baht
    #[arg(required_unless_present_any = ["remove", "state"], conflicts_with_all = ["remove", "state"], allow_negative_numbers = true)]
    pub amount: Option<String>,
    /// ลบช่องนี้ / Remove the figure
    #[arg(long, conflicts_with = "state")]
    pub remove: bool,
    /// สถานะแบบ รต.๑ / The sheet's state
    #[arg(long)]
    pub state: Option<String>,
    /// เหตุผลที่เก็บข้อมูลไม่ได้ / Why figures could not be obtained
    #[arg(long)]
    pub reason: Option<String>,
}

#[derive(Args, Debug)]
pub struct Discard {
    /// หมายเลขรายการ (ไม่เปลี่ยนและไม่ใช้ซ้ำ) หรือรหัส / Its number, which never changes hands, or its id
    pub item: String,
    /// เหตุผล / Why
    #[arg(long)]
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn command_line_is_sound_and_every_command_has_an_example() {
        let cli = Cli::command();
        cli.clone().debug_assert();
        leaves(&cli).iter().for_each(|command| {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("otop "), "{}", command.get_name());
        });
    }

    fn leaves(command: &clap::Command) -> Vec<clap::Command> {
        if command.has_subcommands() {
            return command.get_subcommands().flat_map(leaves).collect();
        }
        vec![command.clone()]
    }
}
