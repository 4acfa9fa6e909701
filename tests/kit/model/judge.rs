//! I1: every edit ever shown as saved is applied, a no-op, a conflict, refused, blocked, held or still queued, and the server
//! agrees. I2: each operation has one effect; versions are 1…n. I6: every laptop shows what the server has.

use std::collections::{BTreeMap, HashMap, HashSet};

use otop_sync::{Laptop, store::outbox::Queued};

use super::{
    desk::{Desk, MONTH},
    life::Life,
    server::Model,
};
use crate::table::Tally;

/// Whether nothing of this laptop's waits any more.
pub fn settled(laptop: &mut Laptop, person: &str) -> bool {
    laptop.store.outgoing_count(person).expect("the file is read") == 0
}

/// What a laptop and its server say of each other after everything came to rest.
pub fn judge(model: &Model, desk: &Desk, laptop: &mut Laptop) -> Tally {
    let mut tally = edits(&model.life, desk, laptop);
    tally += effects(&model.life);
    tally.wrong += usize::from(!shows(&model.life, laptop));
    tally
}

/// I1.
fn edits(life: &Life, desk: &Desk, laptop: &mut Laptop) -> Tally {
    let states = ["pending", "held", "attention", "done"];
    let queue = laptop.store.queue(desk.person, &states).expect("the file is read");
    let queue: HashMap<&str, &Queued> = queue.iter().map(|queued| (queued.operation_id.as_str(), queued)).collect();
    let mut tally = Tally::default();
    for id in &desk.saved {
        match queue.get(id.as_str()) {
            None => tally.lost += 1,
            Some(queued) if queued.state == "pending" || queued.state == "held" => (),
            Some(queued) => match outcome(life, id) {
                None => tally.lost += 1,
                Some(said) => tally.wrong += usize::from(queued.outcome.as_deref() != Some(said)),
            },
        }
    }
    tally
}

fn outcome<'a>(life: &'a Life, id: &str) -> Option<&'a str> {
    life.known.get(id)?.answer["outcome"].as_str()
}

/// I2.
fn effects(life: &Life) -> Tally {
    let mut tally = Tally::default();
    let (mut seen, mut versions) = (HashSet::new(), BTreeMap::<&str, i32>::new());
    for effect in &life.effects {
        tally.doubled += usize::from(!seen.insert(&effect.operation));
        let version = versions.entry(&effect.cell).or_default();
        *version += 1;
        tally.wrong += usize::from(*version != effect.version);
    }
    let stands = |(cell, version): (&str, i32)| life.cells.get(cell).is_none_or(|cell| cell.version != version);
    tally.wrong += versions.into_iter().filter(|(cell, version)| stands((cell, *version))).count();
    tally
}

/// I6: the figures a person sees, with nothing of the person's own on top.
fn shows(life: &Life, laptop: &mut Laptop) -> bool {
    let cells = laptop.store.cells(MONTH.parse().expect("a month")).expect("the file is read");
    let seen: BTreeMap<String, String> = cells
        .iter()
        .map(|cell| {
            (
                format!("{}|{MONTH}|{}|{}", cell.producer_id, cell.category, cell.channel),
                cell.amount.clone(),
            )
        })
        .collect();
    let stands = life
        .cells
        .iter()
        .filter_map(|(id, cell)| Some((id.clone(), cell.amount?.to_string())));
    seen == stands.collect::<BTreeMap<_, _>>() && cells.iter().all(|cell| cell.own.is_none())
}
