//! The lines of `strace -f -y -xx` as steps.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// One thing that a program did. Paths are relative to the recorded folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A file was opened that may not have been there; with `true` it was emptied.
    Open(PathBuf, bool),
    /// Bytes at a place; without one, at the end.
    Write(PathBuf, Option<usize>, Vec<u8>),
    /// A file was cut or stretched.
    Resize(PathBuf, usize),
    /// A file, or the names in a folder, were made sure of.
    Sync(PathBuf),
    /// A name was given to what had another.
    Rename(PathBuf, PathBuf),
    /// A name was taken away.
    Remove(PathBuf),
    /// A folder was made.
    Folder(PathBuf),
    /// Words that a person could read.
    Shown(String),
}

impl Step {
    /// What was shown.
    pub fn shown(&self) -> Option<&str> {
        match self {
            Step::Shown(words) => Some(words),
            _ => None,
        }
    }
}

/// What is remembered while lines are read: calls that were interrupted in the trace, and how far each file was written.
struct Reader<'a> {
    folder: &'a Path,
    unfinished: HashMap<&'a str, &'a str>,
    places: HashMap<(String, String), Option<usize>>,
    steps: Vec<Step>,
}

/// The steps in a folder, of all processes in their order.
pub fn steps(trace: &str, folder: &Path) -> Vec<Step> {
    let mut reader = Reader {
        folder,
        unfinished: HashMap::new(),
        places: HashMap::new(),
        steps: Vec::new(),
    };
    trace.lines().for_each(|line| reader.line(line));
    reader.steps
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str) {
        let (process, call) = line.split_once(' ').expect("a process and its call");
        let call = call.trim_start();
        if call.starts_with(['+', '-']) {
            return;
        }
        if let Some(begun) = call.strip_suffix(" <unfinished ...>") {
            self.unfinished.insert(process, begun);
            return;
        }
        match call.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            Some((_, end)) => {
                let begun = self.unfinished.remove(process).expect("a call that began");
                self.call(&format!("{begun}{end}"));
            }
            None => self.call(call),
        }
    }

    fn call(&mut self, call: &str) {
        let Some((name, rest)) = call.split_once('(') else { return };
        let Some((arguments, result)) = rest.rsplit_once(") = ") else {
            return;
        };
        if result.starts_with('-') || result.starts_with('?') {
            return;
        }
        let arguments = split(arguments);
        self.step(name, &arguments, result);
    }

    fn step(&mut self, name: &str, arguments: &[String], result: &str) {
        match name {
            "open" | "openat" | "creat" => self.open(arguments, result),
            "write" => self.write(arguments),
            "pwrite64" => self.inside(&arguments[0], |file| {
                Step::Write(file, number(&arguments[2 + 1]), bytes(&arguments[1]))
            }),
            "ftruncate" => self.inside(&arguments[0], |file| Step::Resize(file, number(&arguments[1]).expect("a size"))),
            "fsync" | "fdatasync" => self.inside(&arguments[0], Step::Sync),
            "rename" => self.rename(&arguments[0], &arguments[1]),
            "renameat" | "renameat2" => self.rename(&arguments[1], &arguments[3]),
            "unlink" => self.named(&arguments[0], Step::Remove),
            "unlinkat" => self.named(&arguments[1], Step::Remove),
            "mkdir" => self.named(&arguments[0], Step::Folder),
            "mkdirat" => self.named(&arguments[1], Step::Folder),
            "close" => (),
            other => assert!(
                arguments.iter().all(|argument| self.opened(argument).is_none()),
                "{other} of a file of the folder is not understood"
            ),
        }
    }

    fn open(&mut self, arguments: &[String], result: &str) {
        let flags = arguments
            .iter()
            .find(|argument| argument.contains("O_"))
            .cloned()
            .unwrap_or_default();
        let place = if flags.contains("O_APPEND") { None } else { Some(0) };
        self.places.insert(key(result), place);
        if let Some(file) = self.opened(result).filter(|_| flags.contains("O_CREAT")) {
            self.steps.push(Step::Open(file, flags.contains("O_TRUNC")));
        }
    }

    /// Where it goes on is not said by the call. Descriptor 1 is what a person sees.
    fn write(&mut self, arguments: &[String]) {
        let data = bytes(&arguments[1]);
        if arguments[0].starts_with("1<") {
            self.steps.push(Step::Shown(String::from_utf8_lossy(&data).into_owned()));
            return;
        }
        let Some(file) = self.opened(&arguments[0]) else { return };
        let place = self.places.entry(key(&arguments[0])).or_default();
        let at = *place;
        *place = at.map(|at| at + data.len());
        self.steps.push(Step::Write(file, at, data));
    }

    fn rename(&mut self, from: &str, to: &str) {
        if let (Some(from), Some(to)) = (self.path(from), self.path(to)) {
            self.steps.push(Step::Rename(from, to));
        }
    }

    fn inside(&mut self, descriptor: &str, step: impl FnOnce(PathBuf) -> Step) {
        let file = self.opened(descriptor);
        self.steps.extend(file.map(step));
    }

    fn named(&mut self, name: &str, step: impl FnOnce(PathBuf) -> Step) {
        let file = self.path(name);
        self.steps.extend(file.map(step));
    }

    /// `3</path>` in the folder.
    fn opened(&self, descriptor: &str) -> Option<PathBuf> {
        let (_, path) = descriptor.split_once('<')?;
        self.relative(&hex(path.strip_suffix('>')?))
    }

    /// `"/path"` in the folder; our programs name files by their whole paths.
    fn path(&self, argument: &str) -> Option<PathBuf> {
        self.relative(&hex(argument.trim_matches('"')))
    }

    fn relative(&self, path: &[u8]) -> Option<PathBuf> {
        let path = Path::new(std::str::from_utf8(path).ok()?);
        Some(path.strip_prefix(self.folder).ok()?.to_path_buf())
    }
}

