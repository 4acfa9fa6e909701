//! The paper in the province's hands, and what a month still wants.

use crate::{MonthStands, Paper, PaperState, Pending, Received, SignatureMode, Signed, Status, Timeliness};

fn paper(signed: Option<(SignatureMode, &str)>, received: Option<(&str, bool)>) -> Paper {
    Paper {
        signed: signed.map(|(mode, digest)| Signed {
            mode,
            digest: digest.to_owned(),
        }),
        received: received.map(|(digest, agrees)| Received {
            digest: digest.to_owned(),
            agrees,
        }),
    }
}

#[test]
fn a_paper_is_received_when_it_is_of_the_signature_that_holds() {
    use PaperState::{DoesNotMatch, NotNeeded, NotReceived, Received};
    use SignatureMode::{Electronic, Paper};
    let table = [
        (None, None, NotReceived, false),
        (None, Some(("old", true)), DoesNotMatch, false),
        (Some((Paper, "new")), None, NotReceived, true),
        (Some((Paper, "new")), Some(("new", true)), Received, false),
        (Some((Paper, "new")), Some(("new", false)), DoesNotMatch, true),
        (Some((Paper, "new")), Some(("old", true)), DoesNotMatch, true),
        (Some((Electronic, "new")), None, NotNeeded, false),
        (Some((Electronic, "new")), Some(("new", true)), Received, false),
        (Some((Electronic, "new")), Some(("old", true)), DoesNotMatch, false),
    ];
    for (signed, received, state, missing) in table {
        let paper = paper(signed, received);
        assert_eq!((paper.state(), paper.missing()), (state, missing), "{paper:?}");
    }
}

#[test]
fn what_a_month_still_wants() {
    use Pending::{Late, Missing, PaperMissing, Unconfirmed};
    use Status::{Certified, Confirmed, Draft, Returned, Signed, Submitted};
    use Timeliness::{ByException, Imported, NotConfirmed, OnTime};
    let table: [(Status, Timeliness, bool, bool, &[Pending]); 11] = [
        (Draft, NotConfirmed, false, false, &[Missing]),
        (Draft, NotConfirmed, true, false, &[Missing, Late]),
        (Returned, NotConfirmed, true, false, &[Missing, Late]),
        (Submitted, NotConfirmed, false, false, &[Unconfirmed]),
        (Certified, NotConfirmed, true, false, &[Unconfirmed, Late]),
        (Signed, NotConfirmed, false, true, &[Unconfirmed, PaperMissing]),
        (Confirmed, OnTime, true, false, &[]),
        (Confirmed, Timeliness::Late, true, true, &[Late, PaperMissing]),
        (Confirmed, ByException, true, false, &[Late]),
        (Confirmed, Imported, true, false, &[]),
        // A correction: the confirmed version counts meanwhile.
        (Returned, OnTime, true, false, &[Unconfirmed]),
    ];
    for (status, timeliness, overdue, paper_missing, expected) in table {
        let stands = MonthStands {
            status,
            timeliness,
            overdue,
            paper_missing,
        };
        assert_eq!(stands.pending(), expected, "{stands:?}");
    }
    assert_eq!(Pending::ALL.iter().filter(|item| !item.open()).collect::<Vec<_>>(), [&Late]);
}
