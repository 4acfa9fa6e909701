//! Each command: what it asks of the laptop, and what it shows.

use otop_schema::{Amount, ENTRY_STEPS, Month};
use serde_json::json;

use super::{
    args::{Adopt, Attention, Cell, Check, Cli, Command, CopyLastMonth, Enter, Explain, Import, Login, OfMonth, OfYear, Sheet, Waiting},
    attention_exit, care, decisions, estimate, evidence,
    page::Page,
    password, say, screen,
};
use crate::{
    check::Question,
    copy_month::CopyWish,
    enter::{CellEdit, SheetEdit},
    error::{Error, Exit, Result},
    import::Options,
    laptop::Laptop,
    message::Lang,
    read, watch,
};

/// Runs the command.
pub async fn run(laptop: &mut Laptop, cli: &Cli) -> Result<Page> {
    let lang = cli.lang;
    match &cli.command {
        Command::Login(args) => login(laptop, cli, args).await,
        Command::Logout => logout(laptop, lang).await,
        Command::Pull => pull(laptop, lang).await,
        Command::Enter(Enter::Cell(args)) => cell(laptop, args, lang),
        Command::Enter(Enter::Sheet(args)) => sheet(laptop, args, lang),
        Command::Estimate(command) => estimate::run(laptop, command, lang),
        Command::Import(args) => import(laptop, args, lang),
        Command::CopyLastMonth(args) => copy_last_month(laptop, args, lang),
        Command::Status(args) => status(laptop, args, lang),
        Command::Missing(args) => missing(laptop, args, lang),
        Command::Calendar(args) => calendar(laptop, args, lang),
        Command::Roadmap(args) => roadmap(laptop, args, lang),
        Command::HelpEntry => help_entry(lang),
        Command::Check(args) => check(laptop, args, lang),
        Command::Explain(args) => explain(laptop, args, lang),
        Command::Attach(args) => evidence::attach(laptop, args, lang),
        Command::Evidence { command } => evidence::run(laptop, command.as_ref(), lang),
        Command::Sync => sync(laptop, lang).await,
        Command::Watch => watch(laptop, cli).await,
        Command::Waiting { command } => waiting(laptop, command.as_ref(), lang),
        Command::Attention { command } => decisions::run(laptop, command.as_ref().unwrap_or(&Attention::List), lang),
        Command::Adopt(args) => adopt(laptop, args, lang),
        Command::Export(args) => care::export(laptop, args, lang),
        Command::Template(args) => care::template(laptop, args, lang),
        Command::Backup { to } => care::backup(laptop, to, lang),
        // Not on an open file: see `super::run`.
        Command::Restore(_) => Err(Error::InUse),
        Command::Doctor { repair } => care::doctor(laptop, *repair, lang).await,
    }
}

async fn login(laptop: &mut Laptop, cli: &Cli, args: &Login) -> Result<Page> {
    let remembered = laptop.store.last_server()?;
    let server = cli
        .server
        .clone()
        .or(remembered)
        .ok_or_else(|| Error::usage("กรุณาระบุเครื่องแม่ข่ายด้วย --server", "Name the server with --server"))?;
    if !args.moved {
        laptop.may_sign_in_at(&server)?;
    }
    let password = password::read(args.password_stdin, cli.lang)?;
    let session = if args.new_password {
        let new = password::read_new(args.password_stdin, cli.lang)?;
        laptop.login_anew(&server, &args.username, [&password, &new], args.moved).await?
    } else {
        laptop.login(&server, &args.username, &password, args.moved).await?
    };
    let others = laptop.store.others_waiting(&session.person)?;
    let adopted = laptop.store.adopted_from(&session.person)?;
    let name = laptop.store.person_name(&session.person)?;
    let records = session.records();
    let answer = json!({ "username": session.username, "name": name, "person": session.person, "server": session.server,
        "others": others, "adopted": adopted, "records": records });
    let mut text = say(
        cli.lang,
        format!("เข้าสู่ระบบแล้ว: {name} ({})\n", session.position),
        format!("Signed in: {name} ({})\n", session.position),
    );
    if !records {
        text += &say(
            cli.lang,
            "บัญชีนี้ไม่มีสิทธิ์บันทึก โปรแกรมนี้ใช้บันทึกข้อมูลของอำเภอ สิ่งที่บันทึกจะไม่ได้รับการยอมรับ\n",
            "This account records nothing: the program is for recording in districts; what is entered will be refused.\n",
        );
    }
    text += &screen::others(&others, cli.lang);
    Page::new(&answer, text + &screen::taken_over(&adopted, cli.lang), Exit::Ok)
}

