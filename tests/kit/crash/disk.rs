//! The files of a folder while a program works on them, and what is left of them when the power goes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rand::RngExt;
use rand::rngs::StdRng;

use super::trace::Step;

/// A disk may write half of what it was told, but whole sectors.
const SECTORS: [usize; 2] = [512, 4096];

/// The files of a folder.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: Vec<File>,
    /// Which file a name means now.
    names: BTreeMap<PathBuf, usize>,
    /// Which it would mean after a power cut, at the least.
    settled: BTreeMap<PathBuf, usize>,
    /// What was done to names since they were made sure of, in order.
    renamed: Vec<Naming>,
}

#[derive(Debug, Clone, Default)]
struct File {
    /// What is on the disk for sure.
    settled: Vec<u8>,
    /// What was done to it since.
    loose: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

#[derive(Debug, Clone)]
enum Naming {
    Give(PathBuf, usize),
    Take(PathBuf),
}

impl Disk {
    /// The folder as it lies there, everything sure.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn read(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry")) {
            if entry.file_type().expect("its type").is_file() {
                let settled = fs::read(entry.path()).expect("a file");
                disk.names.insert(entry.file_name().into(), disk.files.len());
                disk.files.push(File {
                    settled,
                    loose: Vec::new(),
                });
            }
        }
        disk.settled = disk.names.clone();
        disk
    }

    /// Writes the files into a folder.
    ///
    /// # Panics
    /// When they cannot be written.
    pub fn write(&self, folder: &Path) {
        for (name, file) in &self.names {
            fs::write(folder.join(name), self.files[*file].now()).expect("a file");
        }
    }

    /// Does what the program did.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Open(name, emptied) => self.open(name, *emptied),
            Step::Write(name, at, bytes) => self.change(name, |file| Change::Write(at.unwrap_or(file.now().len()), bytes.clone())),
            Step::Resize(name, size) => self.change(name, |_| Change::Resize(*size)),
            Step::Sync(name) => self.sync(name),
            Step::Rename(from, to) => self.rename(from, to),
            Step::Remove(name) => self.name(Naming::Take(name.clone())),
            Step::Folder(_) | Step::Shown(_) => (),
        }
    }

    fn open(&mut self, name: &Path, emptied: bool) {
        if !self.names.contains_key(name) {
            self.files.push(File::default());
            self.name(Naming::Give(name.to_owned(), self.files.len() - 1));
        }
        if emptied {
            self.change(name, |_| Change::Resize(0));
        }
    }

    /// A file that is written although its name is gone is nobody's after a power cut.
    fn change(&mut self, name: &Path, change: impl FnOnce(&File) -> Change) {
        let Some(file) = self.names.get(name).map(|file| &mut self.files[*file]) else {
            return;
        };
        let change = change(file);
        file.loose.push(change);
    }

    /// The name of the folder itself is empty.
    fn sync(&mut self, name: &Path) {
        if name.as_os_str().is_empty() {
            self.settled = self.names.clone();
            self.renamed.clear();
        } else if let Some(file) = self.names.get(name).map(|file| &mut self.files[*file]) {
            file.settle();
        }
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        if let Some(file) = self.names.get(from).copied() {
            self.name(Naming::Give(to.to_owned(), file));
            self.name(Naming::Take(from.to_owned()));
        }
    }

    fn name(&mut self, naming: Naming) {
        naming.apply(&mut self.names);
        self.renamed.push(naming);
    }

    /// The disk as it may be found after a power cut now: of what was not made sure of, names are there up to some point, and
    /// each file has nothing, all, or any part of what was written to it.
    pub fn lose_power(&self, dice: &mut StdRng) -> Self {
        let mut names = self.settled.clone();
        let kept = dice.random_range(0..=self.renamed.len());
        self.renamed[..kept].iter().for_each(|naming| naming.apply(&mut names));
        let files: Vec<File> = self.files.iter().map(|file| file.lose_power(dice)).collect();
        Self {
            files,
            settled: names.clone(),
            names,
            renamed: Vec::new(),
        }
    }
}

