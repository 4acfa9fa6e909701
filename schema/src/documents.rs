//! Every document our own clients send, by name: text that both sides have, so that a hash is enough to name it.

macro_rules! documents {
    ($($name:literal)*) => {
        /// The documents of `operations/`, each with its name. They are accepted for as long as they stand there: a queue outlives
        /// a release.
        pub const DOCUMENTS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../operations/", $name, ".graphql")))),*];
    };
}

documents! { "Desk" "Pull" "Push" "RecordEvidence" "Sent" "Watch" "Year" }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_document_is_forgotten() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/operations");
        let files = std::fs::read_dir(folder).expect("the folder").flatten();
        let mut names: Vec<String> = files
            .filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        assert_eq!(names, DOCUMENTS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
