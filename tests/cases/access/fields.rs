//! Every root field of the contract, with what is asked. What may be done is asked with values that are refused last (a stale digest,
//! an empty reason), so that the table changes nothing and tells who gets past the question of who asks.
//!
//! `$DISTRICT`, `$PRODUCER`, `$MEMBER`, `$SOMEBODY`, `$REQUEST`, `$EVIDENCE` and `$PAPER` are of the place the question is about; a field without them is about no place. A new field
//! needs a line here: `access::every_root_field_is_asked`.

pub const QUERIES: &str = r#"
me { id }
accounts(area: "$DISTRICT") { username }
nation { rollup(period: { month: "2023-01" }) { revenue } }
province(code: "27") { rollup(period: { month: "2023-01" }) { revenue } }
district(code: "$DISTRICT") { rollup(period: { month: "2023-02" }) { revenue } }
subdistrict(code: "$DISTRICT01") { rollup(period: { month: "2023-02" }) { revenue } }
producer(id: "$PRODUCER") { telephone }
report(district: "$DISTRICT", month: "2023-02") { sheets { id } }
estimate(district: "$DISTRICT", fiscalYear: 2566) { entries { id } }
estimateRule(fiscalYear: 2566) { dueOn }
calendar(month: "2023-02") { dueAt }
exceptionRequests(area: "$DISTRICT") { id state }
channels { code }
evidenceKinds { code }
consolidation(month: "2023-01") { official }
node(id: "$DISTRICT:2023-02") { id }
scoringPolicy(fiscalYear: 2566) { roundTwo }
committeeRule(fiscalYear: 2566) { quorumDivisor }
roadmap(fiscalYear: 2566, area: "$DISTRICT") { months { confirmed } }
baseRevision(fiscalYear: 2566) { months(district: "$DISTRICT") { amount } }
pullRevenueEntry(limit: 1) { documents { id } }
syncPull { producers { id } }
syncOperations(deviceId: "$DEVICE", fromSeq: "0") { outcome }
"#;

