//! Producers of a district, drawn in the proportions of public sources (docs/credits.md): kinds, categories, number of products.

use otop_schema::{Category, Month, ProducerKind};
use uuid::Uuid;

use super::chance::Dice;
use super::places::District;
use super::{people, words};
use crate::import::{Attribute, Contact, Producer, Product};

/// 1 January 2021: when the demonstration's registrations were made, in milliseconds since 1970.
pub const REGISTERED: u64 = 1_609_434_000_000;

/// Registered in 2021: groups, single owners, the rest enterprises.
const KINDS: [(ProducerKind, i64); 3] = [
    (ProducerKind::CommunityGroup, 51_787),
    (ProducerKind::SingleOwner, 40_119),
    (ProducerKind::Sme, 1_494),
];

/// Assumption: shares of the categories.
const CATEGORIES: [(Category, i64); 5] = [
    (Category::Food, 42),
    (Category::Textile, 23),
    (Category::Houseware, 18),
    (Category::Herb, 9),
    (Category::Beverage, 8),
];

/// 163,638 products of 93,400 producers: 1.75 each.
const PRODUCTS: [(usize, i64); 4] = [(1, 50), (2, 30), (3, 15), (4, 5)];

const STARS: [(Option<i16>, i64); 6] = [(None, 30), (Some(1), 2), (Some(2), 6), (Some(3), 20), (Some(4), 24), (Some(5), 18)];

const QUADRANTS: [(Option<&str>, i64); 5] = [(None, 20), (Some("A"), 10), (Some("B"), 15), (Some("C"), 20), (Some("D"), 35)];

/// The producers of `district`, about `mean` of them. Most were there from the first month on; a few came, went or changed later.
#[must_use]
pub fn of(district: &District, mean: u32) -> Vec<Producer> {
    let spread = i64::from(mean) / 16;
    let count = i64::from(mean) + Dice::of(&[district.number()]).between(-spread, spread);
    (1..=count.unsigned_abs()).map(|index| draw(district, index)).collect()
}

fn draw(district: &District, index: u64) -> Producer {
    let mut dice = Dice::of(&[district.number(), index]);
    // Ordered by district, so that a large demonstration writes its indexes from left to right.
    let id = dice.uuid(REGISTERED + (district.number() * 10_000 + index) * 100);
    let kind = dice.weighed(&KINDS);
    let products = products(&mut dice, id);
    let contact_person = people::name(&mut dice);
    let subdistrict = dice.pick(&district.subdistricts.iter().collect::<Vec<_>>());
    let first = district.first;
    let active_from = if dice.happens(50) {
        first.plus(dice.between(1, 12) as i32)
    } else {
        first
    };
    let active_until = dice.happens(15).then(|| first.plus(dice.between(13, 15) as i32));
    Producer {
        id,
        district: district.code.clone(),
        registration_number: Some(format!("{}-{index:04}", district.code)),
        name: business_name(&mut dice, kind, products[0].category, &contact_person),
        active_from,
        active_until,
        contact: Some(Contact {
            producer_id: id,
            district: district.code.clone(),
            contact_person,
            telephone: format!("080-000-{index:04}"),
        }),
        attributes: attributes(&mut dice, id, kind, subdistrict, active_from),
        products,
    }
}

/// One single owner in forty became a group half a year after the start: the figures before keep the old kind.
fn attributes(dice: &mut Dice, id: Uuid, kind: ProducerKind, subdistrict: &str, from: Month) -> Vec<Attribute> {
    let since = |month: Month, kind| Attribute {
        producer_id: id,
        from_month: month,
        kind,
        subdistrict: subdistrict.to_owned(),
    };
    let mut attributes = vec![since(from, kind)];
    if kind == ProducerKind::SingleOwner && dice.happens(25) {
        attributes.push(since(from.plus(6), ProducerKind::CommunityGroup));
    }
    attributes
}

fn products(dice: &mut Dice, producer_id: Uuid) -> Vec<Product> {
    let main = dice.weighed(&CATEGORIES);
    let count = dice.weighed(&PRODUCTS);
    (0..count)
        .map(|index| {
            let category = if index == 0 || dice.happens(750) {
                main
            } else {
                dice.weighed(&CATEGORIES)
            };
            Product {
                id: dice.uuid(REGISTERED),
                producer_id,
                name: dice.pick(words::products(category)).to_owned(),
                category,
                star: dice.weighed(&STARS),
                quadrant: dice.weighed(&QUADRANTS).map(str::to_owned),
            }
        })
        .collect()
}

fn business_name(dice: &mut Dice, kind: ProducerKind, category: Category, owner: &str) -> String {
    let trade = dice.pick(words::trades(category));
    let village = format!("{}{}", dice.pick(&words::PLACES), dice.pick(&words::FEATURES));
    match kind {
        ProducerKind::CommunityGroup if dice.happens(400) => format!("วิสาหกิจชุมชน{trade}บ้าน{village}"),
        ProducerKind::CommunityGroup => format!("กลุ่ม{trade}บ้าน{village}"),
        ProducerKind::SingleOwner => format!("{trade} โดย{owner}"),
        ProducerKind::Sme => format!("บริษัท {village}{trade} จำกัด"),
    }
}
