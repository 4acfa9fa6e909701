//! Finding what a person means among the rows of the mirror.

use std::collections::HashMap;

use otop_schema::{Month, Refusal, RefusalCode, arabic_digits};

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
    /// The key of each producer's name.
    names: Vec<String>,
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
            by_name.entry(key(&producer.name)).or_default().push(place);
        }
        let places = || producers.iter().enumerate();
        let number = |(place, row): (usize, &Producer)| Some((key(row.registration_number.as_ref()?), place));
        Ok(Lookup {
            by_id: places().map(|(place, row)| (row.id.clone(), place)).collect(),
            by_number: places().filter_map(number).collect(),
            by_name,
            names: producers.iter().map(|row| key(&row.name)).collect(),
            channels: store.channels()?,
            producers,
        })
    }

    /// A producer by registration number, id, or a whole name that only one has.
    ///
    /// # Errors
    /// `NOT_FOUND` or `INVALID` on field `producerId`, with those that are like it.
    pub fn producer(&self, text: &str) -> std::result::Result<&Producer, Refusal> {
        let key = key(text);
        let direct = self.by_number.get(&key).or_else(|| self.by_id.get(&key));
        let named = self.by_name.get(&key).map_or(&[][..], Vec::as_slice);
        match (direct, named) {
            (Some(place), _) | (None, [place]) => self.producers.get(*place).ok_or_else(|| nobody(text, &[])),
            (None, []) if self.producers.is_empty() => Err(nothing_read(text)),
            (None, []) => Err(nobody(text, &self.similar(&key))),
            (None, several) => Err(ambiguous(text, &self.rows(several))),
        }
    }

    /// A producer a person typed: also by a part of a name that only one has. A file is not read so: nobody looks on.
    ///
    /// # Errors
    /// As [`Lookup::producer`].
    pub fn meant(&self, text: &str) -> std::result::Result<&Producer, Refusal> {
        let parts = self.with_part(&key(text));
        match (self.producer(text), parts.as_slice()) {
            (Err(refusal), [only]) if refusal.code == RefusalCode::NotFound => Ok(*only),
            (Err(refusal), [_, _, ..]) if refusal.code == RefusalCode::NotFound => Err(ambiguous(text, &parts)),
            (found, _) => found,
        }
    }

    fn rows(&self, places: &[usize]) -> Vec<&Producer> {
        places.iter().filter_map(|place| self.producers.get(*place)).collect()
    }

    /// Those whose name has the text in it.
    fn with_part(&self, key: &str) -> Vec<&Producer> {
        let named = self.producers.iter().zip(&self.names);
        let holds = |name: &str| key.chars().count() >= SHORTEST_PART && name.contains(key);
        named.filter(|(_, name)| holds(name)).map(|(row, _)| row).collect()
    }

    /// Those most like the text, by number or name.
    fn similar(&self, text: &str) -> Vec<&Producer> {
        let scored = self.producers.iter().zip(&self.names).map(|(row, name)| {
            let number = row.registration_number.as_deref().map_or(0, |number| alike(text, &key(number)));
            (number.max(alike(text, name)), row)
        });
        let mut scored: Vec<(usize, &Producer)> = scored.filter(|(score, _)| *score >= 100).collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.into_iter().take(MOST_SHOWN).map(|(_, row)| row).collect()
    }

    /// A channel's code, from its code in any case or one of its names.
    ///
    /// # Errors
    /// `INVALID` on field `channel`, with the words that would do.
    pub fn channel(&self, text: &str) -> std::result::Result<&Channel, Refusal> {
        let either = |row: &Channel| row.name_th.split('/').any(|word| read::same(text, &[word]));
        let meant = |row: &&Channel| read::same(text, &[&row.code, &row.name_th, &row.name_en]) || either(row);
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

/// A part of a name has at least so many letters.
const SHORTEST_PART: usize = 3;
/// So many similar producers are named.
const MOST_SHOWN: usize = 5;

/// What is the same to a person: digits of either script, every dash, spaces, case.
fn key(text: &str) -> String {
    let letters = arabic_digits(text.trim()).to_lowercase();
    let letters = letters.chars().filter(|letter| !letter.is_whitespace());
    letters.map(|letter| if DASHES.contains(&letter) { '-' } else { letter }).collect()
}

/// What Word and Excel make of a hyphen.
const DASHES: [char; 6] = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];

