//! Somebody who follows a district's reports over sockets that break, and goes on from the cursor.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio_util::sync::{CancellationToken, DropGuard};

use crate::socket::Event;
use crate::table::Tally;
use crate::wait::eventually;
use crate::{Person, Socket};

/// A follower at work until it is dropped.
pub struct Follower {
    noted: Arc<Mutex<Noted>>,
    _stop: DropGuard,
}

/// What a follower has heard.
#[derive(Debug, Default)]
struct Noted {
    cursor: Option<String>,
    /// The cursor of every event, in the order of arrival.
    events: Vec<String>,
    closings: Vec<u16>,
}

/// Where a follower goes on after a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resume {
    /// Where it was.
    ByCursor,
    /// With what comes next: a control.
    FromNow,
}

impl Follower {
    /// Follows a district at one of several addresses, at the next one after each break; listens when this returns.
    pub async fn of(person: &Person, district: &str, addresses: &[String], resume: Resume) -> Self {
        let (noted, stop) = (Arc::new(Mutex::new(Noted::default())), CancellationToken::new());
        let places = addresses.iter().map(|address| person.at(address)).collect();
        let following = follow(places, district.to_owned(), resume, noted.clone());
        tokio::spawn(stop.clone().run_until_cancelled_owned(following));
        let follower = Self {
            noted,
            _stop: stop.drop_guard(),
        };
        let listens = eventually(async || follower.noted().cursor.is_some().then_some(())).await;
        listens.expect("it listens");
        follower
    }

    /// Waits until so many events were heard, and tells how many were missed or heard twice.
    pub async fn heard(&self, written: usize) -> Tally {
        eventually(async || (self.distinct() >= written).then_some(())).await;
        self.heard_so_far(written)
    }

    /// How many of so many events are missing by now, or were heard twice.
    pub fn heard_so_far(&self, written: usize) -> Tally {
        let heard = self.noted().events.len();
        let distinct = self.distinct();
        Tally {
            lost: written.saturating_sub(distinct),
            doubled: heard - distinct,
            wrong: distinct.saturating_sub(written),
        }
    }

    /// The codes its sockets were closed with.
    pub fn closings(&self) -> Vec<u16> {
        self.noted().closings.clone()
    }

    fn distinct(&self) -> usize {
        self.noted().events.iter().collect::<BTreeSet<_>>().len()
    }

    fn noted(&self) -> std::sync::MutexGuard<'_, Noted> {
        self.noted.lock().expect("nobody panics while holding it")
    }
}

async fn follow(places: Vec<Person>, district: String, resume: Resume, noted: Arc<Mutex<Noted>>) {
    for person in places.iter().cycle() {
        if let Some(mut socket) = Socket::attempt(&person.server).await {
            socket.introduce(person).await;
            let after = noted
                .lock()
                .expect("nobody panics")
                .cursor
                .clone()
                .filter(|_| resume == Resume::ByCursor);
            let after = after.map_or_else(String::new, |cursor| format!(", after: \"{cursor}\""));
            let document = format!("subscription {{ reportChanged(area: \"{district}\"{after}) {{ kind cursor }} }}");
            socket.subscribe("1", &document).await;
            let code = listen(&mut socket, &noted).await;
            noted.lock().expect("nobody panics").closings.push(code);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Until the socket ends; the code it ended with.
async fn listen(socket: &mut Socket, noted: &Mutex<Noted>) -> u16 {
    loop {
        let message = match socket.event_some_day().await {
            Event::Message(message) => message,
            Event::Closed(code) => return code,
        };
        let event = &message["payload"]["data"]["reportChanged"];
        let Some(cursor) = event["cursor"].as_str().map(str::to_owned) else {
            continue;
        };
        let mut noted = noted.lock().expect("nobody panics");
        if event["kind"] != "HELLO" {
            noted.events.push(cursor.clone());
        }
        noted.cursor = Some(cursor);
    }
}