pub const MUTATIONS: &str = r#"
createAccount(input: { username: "-", name: "x", area: "$DISTRICT" }) { oneTimePassword }
resetPassword(input: { username: "-" }) { oneTimePassword }
lockAccount(input: { username: "member2.$DISTRICT", reason: "" }) { username }
unlockAccount(input: { username: "member2.$DISTRICT" }) { username }
assignRole(input: { username: "member2.$DISTRICT", role: VIEWER, area: "$DISTRICT", from: "2023-03-02", until: "2023-03-01", orderNumber: "" }) { username }
endAssignment(input: { username: "member2.$DISTRICT", id: "$DEVICE", until: "2023-03-01" }) { username }
revokeDevice(input: { id: "$MEMBER" }) { id }
syncPush(input: { deviceId: "$DEVICE", ackedThrough: "0", operations: [] }) { epoch }
pushRevenueEntry(revenueEntryPushRow: []) { id }
submitReport(input: { report: "$DISTRICT:2023-02", digest: "$STALE" }) { id }
voteReport(input: { report: "$DISTRICT:2023-02", digest: "$STALE", choice: CERTIFY }) { id }
closeVote(input: { report: "$DISTRICT:2023-02", digest: "$STALE" }) { id }
recordResolution(input: { report: "$DISTRICT:2023-02", digest: "$STALE", meeting: $MEETING }) { id }
recordAdjournment(input: { report: "$DISTRICT:2023-02", digest: "$STALE", meeting: $MEETING }) { id }
signReport(input: { report: "$DISTRICT:2023-02", digest: "$STALE", mode: PAPER, signedOn: "2023-02-28" }) { id }
receivePaper(input: { report: "$DISTRICT:2023-02", digest: "$STALE", registryNumber: "1", receivedOn: "2023-02-28" }) { id }
recordEvidence(input: { id: "$DEVICE", producerId: "$PRODUCER", month: "2023-02", kind: "RECEIPT", reference: "", keptAt: "-", seenOn: "2023-02-28" }) { id }
withdrawEvidence(input: { id: "$EVIDENCE", reason: "" }) { id }
recordSpotCheck(input: { id: "$DEVICE", producerId: "$PRODUCER", month: "2023-02", agrees: false, checkedOn: "2023-02-28" }) { id }
attachScan(input: { to: { meeting: "$PAPER" }, sha256: "" }) { addedBy }
confirmReport(input: { report: "$DISTRICT:2023-02", digest: "$STALE", checked: [RT3, RT4] }) { id }
returnReport(input: { report: "$DISTRICT:2023-02", reason: "" }) { id }
submitEstimate(input: { estimate: "$DISTRICT:2566", digest: "$STALE" }) { id }
voteEstimate(input: { estimate: "$DISTRICT:2566", digest: "$STALE", choice: CERTIFY }) { id }
closeEstimateVote(input: { estimate: "$DISTRICT:2566", digest: "$STALE" }) { id }
recordEstimateResolution(input: { estimate: "$DISTRICT:2566", digest: "$STALE", meeting: $MEETING }) { id }
recordEstimateAdjournment(input: { estimate: "$DISTRICT:2566", digest: "$STALE", meeting: $MEETING }) { id }
sendEstimate(input: { estimate: "$DISTRICT:2566", digest: "$STALE", mode: PAPER, signedOn: "2023-02-28" }) { id }
returnEstimate(input: { estimate: "$DISTRICT:2566", reason: "" }) { id }
acceptEstimate(input: { estimate: "$DISTRICT:2566", revision: 0, reason: "" }) { id }
receiveEstimate(input: { estimate: "$DISTRICT:2566", digest: "$STALE", registryNumber: "1", receivedOn: "2023-02-28" }) { id }
setEstimateRule(input: { fiscalYear: 2566, period: QUARTER, opensOn: "2022-10-01", dueOn: "2023-02-23", reason: "" }) { fiscalYear }
grantException(input: { district: "$DISTRICT", month: "2023-02", until: "2023-03-08T00:00:00Z", reason: "", reopen: false }) { id }
grantExceptions(input: { area: "$DISTRICT", month: "2023-02", until: "2023-03-08T00:00:00Z", reason: "", reopen: false }) { id }
requestException(input: { district: "$DISTRICT", month: "2023-02", until: "2023-03-08T00:00:00Z", reason: "", reopen: false }) { id }
endorseException(input: { request: "$REQUEST", endorsement: "" }) { id }
declineException(input: { request: "$REQUEST", reason: "" }) { id }
consolidateMonth(input: { month: "2023-02" }) { number }
recordTransmission(input: { month: "2023-01", consolidation: 1, recipient: OPDC, letterNumber: "", letterDate: "2023-02-28" }) { number }
overrideCalendar(input: { month: "2023-02", reason: "" }) { dueAt }
appointMember(input: { district: "$DISTRICT", personId: "$SOMEBODY", appointmentOrder: "", isChair: false, isSecretary: false, from: "2023-03-01" }) { id }
dismissMember(input: { id: "$MEMBER", until: "1999-01-01" }) { id }
registerProducer(input: { district: "$DISTRICT", name: "", kind: SME, subdistrict: "$DISTRICT01", activeFrom: "2023-03" }) { id }
changeProducer(input: { id: "$PRODUCER", version: 99, from: "2023-03" }) { id }
eraseContact(input: { id: "$PRODUCER" }) { id }
retireProducer(input: { id: "$PRODUCER", version: 99, lastMonth: "2023-03", reason: "x" }) { id }
setScoringPolicy(input: { fiscalYear: 2566, basePolicy: PREVIOUS_YEAR, roundTwo: SIX_MONTHS, reason: "" }) { fiscalYear }
freezeBase(input: { fiscalYear: 2566, reason: "" }) { revision }
setTargets(input: { fiscalYear: 2566, round: 1, targets: [{ area: "$DISTRICT", percent: "1", thresholds: [] }], reason: "" }) { area }
setFiscalCalendar(input: { fiscalYear: 2566, opensDay: 10, opensHour: 0, submitDaysBeforeEnd: 0, dueDay: 3, closesDay: 6, closesHour: 0, reason: "" }) { dueDay }
setHolidays(input: { fiscalYear: 2566, holidays: [], reason: "" }) { day }
setCommitteeRule(input: { fiscalYear: 2566, quorumDivisor: 2, recalledDivisor: 3, recalledWithinDays: 14, reason: "" }) { quorumDivisor }
setMilestone(input: { fiscalYear: 2566, area: "27", level: DISTRICT, titleTh: "", dueOn: "2023-02-28", act: BY_HAND }) { area }
removeMilestone(input: { id: "$MILESTONE", reason: "" }) { area }
markMilestone(input: { milestone: "$MILESTONE", area: "$DISTRICT", doneOn: "2999-12-31" }) { area }
publishDocument(input: { code: "-", fiscalYear: 2566, kind: LETTER, titleTh: "" }) { code }
withdrawDocument(input: { code: "-", reason: "" }) { code }
renameArea(input: { code: "$DISTRICT", nameTh: "", nameEn: "", from: "2023-02-28" }) { __typename }
"#;

pub const SUBSCRIPTIONS: &str = r#"
syncChanges { cursor }
streamRevenueEntry { checkpoint { token } }
reportChanged(area: "$DISTRICT") { kind }
rollupChanged(area: "$DISTRICT", period: { month: "2023-02" }) { revenue }
"#;

/// The three roots: the operation that asks, the type's name, its fields.
pub const ROOTS: [(&str, &str, &str); 3] = [
    ("query", "Query", QUERIES),
    ("mutation", "Mutation", MUTATIONS),
    ("subscription", "Subscription", SUBSCRIPTIONS),
];

/// The lines of a root.
pub fn fields(documents: &str) -> Vec<&str> {
    documents.lines().filter(|line| !line.is_empty()).collect()
}

/// The name of a field.
pub fn name(field: &str) -> &str {
    field.split(['(', ' ']).next().unwrap_or_default()
}

/// Whether it is about a place.
pub fn has_place(field: &str) -> bool {
    ["$DISTRICT", "$PRODUCER", "$MEMBER", "$REQUEST", "$EVIDENCE", "$PAPER"]
        .iter()
        .any(|mark| field.contains(mark))
}
