//! What was found, as programs and people are told it.

use async_graphql::{ComplexObject, ID, SimpleObject};
use serde::Serialize;
use uuid::Uuid;

use super::CheckKind;
use crate::{Baht, Category};

/// Something worth another look before submitting. It never blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, SimpleObject)]
#[serde(rename_all = "camelCase")]
#[graphql(complex)]
pub struct CheckFinding {
    /// What it is, for programs.
    pub kind: CheckKind,
    /// The producer concerned; none for the whole report.
    #[graphql(skip)]
    #[serde(rename = "producerId")]
    pub producer: Option<Uuid>,
    /// Its name.
    #[serde(rename = "producer")]
    pub producer_name: Option<String>,
    /// The category concerned.
    pub category: Option<Category>,
    /// What the month says, in baht.
    pub amount: Baht,
    /// What it was held against, in baht.
    pub compared: Option<Baht>,
    /// Why it is right as it is: the remark that stands with the figure. Null: to be asked.
    pub reason: Option<String>,
    /// For people, beside the producer's name: a Thai sentence, ` / `, an English one.
    pub message: String,
}

#[ComplexObject]
impl CheckFinding {
    /// The producer concerned; null for the whole report.
    async fn producer_id(&self) -> Option<ID> {
        self.producer.map(Into::into)
    }
}

/// Without the producer's name, which may hold anything.
pub(super) fn message(kind: CheckKind, category: Option<Category>, amount: Baht, compared: Option<Baht>) -> String {
    let of = |word: Option<&str>| word.map_or_else(String::new, |word| format!(" {word}"));
    let (thai, english) = (of(category.map(Category::thai)), of(category.map(Category::as_str)));
    let (now, before) = (amount.grouped(), compared.map(Baht::grouped));
    let (held, against) = match before {
        Some(before) => (format!(" ({now} เทียบกับ {before} บาท)"), format!(" ({now} against {before} baht)")),
        None if amount != Baht::ZERO => (format!(" ({now} บาท)"), format!(" ({now} baht)")),
        None => (String::new(), String::new()),
    };
    format!("{}{thai}{held} / {}{english}{against}", kind.thai(), kind.english())
}
