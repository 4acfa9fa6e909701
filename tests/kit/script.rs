//! A script over npm packages, run by a real Node.
//!
//! `.ci/npm tests/NAME` installs the packages that `tests/NAME/package.json` names; the script runs beside them. It prints a line for
//! each of its checks: `ok NAME`, or `not ok NAME: why`.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{bare, finish};
use crate::project;

/// The scripts of one folder and their packages.
pub struct Scripts {
    folder: PathBuf,
}

/// What a script said of one of its checks.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// Which one.
    pub name: String,
    /// Why it failed; none when it did not.
    pub problem: Option<String>,
}

impl Scripts {
    /// Those of `tests/NAME`, as they stand there now.
    ///
    /// # Panics
    /// When their packages are not installed.
    pub fn of(name: &str) -> Self {
        let folder = target().join("npm").join(name);
        let (source, installed) = (format!("tests/{name}"), folder.join("installed"));
        let current = std::fs::read_to_string(installed).is_ok_and(|lock| lock == project::text(&format!("{source}/package-lock.json")));
        assert!(current, "npm packages are missing: .ci/npm tests/{name} (make test does it)");
        let scripts = Self { folder };
        for file in project::names(&source).iter().filter(|file| file.ends_with(".mjs")) {
            scripts.put(file, &project::text(&format!("{source}/{file}")));
        }
        scripts
    }

    /// Puts a module beside them, whole: another test may be running the one that stands there.
    pub fn put(&self, file: &str, text: &str) {
        let mut new = tempfile::NamedTempFile::new_in(&self.folder).expect("the folder of the packages can be written");
        new.write_all(text.as_bytes()).expect("there is room");
        new.persist(self.folder.join(file)).expect("a file can take another's place");
    }

    /// A command that runs one of them.
    pub fn command(&self, file: &str) -> Command {
        let mut command = bare(node());
        command.arg(self.folder.join(file));
        command
    }

    /// Runs one to its end and gives what it said of its checks.
    ///
    /// # Panics
    /// When it ends with an error; what it printed is shown.
    pub async fn checks(command: Command) -> Vec<Check> {
        let output = finish(command).await;
        let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{said}\n{complained}");
        said.lines().filter_map(check).collect()
    }
}

fn check(line: &str) -> Option<Check> {
    let (name, problem) = match line.strip_prefix("not ok ") {
        Some(rest) => {
            let (name, problem) = rest.split_once(": ").unwrap_or((rest, "no reason given"));
            (name, Some(problem.to_owned()))
        }
        None => (line.strip_prefix("ok ")?, None),
    };
    let name = name.to_owned();
    Some(Check { name, problem })
}

/// Says how a table ended on the terminal, also where the test's output is kept back.
pub fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").ok();
}

/// The folder that builds and fetched packages lie in.
fn target() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    test.ancestors().nth(3).expect("target/PROFILE/deps").to_path_buf()
}

/// The Node that `.ci/need node` put there, or the machine's own.
fn node() -> impl AsRef<OsStr> {
    let private = target().join("node/bin/node");
    if private.exists() { private } else { PathBuf::from("node") }
}