/// How much of each stands in the other, 0 to 200. A hyphen is easily forgotten.
fn alike(one: &str, other: &str) -> usize {
    let (one, other) = (one.replace('-', ""), other.replace('-', ""));
    shared(&one, &other) + shared(&other, &one)
}

/// How many of a hundred pairs of neighbouring letters of the text stand in the other one too.
fn shared(text: &str, other: &str) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let pairs: Vec<String> = letters.windows(2).map(|pair| pair.iter().collect()).collect();
    let found = pairs.iter().filter(|pair| other.contains(pair.as_str())).count();
    found.saturating_mul(100).checked_div(pairs.len()).unwrap_or_default()
}

fn listed(producers: &[&Producer]) -> String {
    let shown = producers.iter().take(MOST_SHOWN);
    let lines: Vec<String> = shown
        .map(|row| format!("{} {}", row.registration_number.as_deref().unwrap_or("-"), row.name))
        .collect();
    lines.join(", ")
}

fn nobody(text: &str, similar: &[&Producer]) -> Refusal {
    let listed = listed(similar);
    let (thai, english) = match similar {
        [] => (String::new(), String::new()),
        _ => (format!(" ที่คล้ายกัน: {listed}"), format!(" Similar: {listed}.")),
    };
    let message = format!("ไม่พบผู้ผลิต \"{text}\" ในเครื่องนี้{thai} / This laptop knows no producer \"{text}\".{english}");
    Refusal::new(RefusalCode::NotFound, message).field("producerId").rule("unknown")
}

fn nothing_read(text: &str) -> Refusal {
    let message = format!(
        "ไม่พบผู้ผลิต \"{text}\" เครื่องนี้ยังไม่มีทะเบียนผู้ผลิต ใช้คำสั่ง otop sync / \
         Producer \"{text}\" is not known: this laptop has no register yet. Use: otop sync."
    );
    Refusal::new(RefusalCode::NotFound, message).field("producerId").rule("unknown")
}

fn ambiguous(text: &str, producers: &[&Producer]) -> Refusal {
    let listed = listed(producers);
    let message = format!(
        "\"{text}\" มีหลายราย ให้ใช้เลขทะเบียน: {listed} / Several producers are called \"{text}\": use the registration number: {listed}."
    );
    Refusal::invalid("producerId", "ambiguous", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{BAKERS, WEAVERS, scene};

    #[test]
    fn what_people_type_is_found() {
        let lookup = Lookup::new(&mut scene().laptop.store).unwrap();
        for text in ["1001", "๑๐๐๑", " 1001 ", "กลุ่มทอผ้า", "กลุ่ม ทอผ้า", "ทอผ้า", &WEAVERS.replace('-', "–")]
        {
            assert_eq!(lookup.meant(text).unwrap().id, WEAVERS, "{text}");
        }
        assert_eq!(lookup.meant("ขนม").unwrap().id, BAKERS);
        assert!(lookup.producer("ขนม").is_err(), "a file names them whole");
        assert_eq!(lookup.channel("หน้าร้าน").unwrap().code, "SHOP");
    }

    #[test]
    fn the_similar_are_named() {
        let lookup = Lookup::new(&mut scene().laptop.store).unwrap();
        let message = lookup.meant("กลุ่มทอผ้าไหม").unwrap_err().message;
        assert!(message.contains("1001 กลุ่มทอผ้า") && !message.contains("บ้านขนม"), "{message}");
        let both = lookup.meant("100").unwrap_err();
        assert!(both.message.contains("1001") && both.message.contains("1002"), "{}", both.message);
        let long = lookup.meant("10000-2").unwrap_err().message;
        assert!(long.find("1002") < long.find("1001"), "{long}");
        assert!(!lookup.meant("9999").unwrap_err().message.contains("1001"));
    }
}
