//! `otop-server demo`: fills a demonstration once, then serves it.

use std::io::IsTerminal;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use otop_server::config::{Demonstration, Network, Problem, Storage};
use otop_server::database::connect;
use otop_server::demo::{self, DemoSize};
use otop_server::identity::password;

use super::{failed, outside, serve, welcome};

/// What the demonstration holds.
#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    network: Network,

    /// ทุกจังหวัด แทนที่จะเป็นสระแก้วจังหวัดเดียว / all 76 provinces instead of Sa Kaeo
    #[arg(long)]
    nation: bool,

    /// จำนวนผู้ผลิตทั้งหมดโดยประมาณ ไม่เกิน 100,000 / about how many producers in all, up to 100,000
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    producers: Option<u32>,

    /// จำนวนเดือนย้อนหลังที่ยืนยันแล้วก่อน ก.พ. 2566 / confirmed months before February 2566; 16, with --nation 4
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=16))]
    months: Option<u32>,

    #[command(flatten)]
    opening: Demonstration,
}

impl Demo {
    fn size(&self) -> DemoSize {
        let usual = if self.nation { DemoSize::NATION } else { DemoSize::SA_KAEO };
        let districts = if self.nation { 878 } else { 9 };
        DemoSize {
            producers: self.producers.map_or(usual.producers, |all| (all / districts).max(1)),
            history: self.months.unwrap_or(usual.history),
            ..usual
        }
    }
}

pub async fn run(storage: &Storage, wanted: Demo) -> Result<(), Problem> {
    let network = wanted.network.clone();
    let password = wanted.opening.demo_password.clone().unwrap_or_else(password::made);
    let welcome = welcome::text(storage, network.listen, &password);
    serve::run(storage, network, async |url: &str| fill(url, &wanted, &password).await, &welcome).await
}

/// Fills the database unless it is filled; then only the password is set.
async fn fill(url: &str, wanted: &Demo, password: &str) -> Result<(), Problem> {
    let mut connection = connect(url).await.map_err(outside)?;
    let hash = password::hash(password).map_err(failed)?;
    if demo::is_filled(&mut connection).await.map_err(failed)? {
        return demo::set_password(&mut connection, &hash).await.map_err(failed);
    }
    let bar = bar();
    let told = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let filled = demo::fill(url, &wanted.size(), &hash, &told).await.map_err(failed)?;
    bar.finish_and_clear();
    match filled {
        true => Ok(()),
        // Another node was quicker.
        false => demo::set_password(&mut connection, &hash).await.map_err(failed),
    }
}

/// Hidden where nobody watches: indicatif draws on a terminal only.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("สร้างข้อมูลสาธิต / filling {bar:40} {pos}/{len} อำเภอ {eta}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
