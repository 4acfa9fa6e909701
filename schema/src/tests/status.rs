//! The truth table of a report's life.

use crate::{Action, RefusalCode, Role, Status};

#[test]
fn the_whole_truth_table() {
    let mut table = String::new();
    for action in Action::ALL {
        table += &format!("{action}\n");
        for status in Status::ALL {
            table += &format!("  {:<10}{}\n", status.as_str(), row(*status, *action));
        }
    }
    insta::assert_snapshot!("status", table);
}

fn row(status: Status, action: Action) -> String {
    let cell = |role: &Role| match status.step(action, *role) {
        Ok(next) => format!("{role}→{next}"),
        Err(refusal) if refusal.code == RefusalCode::Forbidden => format!("{role}:no"),
        Err(refusal) => format!("{role}:{}", refusal.code),
    };
    Role::ALL.iter().map(cell).collect::<Vec<_>>().join("  ")
}

#[test]
fn figures_change_exactly_where_nothing_is_locked() {
    for status in Status::ALL {
        let editable = status.step(Action::Edit, Role::EntryOfficer).is_ok();
        assert_eq!(editable, !status.locked(), "{status}");
    }
}

#[test]
fn nobody_but_the_committee_certifies_and_a_viewer_does_nothing() {
    for action in Action::ALL {
        assert!(action.permitted(Role::Viewer).is_err());
        let committee = action.permitted(Role::CommitteeMember).is_ok();
        let voting = matches!(
            action,
            Action::Vote | Action::CloseVote | Action::Resolve | Action::Certify | Action::Object
        );
        assert_eq!(committee, voting, "{action}");
    }
}

#[test]
fn the_straight_way_to_a_confirmed_report() {
    let way = [
        (Action::Edit, Role::EntryOfficer, Status::Draft),
        (Action::Submit, Role::EntryOfficer, Status::Submitted),
        (Action::Vote, Role::CommitteeMember, Status::Submitted),
        (Action::Certify, Role::CommitteeMember, Status::Certified),
        (Action::Sign, Role::CdOfficer, Status::Signed),
        (Action::Confirm, Role::CdOfficer, Status::Confirmed),
        (Action::Return, Role::ProvinceOfficer, Status::Returned),
        (Action::Submit, Role::CdOfficer, Status::Submitted),
    ];
    way.iter().fold(Status::Draft, |status, (action, role, expected)| {
        let next = status.step(*action, *role).unwrap();
        assert_eq!(next, *expected, "{status} {action}");
        next
    });
}

#[test]
fn the_straight_way_to_a_sent_estimate() {
    let way = [
        (Action::Submit, Role::EntryOfficer, Status::Submitted),
        (Action::Certify, Role::CommitteeMember, Status::Certified),
        (Action::Send, Role::CdOfficer, Status::Sent),
        (Action::Receive, Role::ProvinceOfficer, Status::Sent),
        (Action::Return, Role::ProvinceOfficer, Status::Returned),
    ];
    way.iter().fold(Status::Draft, |status, (action, role, expected)| {
        let next = status.step(*action, *role).unwrap();
        assert_eq!(next, *expected, "{status} {action}");
        next
    });
}
