//! Two people, one figure: nothing is overwritten, both values are kept, and a person decides.

use otop_schema::{Amount, Base, EntryFact, Refusal, Seen};

use super::world::Who::{Malee, Somchai};
use super::world::*;

#[tokio::test]
async fn two_values_are_a_conflict_and_the_same_value_is_none() {
    let mut world = World::new().await;
    let hers = world.operation(Base::Version(0), cell("100"));
    let his = world.operation(Base::Version(0), cell("200"));
    let same = world.operation(Base::Version(0), cell("100"));
    assert_eq!(world.outcomes(Malee, &[hers]).await, [Applied]);
    assert_eq!(world.outcomes(Somchai, &[his]).await, [Conflict]);
    assert_eq!(world.outcomes(Somchai, &[same]).await, [Noop]);
    let kept = "SELECT master_amount || ' ' || offered_amount AS both FROM conflict WHERE resolved_at IS NULL";
    assert_eq!(world.value(kept).await, "100.00 200.00");
    let conflict = world.conflict().await;
    let mut mine = world.operation(Base::Version(1), cell("200"));
    mine.resolves = Some(conflict);
    assert_eq!(world.outcomes(Somchai, &[mine]).await, [Applied]);
    assert_eq!(world.open_conflicts().await, "0");
}

#[tokio::test]
async fn taking_theirs_closes_a_conflict_without_a_change() {
    let mut world = World::new().await;
    let hers = world.operation(Base::Version(0), cell("100"));
    let his = world.operation(Base::Version(0), cell_of(PRODUCER, february(), None));
    let removal = world.operation(Base::Version(7), cell_of(PRODUCER, february(), None));
    assert_eq!(world.outcomes(Somchai, &[his]).await, [Noop]);
    assert_eq!(world.outcomes(Malee, &[hers]).await, [Applied]);
    assert_eq!(world.outcomes(Somchai, &[removal]).await, [Conflict]);
    let conflict = world.conflict().await;
    let discard = world.operation(Base::Version(0), discard(Some(conflict), None));
    assert_eq!(world.outcomes(Somchai, std::slice::from_ref(&discard)).await, [Applied]);
    assert_eq!(world.outcomes(Somchai, &[discard]).await, [Applied]);
    assert_eq!(world.value("SELECT amount::text FROM cell").await, "100.00");
    assert_eq!(world.open_conflicts().await, "0");
}

#[tokio::test]
async fn two_people_settle_one_conflict_differently_and_the_second_is_told() {
    let mut world = World::new().await;
    let conflict = world.disagreement().await;
    let keep = world.operation(Base::Version(0), discard(Some(conflict), None));
    let mut overrule = world.operation(Base::Version(1), cell("200"));
    overrule.resolves = Some(conflict);
    assert_eq!(world.outcomes(Malee, &[keep]).await, [Applied]);
    assert_eq!(world.outcomes(Somchai, &[overrule]).await, [Conflict]);
    assert_eq!(world.value("SELECT amount::text FROM cell").await, "100.00");
    assert_eq!(world.open_conflicts().await, "1");
}

#[tokio::test]
async fn a_closed_matter_is_told_as_what_it_was() {
    let mut world = World::new().await;
    let hers = world.operation(Base::Version(0), cell("100"));
    let his = world.operation(Base::Version(0), cell("200"));
    let mut foreign = world.operation(Base::Version(0), cell("300"));
    foreign.unfit = Some((Refusal::invalid("amount", "range", "-"), "300".to_owned()));
    assert_eq!(world.outcomes(Malee, &[hers]).await, [Applied]);
    assert_eq!(world.outcomes(Somchai, &[his, foreign.clone()]).await, [Conflict, Rejected]);
    let conflict = world.conflict().await;
    // A conflict's id names no refused edit, nor the other way round.
    let crossed = [discard(Some(foreign.id), None), discard(None, Some(conflict))].map(|change| world.operation(Base::Version(0), change));
    assert_eq!(world.outcomes(Somchai, &crossed).await, [Noop, Noop]);
    for (change, told) in [
        (discard(Some(conflict), None), format!("[\"{conflict}\"] -")),
        (discard(None, Some(foreign.id)), format!("- [\"{}\"]", foreign.id)),
    ] {
        let closing = world.operation(Base::Version(0), change);
        assert_eq!(world.outcomes(Somchai, &[closing]).await, [Applied]);
        let last = "SELECT coalesce(body::jsonb->>'conflicts', '-') || ' ' || coalesce(body::jsonb->>'refused', '-') \
                    FROM event ORDER BY seq DESC LIMIT 1";
        assert_eq!(world.value(last).await, told);
    }
}

#[tokio::test]
async fn a_base_named_by_its_value_does_not_look_at_versions() {
    let mut world = World::new().await;
    let seen = |amount: Option<&str>| {
        let amount = amount.map(|amount| Amount::parse(amount).unwrap());
        let fact = EntryFact {
            amount,
            ..EntryFact::default()
        };
        Base::Value(Seen { fact, own: None })
    };
    let quick = [
        world.operation(seen(None), cell("10")),
        world.operation(seen(Some("10")), cell("20")),
        world.operation(seen(Some("20")), cell("10")),
    ];
    assert_eq!(world.outcomes(Malee, &quick).await, [Applied; 3]);
    let stale = world.operation(seen(Some("20")), cell("30"));
    let same = world.operation(seen(Some("20")), cell("10"));
    assert_eq!(world.outcomes(Somchai, &[stale, same]).await, [Conflict, Noop]);
}