/// A descriptor and its file, whoever uses it.
fn key(descriptor: &str) -> (String, String) {
    let (number, path) = descriptor.split_once('<').unwrap_or((descriptor, ""));
    (number.to_owned(), path.to_owned())
}

/// The arguments: with everything in hexadecimal, a comma is nothing but a comma.
fn split(arguments: &str) -> Vec<String> {
    arguments.split(", ").map(str::to_owned).collect()
}

fn number(argument: &str) -> Option<usize> {
    argument.parse().ok()
}

fn bytes(argument: &str) -> Vec<u8> {
    assert!(!argument.ends_with("..."), "strace left something out");
    hex(argument.trim_matches('"'))
}

/// `\x2f\x74` as bytes.
fn hex(text: &str) -> Vec<u8> {
    let digits = text.split("\\x").skip(1);
    digits
        .map(|digits| u8::from_str_radix(&digits[..2], 16).expect("two digits"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_steps() {
        let trace = r#"7 openat(AT_FDCWD<\x2f>, "\x2f\x68\x2f\x61", O_WRONLY|O_CREAT|O_CLOEXEC, 0600) = 3<\x2f\x68\x2f\x61>
7 write(3<\x2f\x68\x2f\x61>, "\x41\x42", 2) = 2
7 write(3<\x2f\x68\x2f\x61>, "\x43", 1 <unfinished ...>
8 fsync(9<\x2f\x65\x6c\x73\x65>) = 0
7 <... write resumed>) = 1
7 pwrite64(3<\x2f\x68\x2f\x61>, "\x44", 1, 4096) = 1
7 fdatasync(3<\x2f\x68\x2f\x61>) = 0
7 ftruncate(3<\x2f\x68\x2f\x61>, 5) = 0
7 write(1<\x70\x69\x70\x65>, "\x6f\x6b\x0a", 3) = 3
7 unlink("\x2f\x68\x2f\x61") = 0
7 unlink("\x2f\x68\x2f\x62") = -1 ENOENT (No such file or directory)
7 +++ exited with 0 +++"#;
        let file = || PathBuf::from("a");
        let expected = [
            Step::Open(file(), false),
            Step::Write(file(), Some(0), b"AB".to_vec()),
            Step::Write(file(), Some(2), b"C".to_vec()),
            Step::Write(file(), Some(4096), b"D".to_vec()),
            Step::Sync(file()),
            Step::Resize(file(), 5),
            Step::Shown("ok\n".into()),
            Step::Remove(file()),
        ];
        assert_eq!(steps(trace, Path::new("/h")), expected);
    }
}
