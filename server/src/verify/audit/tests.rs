use sha2::{Digest, Sha256};

use super::*;

/// A file as the format has it: a report of three events and a district of one.
fn file() -> Vec<String> {
    let report = ["ENTRY", "ENTRY", "SUBMITTED"].map(|kind| format!(r#"{{"kind":"{kind}","area":"2706","month":"2023-02"}}"#));
    let district = [r#"{"kind":"PRODUCER_REGISTERED","area":"2706"}"#.to_owned()];
    let mut lines = vec!["otop-audit 1".to_owned()];
    lines.extend(chain("2706\t-", &district));
    lines.extend(chain("2706\t2023-02", &report));
    lines.push("END\t2\t4".to_owned());
    lines
}

/// Its lines: one that tells its end, then its events.
fn chain(name: &str, bodies: &[String]) -> Vec<String> {
    let (mut hash, mut events) = (vec![0; 32], Vec::new());
    for (index, body) in bodies.iter().enumerate() {
        hash = Sha256::digest([hash.as_slice(), body.as_bytes()].concat()).to_vec();
        events.push(format!("EVENT\t{}\t{}\t{body}", index + 1, hex(&hash)));
    }
    let head = format!("CHAIN\t{name}\t{}\t{}", bodies.len(), hex(&hash));
    std::iter::once(head).chain(events).collect()
}

/// What is found, by what and where.
fn found(lines: &[String], heads: &[String]) -> Vec<String> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let told = audit(text.as_bytes(), heads).unwrap();
    told.findings
        .into_iter()
        .map(|finding| format!("{} {}", finding.what, finding.place))
        .collect()
}

#[test]
fn a_file_as_it_was_written_is_good() {
    let text = file().join("\n") + "\n";
    let told = audit(text.as_bytes(), &[]).unwrap();
    assert_eq!((told.chains, told.events, told.findings), (2, 4, Vec::new()));
}

/// Line 3 is the district's event, 5 to 7 the report's.
#[test]
fn every_damage_is_named_by_its_line() {
    type Damage = fn(&mut Vec<String>);
    let table: [(&str, Damage, &[&str]); 12] = [
        (
            "a text",
            |file| file[5] = file[5].replace("ENTRY", "VOTED"),
            &["event line 6: 2706 2023-02 event 2"],
        ),
        (
            "a hash",
            |file| file[5] = file[5].replacen('a', "b", 1),
            &["event line 6: 2706 2023-02 event 2", "event line 7: 2706 2023-02 event 3"],
        ),
        (
            "an event lost in the middle",
            |file| drop(file.remove(5)),
            &["event line 6: 2706 2023-02 event 3", "file end"],
        ),
        (
            "an event lost at the end",
            |file| drop(file.remove(6)),
            &["chain before line 7: 2706 2023-02", "file end"],
        ),
        (
            "two in the other order",
            |file| file.swap(4, 5),
            &[
                "event line 5: 2706 2023-02 event 2",
                "event line 6: 2706 2023-02 event 1",
                "event line 7: 2706 2023-02 event 3",
            ],
        ),
        (
            "an event twice",
            |file| file.insert(5, file[4].clone()),
            &["event line 6: 2706 2023-02 event 1", "file end"],
        ),
        (
            "a head",
            |file| file[3] = file[3].replacen("\t3\t", "\t4\t", 1),
            &["chain before line 8: 2706 2023-02"],
        ),
        ("a chain lost", |file| drop(file.drain(1..3)), &["file end"]),
        ("a file cut off", |file| file.truncate(7), &["file end"]),
        (
            "no format",
            |file| drop(file.remove(0)),
            &["line line 1", "line line 2", "file end"],
        ),
        (
            "a line of something else",
            |file| file[5].insert(0, 'x'),
            &["line line 6", "event line 7: 2706 2023-02 event 3", "file end"],
        ),
        ("nothing", Vec::clear, &["file end"]),
    ];
    for (what, damage, expected) in table {
        let mut lines = file();
        damage(&mut lines);
        assert_eq!(found(&lines, &[]), expected, "{what}");
    }
}

#[test]
fn an_event_of_another_chain_is_seen() {
    let alien = [r#"{"kind":"ENTRY","area":"2701","month":"2023-02"}"#.to_owned()];
    let mut lines = vec!["otop-audit 1".to_owned()];
    lines.extend(chain("2706\t2023-02", &alien));
    lines.push("END\t1\t1".to_owned());
    assert_eq!(found(&lines, &[]), ["event line 3: 2706 2023-02 event 1"]);
}

/// Whoever recomputes the whole chain is found by a head that was printed before.
#[test]
fn a_chain_made_anew_lacks_the_printed_head() {
    let printed = |lines: &[String]| lines[4].split('\t').nth(2).unwrap_or_default().to_uppercase();
    let head = printed(&file());
    assert_eq!(found(&file(), std::slice::from_ref(&head)), [""; 0]);
    let forged = ["VOTED", "ENTRY", "SUBMITTED"].map(|kind| format!(r#"{{"kind":"{kind}","area":"2706","month":"2023-02"}}"#));
    let mut lines = vec!["otop-audit 1".to_owned()];
    lines.extend(chain("2706\t2023-02", &forged));
    lines.push("END\t1\t3".to_owned());
    assert_eq!(found(&lines, &[]), [""; 0], "it is sound in itself");
    assert_eq!(
        found(&lines, std::slice::from_ref(&head)),
        [format!("head {}", head.to_lowercase())]
    );
}

#[test]
fn bytes_that_are_no_text_and_a_last_line_without_an_end_are_seen() {
    assert_eq!(audit(&b"\xff\xfe\n"[..], &[]).unwrap().findings.len(), 2);
    let text = file().join("\n");
    let told = audit(text.as_bytes(), &[]).unwrap();
    assert_eq!(told.findings[0].place, "line 8");
}
