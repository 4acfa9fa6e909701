//! `otop estimate`: the yearly estimate.

use otop_schema::{Amount, FiscalYear, arabic_digits};

use super::{
    args::{Estimate, EstimateFigure, ExportEstimate, ImportEstimate, WholeEstimate},
    commands::must_know_the_register,
    page::Page,
    screen,
};
use crate::{
    error::{Exit, Result},
    estimate::EstimateEdit,
    laptop::Laptop,
    message::Lang,
};

pub fn run(laptop: &mut Laptop, command: &Estimate, lang: Lang) -> Result<Page> {
    match command {
        Estimate::Show(WholeEstimate { year }) => {
            let seen = laptop.estimate(fiscal_year(year)?)?;
            Page::new(&seen, screen::estimate(&seen, lang), Exit::Ok)
        }
        Estimate::Enter(args) => enter(laptop, args, lang),
        Estimate::Prefill(WholeEstimate { year }) => {
            must_know_the_register(laptop)?;
            let filled = laptop.prefill_estimate(fiscal_year(year)?)?;
            Page::new(&filled, screen::prefilled(&filled, lang), Exit::Ok)
        }
        Estimate::Export(ExportEstimate { year, to }) => {
            let exported = laptop.export_estimate(fiscal_year(year)?, to, lang)?;
            Page::new(&exported, screen::exported_estimate(&exported, lang), Exit::Ok)
        }
        Estimate::Import(args) => import(laptop, args, lang),
    }
}

fn enter(laptop: &mut Laptop, args: &EstimateFigure, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let edit = EstimateEdit {
        producer: args.producer.clone(),
        fiscal_year: fiscal_year(&args.year)?,
        period: args.period,
        amount: args.amount.as_deref().map(Amount::parse).transpose()?,
        note: args.note.clone(),
    };
    let entered = laptop.enter_estimate(&edit)?;
    Page::new(&entered, screen::entered_estimate(&entered, lang), Exit::Ok)
}

fn import(laptop: &mut Laptop, args: &ImportEstimate, lang: Lang) -> Result<Page> {
    must_know_the_register(laptop)?;
    let imported = laptop.import_estimate(&args.file, fiscal_year(&args.year)?, args.dry_run)?;
    let exit = if imported.refused == 0 { Exit::Ok } else { Exit::Error };
    Page::new(&imported, screen::imported_estimate(&imported, lang), exit)
}

/// A fiscal year of the Buddhist era, also in Thai digits.
fn fiscal_year(text: &str) -> Result<FiscalYear> {
    Ok(arabic_digits(text.trim()).parse()?)
}