async fn logout(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    let signed_in = laptop.store.session()?.is_some();
    let waiting = laptop.store.all_waiting()?;
    let told = laptop.logout().await?;
    let mut text = match (signed_in, told) {
        (false, _) => say(lang, "ไม่มีผู้ใดเข้าสู่ระบบอยู่", "Nobody was signed in."),
        (true, true) => say(lang, "ออกจากระบบแล้ว", "Signed out."),
        (true, false) => say(
            lang,
            "ออกจากระบบที่เครื่องนี้แล้ว (ติดต่อเครื่องแม่ข่ายไม่ได้)",
            "Signed out here (the server was not reached).",
        ),
    };
    if waiting > 0 {
        text += &say(
            lang,
            format!(" ยังมี {waiting} รายการรอในเครื่องนี้ และจะอยู่จนกว่าจะเข้าสู่ระบบอีกครั้ง"),
            format!(" {waiting} edits still wait on this laptop, and stay until the next sign-in."),
        );
    }
    let answer = json!({ "signedIn": signed_in, "serverTold": signed_in && told, "waiting": waiting });
    Page::new(&answer, text, Exit::Ok)
}

fn waiting(laptop: &mut Laptop, command: Option<&Waiting>, lang: Lang) -> Result<Page> {
    match command {
        None | Some(Waiting::List) => {
            let waiting = laptop.waiting()?;
            Page::new(&json!({ "waiting": waiting }), screen::waits(&waiting, lang), Exit::Ok)
        }
        Some(Waiting::Withdraw { id }) => {
            let gone = laptop.withdraw(id)?;
            Page::new(&json!({ "withdrawn": gone }), screen::withdrawn(&gone, lang), Exit::Ok)
        }
    }
}

fn adopt(laptop: &mut Laptop, args: &Adopt, lang: Lang) -> Result<Page> {
    let adoption = laptop.adopt(&args.name, &args.reason)?;
    Page::new(&adoption, screen::adoption(&adoption, lang), Exit::Ok)
}

async fn pull(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    laptop.store.hold("otop pull").await?;
    let pulled = laptop.pull().await?;
    laptop.read_years().await;
    let text = say(
        lang,
        format!("รับข้อมูลแล้ว {} รายการ", screen::count(pulled.rows)),
        format!("{} rows read", screen::count(pulled.rows)),
    );
    Page::new(&pulled, text, Exit::Ok)
}

fn cell(laptop: &mut Laptop, args: &Cell, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let edit = CellEdit {
        producer: args.producer.clone(),
        month: read::month(&args.month)?,
        category: read::category(&args.category)?,
        channel: args.channel.clone(),
        amount: args.amount.as_deref().map(Amount::parse).transpose()?,
        note: args.note.clone(),
    };
    let entered = laptop.enter_cell(&edit)?;
    Page::new(&entered, screen::entered(&entered, lang), Exit::Ok)
}

fn sheet(laptop: &mut Laptop, args: &Sheet, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let edit = SheetEdit {
        producer: args.producer.clone(),
        month: read::month(&args.month)?,
        state: read::state(&args.state)?,
        reason: args.reason.clone(),
        given_by: args.given_by.clone(),
        given_on: args.given_on.as_deref().map(read::day).transpose()?,
        note: args.note.clone(),
        copied: false,
    };
    let entered = laptop.enter_sheet(&edit)?;
    Page::new(&entered, screen::entered(&entered, lang), Exit::Ok)
}

fn import(laptop: &mut Laptop, args: &Import, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let options = Options {
        dry_run: args.dry_run,
        skip_refused: args.skip_refused,
    };
    let imported = laptop.import(&args.file, read::month(&args.month)?, options)?;
    let exit = if imported.refused == 0 { Exit::Ok } else { Exit::Error };
    Page::new(&imported, screen::imported(&imported, lang), exit)
}

fn copy_last_month(laptop: &mut Laptop, args: &CopyLastMonth, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let wish = CopyWish {
        month: named_month(laptop, args.month.as_deref())?,
        producer: args.producer.clone(),
        dry_run: args.dry_run,
    };
    let copied = laptop.copy_last_month(&wish)?;
    Page::new(&copied, screen::copied(&copied, lang), Exit::Ok)
}

