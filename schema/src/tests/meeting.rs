//! Meetings on paper: attendance, quorum, votes, the casting vote; and one called again.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::meeting::{adjourn, resolve};
use crate::{Attendance, Ballot, Choice, Elector, Meeting, Quorum, Verdict};

fn person(number: usize) -> Uuid {
    Uuid::from_u128(number as u128 + 1)
}

/// Five members; the first is the chair, the second the secretary.
fn electors() -> Vec<Elector> {
    let elector = |number| Elector {
        person: person(number),
        chair: number == 0,
        secretary: number == 1,
    };
    (0..5).map(elector).collect()
}

fn choice(letter: char) -> Option<Choice> {
    match letter {
        'C' => Some(Choice::Certify),
        'O' => Some(Choice::Object),
        _ => None,
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 3, day).unwrap()
}

/// `CO.-` means: the first certifies, the second objects, the third is there and abstains, the fourth is not there. The chair presides,
/// or the second where the chair is not there; a letter after a colon is the casting vote.
fn meeting(told: &str) -> Meeting {
    let (seats, casting) = told.split_once(':').unwrap_or((told, ""));
    let there = |(number, letter): (usize, char)| Attendance {
        person: person(number),
        choice: choice(letter),
    };
    Meeting {
        held_on: day(1),
        presided_by: person(usize::from(seats.starts_with('-'))),
        attendance: seats.chars().enumerate().filter(|(_, letter)| *letter != '-').map(there).collect(),
        casting_vote: casting.chars().next().and_then(choice),
    }
}

/// Votes in the system, in the same letters.
fn cast(told: &str) -> Vec<Ballot> {
    let ballot = |(number, letter)| {
        choice(letter).map(|choice| Ballot {
            person: person(number),
            choice,
        })
    };
    told.chars().enumerate().filter_map(ballot).collect()
}

fn resolved(told: &str, in_the_system: &str, needed: usize) -> Result<Verdict, String> {
    let verdict = resolve(&electors(), &cast(in_the_system), &meeting(told), needed);
    verdict.map_err(|refusal| refusal.rule.unwrap())
}

#[test]
fn a_meeting_resolves_by_the_majority_of_its_votes() {
    use Verdict::{Certified, NotCertified};
    let table: [(&str, &str, Result<Verdict, &str>); 15] = [
        ("CCO", "", Ok(Certified)),
        ("COO", "", Ok(NotCertified)),
        ("C..", "", Ok(Certified)),
        ("CC", "", Err("quorum")),
        ("...", "", Err("votes")),
        ("...:C", "", Err("votes")),
        ("CO.", "", Err("casting-vote")),
        ("CO.:C", "", Ok(Certified)),
        ("CO.:O", "", Ok(NotCertified)),
        ("CCO:C", "", Err("casting-vote")),
        // The chair is away: the member who presides casts.
        ("-CO.:O", "", Ok(NotCertified)),
        // What absent members voted in the system counts; nobody's vote there is told otherwise.
        ("CCO", "---OO", Ok(NotCertified)),
        ("CC.", "---OO", Err("casting-vote")),
        ("CCO", "--O", Ok(Certified)),
        ("CCC", "--O", Err("voted")),
    ];
    for (told, in_the_system, expected) in table {
        assert_eq!(
            resolved(told, in_the_system, 3),
            expected.map_err(str::to_owned),
            "{told} {in_the_system}"
        );
    }
}

#[test]
fn only_members_attend_each_once_and_the_chair_presides() {
    let rule = |meeting: &Meeting| resolve(&electors(), &[], meeting, 3).map_err(|refusal| refusal.rule.unwrap());
    let mut stranger = meeting("CCC");
    stranger.attendance[2].person = person(7);
    assert_eq!(rule(&stranger), Err("elector".to_owned()));
    let mut twice = meeting("CCC");
    twice.attendance[2].person = person(1);
    assert_eq!(rule(&twice), Err("twice".to_owned()));
    for presided_by in [person(1), person(4)] {
        let other = Meeting {
            presided_by,
            ..meeting("CCC")
        };
        assert_eq!(rule(&other), Err("presides".to_owned()), "the chair is there");
    }
    let absent = Meeting {
        presided_by: person(4),
        ..meeting("-CCC")
    };
    assert_eq!(rule(&absent), Err("presides".to_owned()), "nobody presides from elsewhere");
    assert_eq!(rule(&meeting("-CCC")), Ok(Verdict::Certified), "the control");
}

#[test]
fn a_meeting_is_called_again_within_its_days() {
    let quorum = Quorum {
        first: 3,
        again: 2,
        within_days: 14,
    };
    let table = [
        (vec![], 15, 3),
        (vec![1], 1, 3),
        (vec![1], 2, 2),
        (vec![1], 15, 2),
        (vec![1], 16, 3),
        (vec![1, 10], 16, 2),
        (vec![20], 16, 3),
    ];
    for (adjourned, held_on, needed) in table {
        let days: Vec<NaiveDate> = adjourned.iter().copied().map(day).collect();
        assert_eq!(quorum.needed(day(held_on), &days), needed, "{adjourned:?} {held_on}");
    }
}

#[test]
fn a_meeting_with_a_quorum_is_not_adjourned() {
    let rule = |told: &str| adjourn(&electors(), &meeting(told), 3).map_err(|refusal| refusal.rule.unwrap());
    assert_eq!(rule(".."), Ok(()));
    assert_eq!(rule("C."), Err("votes".to_owned()), "nobody votes without a quorum");
    assert_eq!(rule("..."), Err("quorum-present".to_owned()));
    assert_eq!(rule("-"), Err("presides".to_owned()), "a meeting of nobody");
}
