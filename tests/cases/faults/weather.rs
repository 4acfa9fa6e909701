//! R9's core, and R3, R4, R11 once more: laptops that watch, over simulated TCP that drops, delays and cuts, before a server that
//! crashes and comes back, also from a backup. Time is simulated, so that thousands of bad nights pass in minutes.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use kit::chance;
use kit::model::{ADDRESS, Desk, Model, Net, Shared, judge, program, serve, settled, shared};
use kit::size;
use kit::table::{Row, Tally};
use otop_sync::{Laptop, watch};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use turmoil::{Builder, Sim};

const SERVER: &str = "server";
const LAPTOPS: [&str; 2] = ["somsri", "malee"];
const TICK: Duration = Duration::from_millis(50);
/// How long the weather is bad.
const STORM: Duration = Duration::from_secs(90);
/// The longest wait of a laptop by its own decision, the silence after which a dead connection is given up, and a meeting.
const REST: Duration = Duration::from_secs(300 + 60 + 60);
/// A server that forgets is caught within so many nights, or the checker is blind.
const MOST_NIGHTS: u64 = 100;

#[test]
fn after_a_bad_night_everybody_has_everything_once() {
    let seed: u64 = chance::dice().random();
    let mut row = Row::begin("R9", "simulated network", seed);
    let runs = size::of(16, 3_000);
    row.add(runs, many(seed, runs));
    row.control(forgetful(seed));
    row.report();
}

fn many(seed: u64, runs: usize) -> Tally {
    let mut all = Tally::default();
    for seed in (0..runs as u64).map(|run| seed.wrapping_add(run)) {
        let tally = night(seed, false);
        if !tally.is_clean() {
            println!("the night of seed {seed} {tally:?}");
        }
        all += tally;
    }
    all
}

/// The control: a server that does not remember operations, in as many nights as it takes to be caught.
fn forgetful(seed: u64) -> Tally {
    let nights = (0..MOST_NIGHTS).map(|run| night(seed.wrapping_add(run), true));
    let mut caught = nights.filter(|tally| !tally.is_clean());
    caught.next().unwrap_or_default()
}

fn night(seed: u64, forgets: bool) -> Tally {
    let mut dice = StdRng::seed_from_u64(seed);
    let model = shared();
    model.lock().expect("the model").forgets = forgets;
    let desks: Vec<Rc<RefCell<Desk>>> = LAPTOPS.iter().map(|person| Rc::new(RefCell::new(Desk::new(person)))).collect();
    let mut sim = Builder::new()
        .rng_seed(dice.random())
        .tick_duration(TICK)
        .simulation_duration(STORM + REST + TICK)
        .max_message_latency(Duration::from_millis(400))
        .build();
    let served = model.clone();
    sim.host(SERVER, move || serve(served.clone()));
    for desk in &desks {
        sit_down(&mut sim, desk, dice.random());
    }
    storm(&mut sim, &model, &mut dice);
    clear(&mut sim, &model);
    let rested = rest(&mut sim, &model, &desks);
    drop(sim);
    let mut tally = Tally::default();
    for desk in &desks {
        tally += judged(&model, &desk.borrow());
    }
    tally.wrong += usize::from(!rested);
    tally
}

/// A laptop that watches, while another program on its file records.
fn sit_down(sim: &mut Sim<'_>, desk: &Rc<RefCell<Desk>>, seed: u64) {
    let person = desk.borrow().person;
    let desk = desk.clone();
    sim.host(person, move || work(desk.clone(), seed));
}

async fn work(desk: Rc<RefCell<Desk>>, seed: u64) -> turmoil::Result {
    let (home, person) = (desk.borrow().home(), desk.borrow().person);
    let way = Arc::new(Net(SERVER));
    let mut watching = program(&home, way.clone(), seed);
    while watching.login(ADDRESS, person, "-", false).await.is_err() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let mut recording = program(&home, way, seed);
    let mut tell = |_: &watch::Event| ();
    tokio::select! {
        never = watch::forever(&mut watching, &mut tell) => match never {},
        never = record(&desk, &mut recording, seed) => match never {},
    }
}

