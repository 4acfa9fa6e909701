//! The months of a district: confirmed history, and a February that is still being recorded.

use otop_schema::{AreaCode, CanonicalProducer, Month, Refusal, SheetState};

use super::chance::Dice;
use super::figures;
use super::places::District;
use crate::import::Past;
use crate::import::Producer;

/// February 2566, the month of the founding letter.
///
/// # Errors
/// Never: the month exists.
pub fn february() -> Result<Month, Refusal> {
    Month::new(2023, 2)
}

/// `history` confirmed months before February, and February as far as the district has come.
///
/// # Errors
/// When an area code is not one.
pub fn of(district: &District, producers: &[Producer], history: u32) -> Result<Vec<Past>, Refusal> {
    let february = february()?;
    let mut months = Vec::new();
    for back in (1..=history as i32).rev() {
        let month = february.plus(-back);
        months.push(Past {
            month,
            confirmed: true,
            producers: roster(producers, month, |_| Some(Progress::Settled))?,
        });
    }
    let roster = roster(producers, february, |producer| entered(district, producer))?;
    months.push(Past {
        month: february,
        confirmed: false,
        producers: roster,
    });
    Ok(months)
}

/// How far a producer's sheet is.
#[derive(PartialEq, Eq)]
enum Progress {
    Settled,
    Begun,
}

/// How many sheets in a thousand a district has begun by 27 February: 2701 all, 2706 none.
fn share(district: &District) -> i64 {
    match district.code.as_str() {
        "2701" => 1000,
        "2706" => 0,
        _ => Dice::of(&[district.number(), 2]).between(250, 950),
    }
}

fn entered(district: &District, producer: &Producer) -> Option<Progress> {
    let share = share(district);
    let mut dice = Dice::of(&[producer.id.as_u64_pair().1, 2]);
    match dice.happens(share) {
        false => None,
        true if share < 1000 && dice.happens(80) => Some(Progress::Begun),
        true => Some(Progress::Settled),
    }
}

fn roster(
    producers: &[Producer],
    month: Month,
    progress: impl Fn(&Producer) -> Option<Progress>,
) -> Result<Vec<CanonicalProducer>, Refusal> {
    let active = producers.iter().filter(|producer| producer.active(month));
    let of_month = active.filter_map(|producer| Some((producer, producer.attribute(month)?)));
    of_month
        .map(|(producer, attribute)| {
            let subdistrict: AreaCode = attribute.subdistrict.parse()?;
            let sheet = progress(producer).map(|progress| figures::of(producer, attribute.kind, month).limited(progress));
            let (state, reason, cells) = sheet.map_or((None, None, Vec::new()), |sheet| {
                let cells = sheet
                    .cells
                    .into_iter()
                    .map(|(category, channel, amount)| (category, channel.to_owned(), amount));
                (Some(sheet.state), sheet.reason.map(str::to_owned), cells.collect())
            });
            Ok(CanonicalProducer {
                id: producer.id,
                kind: attribute.kind,
                subdistrict,
                state,
                reason,
                cells,
            })
        })
        .collect()
}

impl figures::Filled {
    /// A sheet only begun has its first figure and no verdict yet.
    fn limited(mut self, progress: Progress) -> Self {
        if progress == Progress::Begun {
            self.cells.truncate(1);
            self.reason = None;
            self.state = SheetState::InProgress;
        }
        self
    }
}