fn status(laptop: &mut Laptop, args: &OfMonth, lang: Lang) -> Result<Page> {
    let month = month(laptop, args)?;
    let overview = laptop.overview(month)?;
    Page::new(&overview, screen::overview(&overview, lang), Exit::Ok)
}

fn missing(laptop: &mut Laptop, args: &OfMonth, lang: Lang) -> Result<Page> {
    let month = month(laptop, args)?;
    must_know_the_register(laptop)?;
    let missing = laptop.missing(month)?;
    let answer = json!({ "month": month, "missing": missing });
    Page::new(&answer, screen::missing(&missing, month, lang), Exit::Ok)
}

fn calendar(laptop: &mut Laptop, args: &OfYear, lang: Lang) -> Result<Page> {
    let year = laptop.named_year(args.year.as_deref())?;
    let roadmaps = laptop.roadmaps(year)?;
    Page::new(&json!({ "roadmaps": roadmaps }), screen::calendar(&roadmaps, lang), Exit::Ok)
}

fn roadmap(laptop: &mut Laptop, args: &OfYear, lang: Lang) -> Result<Page> {
    let year = laptop.named_year(args.year.as_deref())?;
    let roadmaps = laptop.roadmaps(year)?;
    let server = laptop.store.signed_in()?.server;
    Page::new(
        &json!({ "roadmaps": roadmaps }),
        screen::roadmap(&roadmaps, &server, lang),
        Exit::Ok,
    )
}

fn help_entry(lang: Lang) -> Result<Page> {
    let steps: Vec<_> = ENTRY_STEPS
        .iter()
        .map(|step| json!({ "th": step.thai, "en": step.english, "command": step.command }))
        .collect();
    Page::new(&json!({ "steps": steps }), screen::entry_steps(lang), Exit::Ok)
}

fn check(laptop: &mut Laptop, args: &Check, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let question = Question {
        month: named_month(laptop, args.month.as_deref())?,
        district: args.district.clone(),
        paper: args.paper_total.as_deref().map(str::parse).transpose()?,
    };
    let checked = laptop.check(&question)?;
    Page::new(&checked, screen::checked(&checked, lang), Exit::Ok)
}

fn explain(laptop: &mut Laptop, args: &Explain, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let month = named_month(laptop, args.month.as_deref())?;
    let entered = laptop.explain(&args.producer, month, &args.reason)?;
    Page::new(&entered, screen::entered(&entered, lang), Exit::Ok)
}

/// Before the first pull nothing can be named; that is not the person's mistake.
pub(super) fn must_know_the_register(laptop: &mut Laptop) -> Result<()> {
    laptop.store.signed_in()?;
    if laptop.store.standing()?.pulled_at.is_some() || !laptop.store.producers()?.is_empty() {
        return Ok(());
    }
    Err(Error::usage(
        "เครื่องนี้ยังไม่มีทะเบียนผู้ผลิต รับข้อมูลก่อนด้วยคำสั่ง: otop pull",
        "This laptop knows no producers yet. Read them first: otop pull",
    ))
}

async fn sync(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    laptop.store.hold("otop sync").await?;
    laptop.must_be_latest().await?;
    let synced = laptop.sync().await?;
    laptop.read_years().await;
    Page::new(
        &synced,
        screen::synced(&synced, lang),
        attention_exit(synced.attention + synced.evidence.attention, synced.held),
    )
}

async fn watch(laptop: &mut Laptop, cli: &Cli) -> Result<Page> {
    let (json, lang) = (cli.json, cli.lang);
    laptop.store.hold("otop watch").await?;
    match laptop.must_be_latest().await {
        Err(Error::Offline(_)) => (),
        latest => latest?,
    }
    watch::run(laptop, &mut |event| screen::event(event, json, lang)).await?;
    Page::new(&json!({ "event": "STOPPED" }), say(lang, "หยุดติดตามแล้ว", "Stopped."), Exit::Ok)
}

fn month(laptop: &mut Laptop, args: &OfMonth) -> Result<Month> {
    named_month(laptop, args.month.as_deref())
}

/// The month named, or the one in question.
pub(super) fn named_month(laptop: &mut Laptop, named: Option<&str>) -> Result<Month> {
    match named {
        Some(text) => Ok(read::month(text)?),
        None => laptop.current_month(),
    }
}
