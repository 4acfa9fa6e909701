//! Finding what a person means among the rows of the mirror.

use std::collections::HashMap;

use otop_schema::{Month, Refusal};

use crate::{
    error::Result,
    read,
    store::{
        Store,
        overlay::{Channel, Producer},
    },
};

/// The producers and channels of the mirror, by every name a person may use.
pub struct Lookup {
    producers: Vec<Producer>,
    by_id: HashMap<String, usize>,
    by_number: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    channels: Vec<Channel>,
}

impl Lookup {
    /// Reads the mirror once.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn new(store: &mut Store) -> Result<Lookup> {
        let producers = store.producers()?;
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, producer) in producers.iter().enumerate() {
            by_name.entry(producer.name.clone()).or_default().push(place);
        }
        let places = || producers.iter().enumerate();
        let number = |(place, row): (usize, &Producer)| Some((row.registration_number.clone()?, place));
        Ok(Lookup {
            by_id: places().map(|(place, row)| (row.id.clone(), place)).collect(),
            by_number: places().filter_map(number).collect(),
            by_name,
            channels: store.channels()?,
            producers,
        })
    }

    /// A producer by registration number, id, or a name that only one has.
    ///
    /// # Errors
    /// `NOT_FOUND` or `INVALID` on field `producerId`.
    pub fn producer(&self, text: &str) -> std::result::Result<&Producer, Refusal> {
        let text = text.trim();
        let direct = self.by_number.get(text).or_else(|| self.by_id.get(&text.to_lowercase()));
        match (direct, self.by_name.get(text).map(Vec::as_slice)) {
            (Some(place), _) | (None, Some([place])) => self.producers.get(*place).ok_or_else(|| nobody(text)),
            (None, Some([_, _, ..])) => Err(several(text)),
            (None, Some([]) | None) => Err(nobody(text)),
        }
    }

    /// A channel's code, from its code in any case or one of its names.
    ///
    /// # Errors
    /// `INVALID` on field `channel`, with the words that would do.
    pub fn channel(&self, text: &str) -> std::result::Result<&Channel, Refusal> {
        let meant = |row: &&Channel| read::same(text, &[&row.code, &row.name_th, &row.name_en]);
        self.channels.iter().find(meant).ok_or_else(|| {
            let words: Vec<&str> = self.channels.iter().map(|row| row.name_th.as_str()).collect();
            let codes: Vec<&str> = self.channels.iter().map(|row| row.code.as_str()).collect();
            read::unknown("channel", "ช่องทางการจำหน่าย", text, &words, &codes)
        })
    }
}

impl Producer {
    /// Whether the producer belongs to a month's roster.
    #[must_use]
    pub fn active_in(&self, month: Month) -> bool {
        // Months as text sort as time does.
        let month = month.to_string();
        self.active_from <= month && self.active_until.as_ref().is_none_or(|until| month <= *until)
    }

    /// Refuses a month the producer is not active in.
    ///
    /// # Errors
    /// `INVALID` on field `month`.
    pub fn must_be_active(&self, month: Month) -> std::result::Result<(), Refusal> {
        if self.active_in(month) {
            return Ok(());
        }
        let message = format!(
            "ผู้ผลิตรายนี้ไม่อยู่ในทะเบียนของเดือน {} / This producer is not on the roster of {month}.",
            month.thai()
        );
        Err(Refusal::invalid("month", "producer-not-active", message))
    }
}

fn nobody(text: &str) -> Refusal {
    let message = format!("ไม่พบผู้ผลิต \"{text}\" ในเครื่องนี้ / This laptop knows no producer \"{text}\".");
    Refusal::new(otop_schema::RefusalCode::NotFound, message)
        .field("producerId")
        .rule("unknown")
}

fn several(text: &str) -> Refusal {
    let message =
        format!("มีผู้ผลิตชื่อ \"{text}\" หลายราย ให้ใช้เลขทะเบียน / Several producers are called \"{text}\": use the registration number.");
    Refusal::invalid("producerId", "ambiguous", message)
}
