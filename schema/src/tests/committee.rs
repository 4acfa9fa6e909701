//! The committee's decision, by size, votes and chair.

use uuid::Uuid;

use crate::committee::{close, decide};
use crate::{Ballot, Choice, Elector, QuorumRule, RefusalCode, Verdict};

fn person(number: usize) -> Uuid {
    Uuid::from_u128(number as u128 + 1)
}

/// So many members; the first is the chair, the second the secretary.
fn electors(count: usize) -> Vec<Elector> {
    (0..count)
        .map(|number| Elector {
            person: person(number),
            chair: number == 0,
            secretary: number == 1,
        })
        .collect()
}

/// `CO-` means: the first certifies, the second objects, the third has not voted.
fn ballots(votes: &str) -> Vec<Ballot> {
    let cast = votes.chars().enumerate().filter_map(|(number, vote)| {
        let choice = match vote {
            'C' => Choice::Certify,
            'O' => Choice::Object,
            _ => return None,
        };
        Some(Ballot {
            person: person(number),
            choice,
        })
    });
    cast.collect()
}

#[test]
fn a_majority_of_all_members_decides() {
    let table = [
        (5, "", Verdict::Open),
        (5, "CC", Verdict::Open),
        (5, "CCC", Verdict::Certified),
        (5, "CCOOC", Verdict::Certified),
        (5, "OOO", Verdict::NotCertified),
        (5, "CCOO", Verdict::Open),
        (4, "CC", Verdict::Open),
        (4, "CCC", Verdict::Certified),
        (4, "CCOO", Verdict::Open),
        (1, "C", Verdict::Certified),
        (1, "O", Verdict::NotCertified),
        (2, "C", Verdict::Open),
        (2, "CC", Verdict::Certified),
        (0, "", Verdict::Open),
    ];
    for (members, votes, expected) in table {
        assert_eq!(decide(&electors(members), &ballots(votes)), expected, "{members} members, {votes}");
    }
}

#[test]
fn who_is_no_elector_does_not_count() {
    assert_eq!(decide(&electors(3), &ballots("C--CCC")), Verdict::Open);
    assert!(close(&electors(3), &ballots("---CCC"), 1, person(0)).is_err());
}

#[test]
fn the_chair_closes_with_a_quorum() {
    let table: [(&str, usize, Result<Verdict, &str>); 7] = [
        ("CC", 3, Err("quorum")),
        ("CCO", 3, Ok(Verdict::Certified)),
        ("COO", 3, Ok(Verdict::NotCertified)),
        ("CCOO", 3, Ok(Verdict::Certified)),
        ("OCCO", 3, Ok(Verdict::NotCertified)),
        ("-CCOO", 3, Err("casting-vote")),
        ("", 0, Err("quorum")),
    ];
    for (votes, quorum, expected) in table {
        let verdict = close(&electors(5), &ballots(votes), quorum, person(0));
        let verdict = verdict.map_err(|refusal| refusal.rule.unwrap());
        assert_eq!(verdict, expected.map_err(str::to_owned), "{votes}");
    }
}

#[test]
fn nobody_but_the_chair_closes() {
    let refusal = close(&electors(5), &ballots("CCCCC"), 3, person(1)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Forbidden);
}

#[test]
fn a_quorum_is_half_and_a_third_when_called_again() {
    let rule = QuorumRule {
        quorum_divisor: 2,
        recalled_divisor: 3,
        recalled_within_days: 14,
    };
    let table = [(1, 1, 1), (2, 1, 1), (3, 2, 1), (4, 2, 2), (5, 3, 2), (7, 4, 3), (9, 5, 3)];
    for (members, first, again) in table {
        assert_eq!(rule.quorum(members, false), first, "{members}");
        assert_eq!(rule.quorum(members, true), again, "{members}");
    }
}
