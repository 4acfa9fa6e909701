use super::*;

const BATCH: Attempt = Attempt {
    operations: 2,
    failures: 0,
    alone: 0,
    neighbours: false,
    aside: 0,
    refreshed: false,
    draw: 700,
};

fn known(outcome: OperationOutcome) -> Known<OperationOutcome> {
    Known::Known(outcome)
}

#[test]
fn every_outcome_has_a_fate() {
    use OperationOutcome::*;
    let table = [
        (known(Applied), Fate::Done),
        (known(Noop), Fate::Done),
        (known(Held), Fate::Held),
        (known(Conflict), Fate::Attention),
        (known(Rejected), Fate::Attention),
        (known(Blocked), Fate::Attention),
        (Known::Unknown("POSTPONED".into()), Fate::Attention),
    ];
    for (outcome, expected) in table {
        assert_eq!(fate(&outcome), expected, "{outcome:?}");
    }
}

#[test]
fn every_answer_has_a_step() {
    let ms = Duration::from_millis;
    let one = Attempt { operations: 1, ..BATCH };
    let again = |attempt: Attempt| Attempt { failures: 1, ..attempt };
    let applied = known(OperationOutcome::Applied);
    let table = [
        (
            Answer::Outcomes(vec![applied.clone(), known(OperationOutcome::Held)]),
            BATCH,
            Step::Record(vec![Fate::Done, Fate::Held]),
        ),
        (Answer::Outcomes(vec![applied]), BATCH, Step::Wait(ms(700))),
        (Answer::Unauthenticated, BATCH, Step::Refresh),
        (Answer::Unauthenticated, Attempt { refreshed: true, ..BATCH }, Step::SignIn),
        (Answer::Busy(None), BATCH, Step::Wait(ms(700))),
        (Answer::Busy(Some(ms(9_000))), BATCH, Step::Wait(ms(9_000))),
        (Answer::Busy(Some(Duration::from_secs(86_400))), BATCH, Step::Wait(backoff::LAST)),
        (Answer::TooLarge(None), BATCH, Step::Halve),
        (Answer::TooLarge(None), one, Step::Aside),
        (Answer::TooLarge(Some(1)), BATCH, Step::AtMost(1)),
        (Answer::TooLarge(Some(1)), one, Step::Aside),
        (Answer::TooLarge(Some(500)), BATCH, Step::Halve),
        (Answer::TooLarge(Some(0)), BATCH, Step::Halve),
        (Answer::Malformed("input".into()), BATCH, Step::Halve),
        (Answer::Malformed("input".into()), one, Step::Aside),
        (Answer::Failed, BATCH, Step::Wait(ms(700))),
        (Answer::Failed, again(BATCH), Step::Halve),
        (Answer::Failed, again(one), Step::Aside),
        (
            Answer::Failed,
            Attempt {
                aside: PATIENCE_ASIDE,
                ..again(one)
            },
            Step::Wait(ms(700)),
        ),
        (
            Answer::Failed,
            Attempt {
                aside: PATIENCE_ASIDE,
                neighbours: true,
                ..again(one)
            },
            Step::Aside,
        ),
        (Answer::Unreachable, BATCH, Step::Wait(ms(700))),
        (Answer::Foreign, BATCH, Step::Wait(ms(700))),
    ];
    for (answer, attempt, expected) in table {
        assert_eq!(plan(&answer, &attempt), expected, "{answer:?} {attempt:?}");
    }
}

#[test]
fn a_poisonous_operation_goes_before_a_person_when_the_server_is_well() {
    assert!(!isolates(&BATCH));
    assert!(isolates(&Attempt { neighbours: true, ..BATCH }));
    assert!(isolates(&Attempt {
        alone: PATIENCE_ALONE - 1,
        ..BATCH
    }));
}
