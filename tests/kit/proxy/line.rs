//! The bytes of one direction on their way.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rand::RngExt;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::sleep;

use super::{Direction, Shared, Weather, held};

/// What a packet carries.
const PACKET: usize = 1400;
/// When a lost packet is first sent again.
const SENT_AGAIN: Duration = Duration::from_millis(200);

/// One direction of all connections: what has passed, and the wire, which carries one packet at a time.
#[derive(Default)]
pub(super) struct Line {
    passed: AtomicU64,
    wire: tokio::sync::Mutex<()>,
}

impl Line {
    pub(super) fn passed(&self) -> u64 {
        self.passed.load(Ordering::SeqCst)
    }

    pub(super) fn count_anew(&self) {
        self.passed.store(0, Ordering::SeqCst);
    }
}

/// Carries packets until the sender ends, the receiver is gone, or the cut.
pub(super) async fn carry(shared: &Shared, direction: Direction, mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) {
    let mut packet = [0; PACKET];
    while let Ok(read @ 1..) = from.read(&mut packet).await {
        let weather = *held(&shared.weather);
        if weather.is_silent {
            return std::future::pending().await;
        }
        travel(shared, direction, &weather, read).await;
        let line = &shared.lines[direction as usize];
        let left = weather.left(direction, line.passed());
        let passing = read.min(left.unwrap_or(read));
        if to.write_all(&packet[..passing]).await.is_err() || to.flush().await.is_err() {
            return;
        }
        line.passed.fetch_add(passing as u64, Ordering::SeqCst);
        if left == Some(passing) || weather.ends_with(direction, &packet[..passing]) {
            return shared.cut();
        }
    }
}

/// The time a packet takes.
async fn travel(shared: &Shared, direction: Direction, weather: &Weather, bytes: usize) {
    if let Some(bytes_per_second) = weather.bytes_per_second {
        let _wire = shared.lines[direction as usize].wire.lock().await;
        sleep(Duration::from_secs(1) * u32::try_from(bytes).unwrap_or(u32::MAX) / bytes_per_second).await;
    }
    let mut late = weather.delay;
    let mut again = SENT_AGAIN;
    while is_lost(shared, weather.loss) {
        late += again;
        again *= 2;
    }
    if !late.is_zero() {
        sleep(late).await;
    }
}

fn is_lost(shared: &Shared, loss: f64) -> bool {
    loss > 0.0 && held(&shared.dice).random_bool(loss)
}
