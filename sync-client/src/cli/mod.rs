//! The program `otop`: reads the command line, drives [`Laptop`], shows what came of it.

#![allow(missing_docs)]

use std::{io::Write, process::ExitCode};

use clap::Parser;
use tracing::Level;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::{
    error::{Error, Exit, Result},
    laptop::Laptop,
    message::{Lang, Message},
};

mod args;
mod care;
mod commands;
mod decisions;
mod estimate;
mod evidence;
mod home;
mod page;
mod password;
mod progress;
mod screen;
mod usage;

use args::{Cli, Command};
use page::Page;

/// Runs the program to its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(misread) => return usage::misread(&misread),
    };
    log();
    let (json, lang) = (cli.json, cli.lang);
    let page = run(cli).unwrap_or_else(|error| page::failure(&error, lang));
    page.print(json);
    ExitCode::from(page.exit as u8)
}

/// Logs to the error stream what `RUST_LOG` wants. Below `info` only our own words: there libraries repeat what passes through them,
/// such as tokens.
fn log() {
    let ours = filter_fn(|what| what.target().starts_with("otop") || *what.level() <= Level::INFO);
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let layer = layer.with_filter(EnvFilter::from_default_env().and(ours));
    tracing_subscriber::registry().with(layer).init();
}

fn run(cli: Cli) -> Result<Page> {
    secure()?;
    let home = home::folder(cli.home.as_deref())?;
    if let Command::Restore(args) = &cli.command {
        return care::restore(&home, args, cli.lang);
    }
    match Laptop::open(&home) {
        Err(error) if matches!(cli.command, Command::Doctor { .. }) => care::unopened(&error, cli.lang),
        opened => on(opened?, &cli),
    }
}

fn on(mut laptop: Laptop, cli: &Cli) -> Result<Page> {
    // Letters travel on a thread of their own while this one writes the file and packs the next batch.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    laptop.server = cli.server();
    laptop.progress = progress::bar(cli.json, cli.lang);
    if let Some(news) = laptop.store.news() {
        tell(news, cli.lang);
    }
    let page = runtime.block_on(commands::run(&mut laptop, cli));
    if let Err(Error::Damaged(_)) = page {
        return rescued(laptop, cli);
    }
    laptop.store.leave();
    page
}

/// A command that met damage ends with a file that has none; it is to be repeated.
fn rescued(laptop: Laptop, cli: &Cli) -> Result<Page> {
    let rescued = laptop.store.rescue()?;
    match cli.command {
        Command::Doctor { .. } => care::repaired(&rescued, cli.lang),
        _ => Err(Error::Rescued(rescued.message())),
    }
}

/// What has to be said beside any answer: the file is not what it was.
fn tell(news: &Message, lang: Lang) {
    // A reader that went away is nobody's error.
    let _ = writeln!(std::io::stderr(), "{}", news.of(lang));
}

/// TLS by rustls with the ring provider, for HTTP and sockets alike.
fn secure() -> Result<()> {
    let installed = rustls::crypto::ring::default_provider().install_default();
    installed.map_err(|_| Error::Other("TLS".to_owned()))
}

/// A page in the person's language.
fn say(lang: Lang, thai: impl Into<String>, english: impl Into<String>) -> String {
    match lang {
        Lang::Th => thai.into(),
        Lang::En => english.into(),
    }
}

fn attention_exit(attention: usize, held: usize) -> Exit {
    match (attention, held) {
        (0, 0) => Exit::Ok,
        (0, _) => Exit::Closed,
        _ => Exit::Attention,
    }
}
