//! Somebody who asks `/livez` again and again, on a thread and a connection of its own, and notes how long each answer took.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Asks until it is stopped.
pub struct Probe {
    stop: Arc<AtomicBool>,
    asking: JoinHandle<Vec<Duration>>,
}

impl Probe {
    /// Begins to ask a server.
    pub fn begin(server: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (server, told) = (server.trim_start_matches("http://").to_owned(), stop.clone());
        let asking = std::thread::spawn(move || ask(&server, &told));
        Self { stop, asking }
    }

    /// How long the answers took, shortest first.
    pub fn end(self) -> Vec<Duration> {
        self.stop.store(true, Ordering::Release);
        let mut took = self.asking.join().expect("the probe lives");
        took.sort();
        took
    }
}

fn ask(server: &str, stop: &AtomicBool) -> Vec<Duration> {
    let mut stream = TcpStream::connect(server).expect("the server listens");
    stream.set_nodelay(true).expect("a socket");
    let mut took = Vec::new();
    let mut heard = [0; 2048];
    while !stop.load(Ordering::Acquire) {
        let begun = Instant::now();
        stream
            .write_all(b"GET /livez HTTP/1.1\r\nhost: probe\r\n\r\n")
            .expect("the server reads");
        let length = stream.read(&mut heard).expect("the server answers");
        assert!(heard[..length].starts_with(b"HTTP/1.1 200"), "the server lives");
        took.push(begun.elapsed());
        // Two hundred answers a second are enough to tell one in a hundred.
        std::thread::sleep(Duration::from_millis(5));
    }
    took
}

/// The duration that so many in a hundred do not exceed.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

/// A duration for people.
pub fn told(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}
