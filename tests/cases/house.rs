//! House rules that no compiler checks.

use std::process::Command;

use kit::project;

/// The files of a folder of cases that its list does not name.
fn forgotten(folder: &str, list: &str) -> Vec<String> {
    let listed = project::text(list);
    let files = project::names(folder)
        .into_iter()
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned));
    files
        .filter(|name| name != "main" && name != "mod" && !listed.contains(&format!("mod {name};")))
        .collect()
}

#[test]
fn no_case_is_forgotten() {
    assert_eq!(forgotten("tests/cases", "tests/cases/main.rs"), [""; 0], "list them in main.rs");
    assert_eq!(
        forgotten("tests/cases/faults", "tests/cases/faults/mod.rs"),
        [""; 0],
        "list them in mod.rs"
    );
    assert!(
        !forgotten("tests/cases", "tests/kit/lib.rs").is_empty(),
        "the checker sees what it looks for"
    );
}

/// The direct dependencies of a package, without those of its tests.
fn dependencies(package: &str) -> Vec<String> {
    let mut command = Command::new(env!("CARGO"));
    command.args([
        "tree",
        "--offline",
        "--depth",
        "1",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "-p",
        package,
    ]);
    let output = command.current_dir(project::root()).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("names are UTF-8");
    text.lines()
        .skip(1)
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

const DOES_IO: [&str; 13] = [
    "tokio",
    "async-std",
    "futures-util",
    "hyper",
    "reqwest",
    "axum",
    "redis",
    "diesel-async",
    "tokio-postgres",
    "libsqlite3-sys",
    "pq-sys",
    "tokio-tungstenite",
    "deadpool",
];

fn doing_io(package: &str) -> Vec<String> {
    dependencies(package)
        .into_iter()
        .filter(|name| DOES_IO.contains(&name.as_str()))
        .collect()
}

#[test]
fn the_words_cannot_do_input_or_output() {
    assert_eq!(doing_io("otop-schema"), [""; 0]);
    assert!(!doing_io("otop-server").is_empty(), "the checker sees what it looks for");
}

/// Places in the project's text files that name a folder of somebody's machine.
fn absolute_paths(text: &str) -> Vec<&str> {
    let of_a_person = ["/home/", "/Users/", "/root/", "/work/"];
    text.lines()
        .filter(|line| of_a_person.iter().any(|folder| line.contains(folder)))
        .collect()
}

#[test]
fn no_file_names_a_folder_of_somebodys_machine() {
    for file in project::kept_files() {
        // This file has to name what it looks for.
        if file.ends_with("cases/house.rs") {
            continue;
        }
        if let Ok(text) = std::fs::read_to_string(project::root().join(&file)) {
            assert_eq!(absolute_paths(&text), [""; 0], "{file}");
        }
    }
    assert_eq!(
        absolute_paths("see /home/somchai/otop").len(),
        1,
        "the checker sees what it looks for"
    );
}

/// The words of a `words!` list in a Rust file, each with the comment above it.
fn words(source: &str, name: &str) -> Vec<(String, String)> {
    let body = source.split(&format!("    {name} {{\n")).nth(1).unwrap_or_default();
    let (mut found, mut comment) = (Vec::new(), String::new());
    for line in body.lines().map(str::trim).take_while(|line| *line != "}") {
        match line.strip_prefix("///") {
            Some(words) => comment.push_str(words),
            None => found.push((line.to_owned(), std::mem::take(&mut comment))),
        }
    }
    found
}

#[test]
fn every_refusal_says_what_person_and_program_do() {
    let codes = words(&project::text("schema/src/refusal.rs"), "RefusalCode");
    assert!(codes.len() >= 17, "the codes were not found");
    for (code, comment) in codes {
        assert!(comment.contains("Person: ") && comment.contains("Program: "), "{code}: {comment}");
    }
}

/// Whether a build of these packages has fail points.
fn has_fail_points(packages: &[&str]) -> bool {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--offline", "--edges", "normal,features", "--prefix", "none"]);
    for package in packages {
        command.args(["-p", package]);
    }
    let output = command.current_dir(project::root()).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).contains("fail feature \"failpoints\"")
}

#[test]
fn a_real_build_has_no_fail_points() {
    assert!(!has_fail_points(&["otop-server", "otop-sync"]));
    assert!(has_fail_points(&["otop-tests"]), "the checker sees what it looks for");
}

/// Fields of GraphQL objects in a Rust file that would take their parent down with them: async-graphql hands the error of a
/// `Result<Option<_>>` to the parent, that of an `Option<Result<_>>` to the nullable field itself.
fn fields_that_drag_their_parent_down(source: &str) -> Vec<&str> {
    let begins = |line: &&str| ["#[Object", "#[ComplexObject"].iter().any(|attribute| line.starts_with(attribute));
    let mut lines = source.lines();
    let mut found = Vec::new();
    while lines.find(begins).is_some() {
        let body = lines.by_ref().take_while(|line| !line.starts_with('}'));
        found.extend(body.filter(|line| line.contains("-> Result<Option<")));
    }
    found
}

#[test]
fn a_nullable_field_that_fails_is_null_itself() {
    let sources = project::kept_files()
        .into_iter()
        .filter(|file| file.starts_with("server/src/") && file.ends_with(".rs"));
    let mut objects = 0;
    for file in sources {
        let source = project::text(&file);
        objects += source.matches("\n#[Object").count() + source.matches("\n#[ComplexObject").count();
        assert_eq!(fields_that_drag_their_parent_down(&source), [""; 0], "{file}");
    }
    assert!(objects > 30, "{objects} objects: the checker does not see them");
    let wrong = "#[Object]\nimpl Query {\n    async fn calendar(&self) -> Result<Option<Calendar>> {\n    }\n}\n";
    assert_eq!(
        fields_that_drag_their_parent_down(wrong).len(),
        1,
        "the checker sees what it looks for"
    );
}