/// A person records and decides as long as the night lasts.
async fn record(desk: &RefCell<Desk>, laptop: &mut Laptop, seed: u64) -> Infallible {
    let mut dice = StdRng::seed_from_u64(seed ^ turmoil::sim_elapsed().unwrap_or_default().as_nanos() as u64);
    loop {
        tokio::time::sleep(Duration::from_millis(dice.random_range(200..6_000))).await;
        if turmoil::sim_elapsed().is_some_and(|elapsed| elapsed > STORM) || laptop.store.producers().expect("read").is_empty() {
            continue;
        }
        let (producer, amount) = (dice.random_range(0..3), dice.random_range(0..6));
        if dice.random_bool(0.15) {
            desk.borrow_mut().decide(laptop, amount);
        } else {
            desk.borrow_mut().enter(laptop, producer, amount);
        }
    }
}

/// Every few seconds something happens to a link, a host or the server's memory.
fn storm(sim: &mut Sim<'_>, model: &Shared, dice: &mut StdRng) {
    while sim.elapsed() < STORM {
        let until = sim.elapsed() + Duration::from_millis(dice.random_range(500..8_000));
        while sim.elapsed() < until {
            sim.step().expect("the night goes on");
        }
        strike(sim, model, dice);
    }
}

fn strike(sim: &mut Sim<'_>, model: &Shared, dice: &mut StdRng) {
    let laptop = LAPTOPS[dice.random_range(0..LAPTOPS.len())];
    match dice.random_range(0..14) {
        0 | 1 => sim.partition(laptop, SERVER),
        2 => sim.partition_oneway(laptop, SERVER),
        3 => sim.partition_oneway(SERVER, laptop),
        4 | 5 => sim.repair(laptop, SERVER),
        6 => sim.hold(laptop, SERVER),
        7 => sim.release(laptop, SERVER),
        8 => sim.bounce(SERVER),
        9 => sim.bounce(laptop),
        10 => sim.set_link_latency(laptop, SERVER, Duration::from_millis(dice.random_range(0..3_000))),
        11 => lock(model).back_up(),
        12 => come_back(sim, model),
        _ => turn_the_month(model),
    }
}

/// A restored server was down meanwhile.
fn come_back(sim: &mut Sim<'_>, model: &Shared) {
    sim.crash(SERVER);
    lock(model).restore();
    sim.bounce(SERVER);
}

fn turn_the_month(model: &Shared) {
    let mut model = lock(model);
    let open = !model.open;
    model.set_open(open);
}

/// The links are mended, the month is open, the server runs.
fn clear(sim: &mut Sim<'_>, model: &Shared) {
    for laptop in LAPTOPS {
        sim.release(laptop, SERVER);
        sim.repair(laptop, SERVER);
        sim.set_link_latency(laptop, SERVER, Duration::from_millis(20));
    }
    lock(model).set_open(true);
}

/// Lets them come to rest; whether they did in time.
fn rest(sim: &mut Sim<'_>, model: &Shared, desks: &[Rc<RefCell<Desk>>]) -> bool {
    while sim.elapsed() < STORM + REST {
        let until = sim.elapsed() + Duration::from_secs(5);
        while sim.elapsed() < until {
            sim.step().expect("the night goes on");
        }
        if desks
            .iter()
            .all(|desk| judged(model, &desk.borrow()).is_clean() && rested(&desk.borrow()))
        {
            return true;
        }
    }
    false
}

fn rested(desk: &Desk) -> bool {
    let mut looking = program(&desk.home(), Arc::new(Net(SERVER)), 0);
    settled(&mut looking, desk.person)
}

fn judged(model: &Shared, desk: &Desk) -> Tally {
    let mut looking = program(&desk.home(), Arc::new(Net(SERVER)), 0);
    judge(&lock(model), desk, &mut looking)
}

fn lock(model: &Shared) -> MutexGuard<'_, Model> {
    model.lock().expect("the model")
}
