//! Layouts as data: which columns under which headings, what is said above and signed below. An office can put its own in the place of
//! ours; a template that names what there is not is refused when it is read.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::wanted::FormKind;

/// The layout of one form.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Template {
    /// Such as `แบบ รต.๒`, in the corner.
    pub number: String,
    /// The title.
    pub title: String,
    /// Whether it lies on its side.
    #[serde(default)]
    pub landscape: bool,
    /// What is said once, above the columns.
    #[serde(default)]
    pub facts: Vec<Labelled>,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// Empty lines to write on where there are no figures.
    #[serde(default)]
    pub blank_rows: usize,
    /// The total that is written out in words.
    #[serde(default)]
    pub in_words: Option<String>,
    /// Sentences below the table.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Who signs, from the left.
    #[serde(default)]
    pub signatures: Vec<Labelled>,
}

/// A name of the figures and the words before it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// The name.
    pub value: String,
    /// The words.
    pub label: String,
}

/// A column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The name of the value.
    pub value: String,
    /// The heading.
    pub heading: String,
    /// Its share of the width; in a workbook, about so many letters.
    pub width: u16,
}

/// The layout of every form.
#[derive(Debug, Clone)]
pub struct Templates(BTreeMap<FormKind, Template>);

/// What a template may name.
struct Names {
    facts: &'static [&'static str],
    columns: &'static [&'static str],
    signatures: &'static [&'static str],
}

impl Template {
    /// Reads a layout of a form.
    ///
    /// # Errors
    /// What is wrong, in words: not JSON, an unknown member, a name the form has no value for.
    pub fn read(kind: FormKind, text: &str) -> Result<Template, String> {
        let template: Template = serde_json::from_str(text).map_err(|cause| cause.to_string())?;
        let names = kind.names();
        let facts = template.facts.iter().map(|fact| fact.value.as_str());
        known("facts", facts, names.facts)?;
        let columns = template.columns.iter().map(|column| column.value.as_str());
        known("columns", columns.chain(template.in_words.as_deref()), names.columns)?;
        let signatures = template.signatures.iter().map(|block| block.value.as_str());
        known("signatures", signatures, names.signatures)?;
        if template.columns.is_empty() {
            return Err("columns: at least one".to_owned());
        }
        Ok(template)
    }
}

fn known<'a>(member: &str, mut given: impl Iterator<Item = &'a str>, names: &[&str]) -> Result<(), String> {
    match given.find(|name| !names.contains(name)) {
        Some(name) => Err(format!("{member}: there is no \"{name}\"; there are {}", names.join(", "))),
        None => Ok(()),
    }
}

impl Templates {
    /// Ours (assumption: the letter's attachment 5 is not to be had).
    ///
    /// # Errors
    /// Never with the files of this release, which a test reads.
    pub fn ours() -> Result<Templates, String> {
        Templates::replaced(|_| None)
    }

    /// Ours, and in their place what `instead` has for a form.
    ///
    /// # Errors
    /// What is wrong in which of them.
    pub fn replaced(instead: impl Fn(FormKind) -> Option<String>) -> Result<Templates, String> {
        let read = |kind: &FormKind| {
            let text = instead(*kind);
            let template = Template::read(*kind, text.as_deref().unwrap_or(kind.ours()));
            template
                .map(|template| (*kind, template))
                .map_err(|wrong| format!("{kind}.json: {wrong}"))
        };
        FormKind::ALL.iter().map(read).collect::<Result<_, _>>().map(Templates)
    }

    /// The layout of a form.
    pub fn of(&self, kind: FormKind) -> Option<&Template> {
        self.0.get(&kind)
    }
}

impl FormKind {
    fn ours(self) -> &'static str {
        match self {
            FormKind::Rt1 => include_str!("templates/rt1.json"),
            FormKind::Rt2 => include_str!("templates/rt2.json"),
            FormKind::Rt3 => include_str!("templates/rt3.json"),
            FormKind::Rt4 => include_str!("templates/rt4.json"),
            FormKind::Estimate => include_str!("templates/estimate.json"),
            FormKind::Consolidation => include_str!("templates/consolidation.json"),
        }
    }

    fn names(self) -> Names {
        let (facts, columns, signatures): (&[&str], &[&str], &[&str]) = match self {
            FormKind::Rt1 => (
                &[
                    "place",
                    "month",
                    "producer",
                    "registration",
                    "kind",
                    "subdistrict",
                    "products",
                    "state",
                    "reason",
                    "givenBy",
                    "givenOn",
                    "note",
                    "copied",
                ],
                &["number", "category", "channel", "revenue", "note"],
                &["giver", "recorder"],
            ),
            FormKind::Rt2 => (
                &[
                    "place",
                    "month",
                    "status",
                    "roster",
                    "reported",
                    "notObtained",
                    "missing",
                    "certified",
                ],
                &[
                    "number",
                    "registration",
                    "producer",
                    "kind",
                    "subdistrict",
                    "state",
                    "food",
                    "beverage",
                    "textile",
                    "houseware",
                    "herb",
                    "revenue",
                    "note",
                ],
                &["chair", "signer"],
            ),
            FormKind::Rt3 => (
                &[
                    "place",
                    "month",
                    "roster",
                    "reported",
                    "missing",
                    "evidenced",
                    "completeness",
                    "estimate",
                    "ofEstimate",
                ],
                &["category", "kind", "channel", "revenue", "cumulative"],
                &["checker"],
            ),
            FormKind::Rt4 => (
                &["place", "month", "roster", "reported", "evidenced", "confirmed"],
                &[
                    "number",
                    "code",
                    "name",
                    "roster",
                    "reported",
                    "evidenced",
                    "month",
                    "cumulative",
                    "base",
                    "increase",
                    "percent",
                    "score",
                    "state",
                ],
                &["checker"],
            ),
            FormKind::Estimate => (
                &["place", "fiscalYear", "revision", "status", "due", "certified"],
                &[
                    "number",
                    "registration",
                    "producer",
                    "kind",
                    "first",
                    "second",
                    "third",
                    "fourth",
                    "total",
                ],
                &["chair", "sender"],
            ),
            FormKind::Consolidation => (
                &["place", "month", "number", "made", "official", "information"],
                &[
                    "number",
                    "code",
                    "name",
                    "month",
                    "unconfirmed",
                    "cumulative",
                    "base",
                    "increase",
                    "percent",
                    "score",
                    "roster",
                    "reported",
                    "completeness",
                    "districts",
                    "onTime",
                    "late",
                    "byException",
                    "notConfirmed",
                ],
                &["maker"],
            ),
        };
        Names {
            facts,
            columns,
            signatures,
        }
    }
}