impl Naming {
    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Give(name, file) => names.insert(name.clone(), *file),
            Self::Take(name) => names.remove(name),
        };
    }
}

impl File {
    fn now(&self) -> Vec<u8> {
        let mut bytes = self.settled.clone();
        self.loose.iter().for_each(|change| change.apply(&mut bytes));
        bytes
    }

    fn settle(&mut self) {
        let settled = &mut self.settled;
        self.loose.drain(..).for_each(|change| change.apply(settled));
    }

    fn lose_power(&self, dice: &mut StdRng) -> Self {
        let settled = match dice.random_range(0..4) {
            0 => self.settled.clone(),
            1 => self.now(),
            _ => self.torn(dice),
        };
        Self {
            settled,
            loose: Vec::new(),
        }
    }

    /// Each change is there, or is not, or some of its sectors are: a later one may be there without an earlier one.
    fn torn(&self, dice: &mut StdRng) -> Vec<u8> {
        let sector = SECTORS[dice.random_range(0..SECTORS.len())];
        let mut bytes = self.settled.clone();
        for change in &self.loose {
            match dice.random_range(0..3) {
                0 => (),
                1 => change.apply(&mut bytes),
                _ => change
                    .sectors(sector)
                    .into_iter()
                    .filter(|_| dice.random())
                    .for_each(|part| part.apply(&mut bytes)),
            }
        }
        bytes
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Resize(size) => bytes.resize(*size, 0),
            Self::Write(at, data) => {
                let end = at + data.len();
                bytes.resize(bytes.len().max(end), 0);
                bytes[*at..end].copy_from_slice(data);
            }
        }
    }

    /// The change as one for each sector it touches.
    fn sectors(&self, size: usize) -> Vec<Self> {
        let Self::Write(at, data) = self else { return vec![self.clone()] };
        let (mut parts, mut begin) = (Vec::new(), 0);
        while begin < data.len() {
            let end = data.len().min((at + begin) / size * size + size - at);
            parts.push(Self::Write(at + begin, data[begin..end].to_vec()));
            begin = end;
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn written(bytes: &[u8]) -> Disk {
        let mut disk = Disk::default();
        disk.take(&Step::Open("a".into(), false));
        disk.take(&Step::Write("a".into(), Some(0), bytes.to_vec()));
        disk
    }

    fn found(disk: &Disk, times: u64) -> Vec<Option<Vec<u8>>> {
        let seeds = (0..times).map(StdRng::seed_from_u64);
        let left = seeds.map(|mut dice| disk.lose_power(&mut dice));
        left.map(|disk| disk.names.get(Path::new("a")).map(|file| disk.files[*file].now()))
            .collect()
    }

    #[test]
    fn what_was_not_synced_may_be_there_in_any_part() {
        let found = found(&written(&[7; 2048]), 200);
        assert!(found.contains(&None) && found.contains(&Some(vec![])) && found.contains(&Some(vec![7; 2048])));
        let torn = |bytes: &Option<Vec<u8>>| bytes.as_ref().is_some_and(|bytes| bytes.contains(&0) && bytes.contains(&7));
        assert!(found.iter().any(torn));
    }

    #[test]
    fn what_was_synced_is_there() {
        let mut disk = written(b"sure");
        disk.take(&Step::Sync("a".into()));
        disk.take(&Step::Sync("".into()));
        disk.take(&Step::Write("a".into(), None, b" and not".to_vec()));
        let begins = |bytes: &Option<Vec<u8>>| bytes.as_ref().is_some_and(|bytes| bytes.starts_with(b"sure"));
        assert!(found(&disk, 200).iter().all(begins));
        disk.take(&Step::Remove("a".into()));
        assert!(found(&disk, 200).contains(&None), "the name was taken away and may be gone");
        assert!(found(&disk, 200).iter().any(begins), "or not");
    }
}
