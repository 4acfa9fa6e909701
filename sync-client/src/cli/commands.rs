//! Each command: what it asks of the laptop, and what it shows.

use otop_schema::{Amount, Month};
use serde_json::json;

use super::{
    args::{Cell, Cli, Command, Enter, Import, Login, OfMonth, Sheet},
    attention_exit, decisions,
    page::Page,
    password, say, screen,
};
use crate::{
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
        Command::Import(args) => import(laptop, args, lang),
        Command::Status(args) => status(laptop, args, lang),
        Command::Missing(args) => missing(laptop, args, lang),
        Command::Sync => sync(laptop, lang).await,
        Command::Watch => watch(laptop, cli).await,
        Command::Attention(command) => decisions::run(laptop, command, lang),
    }
}

async fn login(laptop: &mut Laptop, cli: &Cli, args: &Login) -> Result<Page> {
    let remembered = laptop.store.last_server()?;
    let server = cli
        .server
        .clone()
        .or(remembered)
        .ok_or_else(|| Error::usage("กรุณาระบุเครื่องแม่ข่ายด้วย --server", "Name the server with --server"))?;
    let password = password::read(args.password_stdin, cli.lang)?;
    let session = laptop.login(&server, &args.username, &password).await?;
    let others = laptop.store.others_waiting(&session.person)?;
    let name = laptop.store.person_name(&session.person)?;
    let answer =
        json!({ "username": session.username, "name": name, "person": session.person, "server": session.server, "others": others });
    let text = say(
        cli.lang,
        format!("เข้าสู่ระบบแล้ว: {name} ({})", session.position),
        format!("Signed in: {name} ({})", session.position),
    );
    Page::new(&answer, text + "\n" + &screen::others(&others, cli.lang), Exit::Ok)
}

async fn logout(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    let told = laptop.logout().await?;
    let text = match told {
        true => say(lang, "ออกจากระบบแล้ว รายการที่รอส่งยังอยู่", "Signed out. What waits stays."),
        false => say(
            lang,
            "ออกจากระบบที่เครื่องนี้แล้ว (ติดต่อเครื่องแม่ข่ายไม่ได้)",
            "Signed out here (the server was not reached).",
        ),
    };
    Page::new(&json!({ "serverTold": told }), text, Exit::Ok)
}

async fn pull(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    let pulled = laptop.pull().await?;
    let text = say(
        lang,
        format!("รับข้อมูลแล้ว {} รายการ", screen::count(pulled.rows)),
        format!("{} rows read", screen::count(pulled.rows)),
    );
    Page::new(&pulled, text, Exit::Ok)
}

fn cell(laptop: &mut Laptop, args: &Cell, lang: Lang) -> Result<Page> {
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
    let edit = SheetEdit {
        producer: args.producer.clone(),
        month: read::month(&args.month)?,
        state: read::state(&args.state)?,
        reason: args.reason.clone(),
        given_by: args.given_by.clone(),
        given_on: args.given_on.as_deref().map(read::day).transpose()?,
        note: args.note.clone(),
    };
    let entered = laptop.enter_sheet(&edit)?;
    Page::new(&entered, screen::entered(&entered, lang), Exit::Ok)
}

fn import(laptop: &mut Laptop, args: &Import, lang: Lang) -> Result<Page> {
    let options = Options {
        dry_run: args.dry_run,
        skip_refused: args.skip_refused,
    };
    let imported = laptop.import(&args.file, read::month(&args.month)?, options)?;
    let exit = if imported.refused == 0 { Exit::Ok } else { Exit::Error };
    Page::new(&imported, screen::imported(&imported, lang), exit)
}

fn status(laptop: &mut Laptop, args: &OfMonth, lang: Lang) -> Result<Page> {
    let month = month(laptop, args)?;
    let overview = laptop.overview(month)?;
    Page::new(&overview, screen::overview(&overview, lang), Exit::Ok)
}

fn missing(laptop: &mut Laptop, args: &OfMonth, lang: Lang) -> Result<Page> {
    let month = month(laptop, args)?;
    if laptop.store.producers()?.is_empty() {
        return Err(Error::usage(
            "เครื่องนี้ยังไม่มีทะเบียนผู้ผลิต ใช้คำสั่ง: otop pull",
            "This laptop knows no producers yet. Use: otop pull",
        ));
    }
    let missing = laptop.missing(month)?;
    let answer = json!({ "month": month, "missing": missing });
    Page::new(&answer, screen::missing(&missing, month, lang), Exit::Ok)
}

async fn sync(laptop: &mut Laptop, lang: Lang) -> Result<Page> {
    let synced = laptop.sync().await?;
    Page::new(
        &synced,
        screen::synced(&synced, lang),
        attention_exit(synced.attention, synced.held),
    )
}

async fn watch(laptop: &mut Laptop, cli: &Cli) -> Result<Page> {
    let (json, lang) = (cli.json, cli.lang);
    watch::run(laptop, &mut |event| screen::event(event, json, lang)).await?;
    Page::new(&json!({ "event": "STOPPED" }), say(lang, "หยุดติดตามแล้ว", "Stopped."), Exit::Ok)
}

fn month(laptop: &mut Laptop, args: &OfMonth) -> Result<Month> {
    match &args.month {
        Some(text) => Ok(read::month(text)?),
        None => laptop.current_month(),
    }
}
