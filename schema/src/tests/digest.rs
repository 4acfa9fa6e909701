//! Golden bytes and digests, computed by hand with `printf … | sha256sum`.

use uuid::Uuid;

use super::month;
use crate::{Amount, AreaCode, CanonicalProducer, Category, ProducerKind, SheetState, canonical_bytes, digest};

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn producer(id: u128, state: Option<SheetState>, reason: Option<&str>, cells: &[(Category, &str, &str)]) -> CanonicalProducer {
    CanonicalProducer {
        id: Uuid::from_u128(id),
        kind: ProducerKind::CommunityGroup,
        subdistrict: "270601".parse().unwrap(),
        state,
        reason: reason.map(str::to_owned),
        cells: cells
            .iter()
            .map(|(category, channel, text)| (*category, (*channel).to_owned(), amount(text)))
            .collect(),
    }
}

fn bytes(producers: &mut [CanonicalProducer]) -> String {
    let district = AreaCode::district("2706").unwrap();
    String::from_utf8(canonical_bytes(&district, month("2023-02"), producers)).unwrap()
}

#[test]
fn an_empty_report() {
    let text = bytes(&mut []);
    assert_eq!(text, "otop-report 1\n2706\n2023-02\n");
    assert_eq!(
        digest(text.as_bytes()),
        "2d54dcf91d863473388ff924fe717fba3d417d2fe9066fceb570ca0bb532ad7d"
    );
}

#[test]
fn producers_by_id_and_cells_by_bytes() {
    let mut producers = [
        producer(3, Some(SheetState::NotObtained), Some("ย้าย\tที่\r\nอยู่"), &[]),
        producer(2, None, None, &[]),
        producer(
            1,
            Some(SheetState::Complete),
            None,
            &[
                (Category::Food, "SHOP", "0"),
                (Category::Food, "FAIR", "1234.5"),
                (Category::Beverage, "SHOP", "999,999,999,999.99"),
            ],
        ),
    ];
    let text = bytes(&mut producers);
    let expected = "otop-report 1\n2706\n2023-02\n\
        P\t00000000-0000-0000-0000-000000000001\tCOMMUNITY_GROUP\t270601\tCOMPLETE\t\n\
        C\t00000000-0000-0000-0000-000000000001\tBEVERAGE\tSHOP\t999999999999.99\n\
        C\t00000000-0000-0000-0000-000000000001\tFOOD\tFAIR\t1234.50\n\
        C\t00000000-0000-0000-0000-000000000001\tFOOD\tSHOP\t0.00\n\
        P\t00000000-0000-0000-0000-000000000002\tCOMMUNITY_GROUP\t270601\tNONE\t\n\
        P\t00000000-0000-0000-0000-000000000003\tCOMMUNITY_GROUP\t270601\tNOT_OBTAINED\tย้าย ที่  อยู่\n";
    assert_eq!(text, expected);
    assert_eq!(
        digest(text.as_bytes()),
        "facab5d4af09bc4dee1328405e3a54a1ed1a8e12c41ca6152328625cd5066442"
    );
}

#[test]
fn the_order_of_what_is_handed_in_does_not_matter() {
    let cells = [(Category::Food, "SHOP", "1"), (Category::Herb, "ONLINE", "2")];
    let reversed: Vec<_> = cells.iter().rev().copied().collect();
    let one = bytes(&mut [producer(1, None, None, &cells), producer(2, None, None, &[])]);
    let other = bytes(&mut [producer(2, None, None, &[]), producer(1, None, None, &reversed)]);
    assert_eq!(one, other);
}
