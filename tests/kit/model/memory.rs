//! Letters through memory, under a changing sky: lost before or after they arrive, delivered twice, delivered late and out of
//! order, answered by a hotel, a proxy or a server that is ill.

use std::sync::{Arc, Mutex};

use futures_util::{FutureExt, StreamExt, stream};
use otop_schema::Cursor;
use otop_sync::carrier::{Bell, Carried, Carrier, Letter, Reply, Unreachable};
use rand::{RngExt, rngs::StdRng};

use super::server::Shared;

/// What the network and the server may do to a letter.
pub struct Weather {
    /// The dice.
    pub dice: StdRng,
    /// Letters in a hundred that something happens to.
    pub severity: u32,
    late: Vec<Letter>,
}

/// Weather over everybody.
pub type Sky = Arc<Mutex<Weather>>;

impl Weather {
    /// Calm so far.
    pub fn calm(dice: StdRng) -> Sky {
        Arc::new(Mutex::new(Self {
            dice,
            severity: 0,
            late: Vec::new(),
        }))
    }
}

/// The way to a model server through memory.
pub struct Memory {
    /// The server.
    pub model: Shared,
    /// The weather on the way.
    pub sky: Sky,
}

impl Carrier for Memory {
    fn carry(&self, letter: Letter) -> Carried<Reply> {
        let (model, sky) = (self.model.clone(), self.sky.clone());
        async move {
            dawdle(&sky).await;
            deliver_late(&model, &sky);
            let reply = pass(&model, &sky, letter);
            dawdle(&sky).await;
            reply
        }
        .boxed()
    }

    fn listen(&self, _token: String, _after: Option<Cursor>) -> Carried<Bell> {
        std::future::ready(Ok(stream::pending().boxed())).boxed()
    }
}

/// Lets others go first, sometimes.
async fn dawdle(sky: &Sky) {
    let turns = sky.lock().expect("the sky").dice.random_range(0..4);
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}

/// A letter that was given up long ago arrives after newer ones; nobody hears its reply.
fn deliver_late(model: &Shared, sky: &Sky) {
    let mut weather = sky.lock().expect("the sky");
    let waiting = weather.late.len();
    if waiting > 0 && (weather.severity == 0 || weather.dice.random_bool(0.3)) {
        let place = weather.dice.random_range(0..waiting);
        let letter = weather.late.swap_remove(place);
        model.lock().expect("the model").answer(&letter);
    }
}

fn pass(model: &Shared, sky: &Sky, letter: Letter) -> Result<Reply, Unreachable> {
    let mut weather = sky.lock().expect("the sky");
    let mut model = model.lock().expect("the model");
    if weather.dice.random_range(0..100) >= weather.severity {
        return Ok(model.answer(&letter));
    }
    match weather.dice.random_range(0..8) {
        0 => Err(Unreachable),
        1 | 2 => {
            model.answer(&letter);
            Err(Unreachable)
        }
        3 => {
            model.answer(&letter);
            Ok(model.answer(&letter))
        }
        4 => {
            weather.late.push(letter);
            Err(Unreachable)
        }
        5 => Ok(page(if weather.dice.random() { 200 } else { 511 })),
        6 => Ok(page(503)),
        _ => {
            letter
                .token
                .iter()
                .filter_map(|token| token.split_once(' '))
                .for_each(|(person, _)| model.expire(person));
            Ok(model.answer(&letter))
        }
    }
}

/// Somebody else's answer.
fn page(status: u16) -> Reply {
    Reply {
        status,
        retry_after: None,
        date: None,
        body: b"<html>Welcome</html>".to_vec(),
    }
}
