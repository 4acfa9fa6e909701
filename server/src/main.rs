//! The program `otop-server`: reads the command line, does one thing, ends with a code that tells how it went.

mod command;
mod telemetry;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use otop_server::config::{Logging, Network, Problem, Storage};
use tikv_jemallocator::Jemalloc;

/// A GraphQL request is thousands of small allocations: this allocator costs a fifth less of the server's processor time than the
/// system's (`make bench`, replay).
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// ระบบรายงานรายได้จากการจำหน่ายสินค้า OTOP / OTOP revenue reporting
#[derive(Debug, Parser)]
#[command(name = "otop-server", version, max_term_width = 120)]
#[command(after_help = "รหัสจบการทำงาน / exit codes: 0 สำเร็จ done, 1 ไม่สำเร็จ failed, 2 คำสั่งไม่ถูกต้อง usage")]
struct Program {
    #[command(flatten)]
    storage: Storage,

    #[command(flatten)]
    logging: Logging,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// ให้บริการ / serve
    #[command(after_help = "ตัวอย่าง / example:\n  otop-server serve --listen 127.0.0.1:8080")]
    Serve(Network),

    /// บัญชีผู้ใช้: ผู้ดูแลระบบคนแรก รหัสผ่าน ปิดและเปิดบัญชี / accounts: the first administrator, passwords, lock and unlock
    #[command(subcommand)]
    Account(command::account::Account),

    /// กุญแจลงนามของโทเคน / the keys that tokens are signed with
    #[command(subcommand)]
    Keys(command::keys::Keys),

    /// ปรับปรุงโครงสร้างฐานข้อมูล / bring the database to this release
    #[command(after_help = "ตัวอย่าง / example:\n  otop-server migrate")]
    Migrate,

    /// ดูหรือเลื่อนนาฬิกาของระบบสาธิต / show or move the business clock of a demonstration
    #[command(
        after_help = "ตัวอย่าง / examples:\n  otop-server clock\n  otop-server clock 2023-03-06T00:00+07:00\n  otop-server clock --fixed 2023-03-03T23:59:59+07:00"
    )]
    Clock(command::clock::Clock),

    /// ข้อมูลสาธิต / a demonstration: real places, invented people and figures
    #[command(after_help = "ตัวอย่าง / examples:\n  otop-server demo\n  otop-server demo --nation --producers 20000")]
    Demo(command::demo::Demo),

    /// นำเข้าข้อมูลจากไฟล์ / producers and past figures from CSV files
    #[command(subcommand)]
    Import(command::import::Import),

    /// ตรวจสอบความถูกต้องของข้อมูลทั้งระบบ / hold the data against every promise
    #[command(
        after_help = "ตัวอย่าง / examples:\n  otop-server verify\n  otop-server verify --json\n  otop-server verify --digest 2706 2023-02\n  otop-server verify --audit aran.audit --head 5f3a…"
    )]
    Verify(command::verify::Verify),

    /// ส่งออกประวัติเป็นแฟ้มที่บุคคลภายนอกตรวจสอบเองได้ / the audit chains as a file that an outsider can recompute
    #[command(after_help = "ตัวอย่าง / examples:\n  otop-server audit 2706 2023-02\n  otop-server audit 27 --to sakaeo.audit")]
    Audit(command::audit::Audit),

    /// สำรองข้อมูลทั้งหมดเป็นไฟล์เดียว ขณะให้บริการได้ / everything into one file, while the server works
    #[command(after_help = "ตัวอย่าง / example:\n  otop-server backup /srv/backup/otop-2023-03-01.dump")]
    Backup(command::backup::Backup),

    /// กู้คืนข้อมูลจากไฟล์สำรอง เซิร์ฟเวอร์ต้องหยุดก่อน / bring a backup back; servers have to be stopped first
    #[command(after_help = "ตัวอย่าง / examples:\n  otop-server restore /srv/backup/otop-2023-03-01.dump --replace\n  otop-server verify")]
    Restore(command::restore::Restore),

    /// แสดงสัญญา GraphQL / print the GraphQL contract
    #[command(after_help = "ตัวอย่าง / example:\n  otop-server sdl > schema/schema.graphql")]
    Sdl,
}

/// A nested question is answered by functions inside each other, level by level: without optimisation the deepest that the guard lets
/// pass needs more than the usual 2 MiB. Memory is taken as it is used.
const STACK: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    #[cfg(feature = "faults")]
    let _fail_points = fail::FailScenario::setup();
    let program = Program::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(told(program)),
        Err(cause) => Err(command::outside(cause)),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{}", problem.text());
            ExitCode::FAILURE
        }
    }
}

async fn told(program: Program) -> Result<(), Problem> {
    let _telemetry = telemetry::start(&program.logging)?;
    run(program).await
}

async fn run(program: Program) -> Result<(), Problem> {
    match program.command {
        Command::Serve(network) => command::serve::run(&program.storage, network, async |_: &str| Ok(()), "").await,
        Command::Migrate => command::migrate::run(&program.storage).await,
        Command::Account(wanted) => command::account::run(&program.storage, &wanted).await,
        Command::Keys(wanted) => command::keys::run(&program.storage, &wanted).await,
        Command::Import(wanted) => command::import::run(&program.storage, &wanted).await,
        Command::Verify(wanted) => command::verify::run(&program.storage, &wanted).await,
        Command::Audit(wanted) => command::audit::run(&program.storage, &wanted).await,
        Command::Demo(wanted) => command::demo::run(&program.storage, wanted).await,
        Command::Clock(clock) => command::clock::run(&program.storage, clock).await,
        Command::Backup(wanted) => command::backup::run(&program.storage, &wanted).await,
        Command::Restore(wanted) => command::restore::run(&program.storage, &wanted).await,
        Command::Sdl => {
            print!("{}", otop_server::graphql::sdl());
            Ok(())
        }
    }
}
