//! Chance from a seed: the same demonstration on every machine and in every year.
//!
//! Money is never a float here, so the log-normal distributions are quantile tables in per mille with a mean of 1,000.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

/// Everything that is drawn begins here; another seed is another demonstration.
const SEED: u64 = 2566;

/// Log-normal with a sigma of 1.3: a few producers sell fifty times what the middle one does.
const SIZE: [i64; 100] = [
    16, 26, 35, 42, 49, 56, 62, 68, 75, 81, 87, 93, 99, 106, 112, 119, 125, 132, 138, 145, 152, 159, 166, 173, 181, 188, 196, 204, 212,
    220, 229, 237, 246, 255, 264, 274, 283, 293, 303, 314, 325, 336, 347, 359, 371, 383, 396, 409, 422, 436, 451, 466, 481, 497, 514, 531,
    549, 567, 586, 606, 627, 649, 671, 695, 719, 745, 772, 800, 830, 861, 894, 928, 965, 1004, 1045, 1088, 1135, 1184, 1238, 1295, 1356,
    1423, 1495, 1574, 1660, 1756, 1861, 1979, 2112, 2263, 2438, 2641, 2883, 3176, 3543, 4020, 4677, 5670, 7451, 12627,
];

/// Log-normal with a sigma of 0.22: one month is not like the next.
const MOOD: [i64; 32] = [
    608, 676, 715, 745, 771, 793, 814, 833, 851, 869, 886, 903, 919, 936, 952, 969, 985, 1003, 1020, 1039, 1058, 1078, 1099, 1121, 1146,
    1173, 1203, 1238, 1281, 1335, 1413, 1569,
];

/// A stream of chance that belongs to one thing, so that drawing more for one thing changes no other.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// The dice of the thing named by `path`, e.g. district, producer, month.
    #[must_use]
    pub fn of(path: &[u64]) -> Self {
        let seed = path.iter().fold(SEED, |seed, step| {
            (seed ^ step.wrapping_add(1)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
        });
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A whole number from `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..=to)
    }

    /// Whether something happens that happens `permille` times in a thousand.
    pub fn happens(&mut self, permille: i64) -> bool {
        self.between(1, 1000) <= permille
    }

    /// One of a list that is not empty.
    pub fn pick<Item: Copy>(&mut self, list: &[Item]) -> Item {
        list[self.0.random_range(0..list.len())]
    }

    /// One of a list that is not empty, each as often as its weight says.
    pub fn weighed<Item: Copy>(&mut self, list: &[(Item, i64)]) -> Item {
        let total: i64 = list.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(1, total);
        let found = list.iter().find(|(_, weight)| {
            left -= weight;
            left <= 0
        });
        found.unwrap_or(&list[0]).0
    }

    /// How large a producer is, per mille of the mean one.
    pub fn size(&mut self) -> i64 {
        self.pick(&SIZE)
    }

    /// How well a month went, per mille of the usual.
    pub fn mood(&mut self) -> i64 {
        self.pick(&MOOD)
    }

    /// A UUID of version 7, as if made at `milliseconds` since 1970.
    pub fn uuid(&mut self, milliseconds: u64) -> Uuid {
        let mut random = [0; 10];
        self.0.fill(&mut random);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_path_draws_the_same() {
        let draw = |path: &[u64]| {
            let mut dice = Dice::of(path);
            (dice.between(0, 1_000_000), dice.size(), dice.uuid(0))
        };
        assert_eq!(draw(&[2706, 1]), draw(&[2706, 1]));
        assert_ne!(draw(&[2706, 1]), draw(&[2706, 2]));
        assert_ne!(draw(&[2706, 1]), draw(&[1, 2706]));
    }

    #[test]
    fn tables_keep_the_mean() {
        let mean = |table: &[i64]| table.iter().sum::<i64>() / i64::try_from(table.len()).unwrap();
        assert_eq!(mean(&SIZE), 999);
        assert_eq!(mean(&MOOD), 1000);
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::of(&[]);
        let often = (0..10_000).filter(|_| dice.weighed(&[(true, 900), (false, 100)])).count();
        assert!((8_800..9_200).contains(&often), "{often}");
    }
}
