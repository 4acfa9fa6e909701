//! What a measurement cost: time on the wall, and time on the processors, which a busy machine does not falsify.

use std::time::{Duration, Instant};

use kit::world::World;

/// What something cost.
#[derive(Clone, Copy)]
pub struct Cost {
    /// From beginning to end.
    pub took: Duration,
    /// The server's own time on the processors.
    pub server: Duration,
    /// That of its database: the connections' processes and PostgreSQL's own.
    pub database: Duration,
}

/// Begun when the thing begins.
pub struct Meter {
    began: Instant,
    server: u32,
    spent: (Duration, Duration),
}

impl Meter {
    /// Starts.
    pub fn start(world: &World) -> Self {
        let server = world.process();
        Self {
            server,
            spent: spent(server),
            began: Instant::now(),
        }
    }

    /// What it cost from the start until now.
    pub fn stop(&self) -> Cost {
        let took = self.began.elapsed();
        let (server, database) = spent(self.server);
        Cost {
            took,
            server: server.saturating_sub(self.spent.0),
            database: database.saturating_sub(self.spent.1),
        }
    }
}

/// Processor time of a server and of everything it started.
fn spent(server: u32) -> (Duration, Duration) {
    let all: Vec<Process> = processes().collect();
    let mut family = vec![server];
    let mut database = Duration::ZERO;
    while let Some(parent) = family.pop() {
        for child in all.iter().filter(|process| process.parent == parent) {
            database += child.spent;
            family.push(child.id);
        }
    }
    let own = all.iter().find(|process| process.id == server);
    (own.map(|process| process.spent).unwrap_or_default(), database)
}

struct Process {
    id: u32,
    parent: u32,
    spent: Duration,
}

fn processes() -> impl Iterator<Item = Process> {
    let folders = std::fs::read_dir("/proc").expect("Linux").filter_map(Result::ok);
    folders.filter_map(|folder| process(folder.file_name().to_str()?.parse().ok()?))
}

/// A process as `/proc/ID/stat` tells of it; the numbers come after its name, which stands in brackets.
fn process(id: u32) -> Option<Process> {
    /// A tick of the kernel's counters, the same on every Linux.
    const TICK: u64 = 10;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, numbers) = stat.rsplit_once(") ")?;
    let numbers: Vec<&str> = numbers.split(' ').collect();
    let ticks = |place: usize| numbers.get(place)?.parse::<u64>().ok();
    Some(Process {
        id,
        parent: numbers.get(1)?.parse().ok()?,
        spent: Duration::from_millis((ticks(11)? + ticks(12)?) * TICK),
    })
}
