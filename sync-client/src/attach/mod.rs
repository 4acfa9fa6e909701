//! Evidence recorded without a network: what it is, where it is kept, who saw it, with a scan where there is one. It goes out with the next
//! meeting, also while the system is closed; a scan goes on where its line broke.
//!
//! | file | idea |
//! |---|---|
//! | `send` | what waits, sent |
//! | `piece` | a scan, piece by piece |

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use otop_schema::{FileHash, MediaType, Month, Refusal};
use serde::Serialize;

use crate::{
    attention::short,
    clock,
    error::{Error, Result},
    laptop::Laptop,
    lookup::Lookup,
    store::attachments::{Attachment, NewAttachment},
    wire::evidence::RecordEvidenceInput,
};

mod piece;
mod send;

pub use send::Sent;

/// Evidence as a person names it.
#[derive(Debug, Clone)]
pub struct EvidenceEdit {
    /// Registration number, id or name.
    pub producer: String,
    /// The month.
    pub month: Month,
    /// The code of its kind.
    pub kind: String,
    /// What it is.
    pub reference: String,
    /// Where it is kept.
    pub kept_at: String,
    /// Who saw it; the person who records it where that is left out.
    pub seen_by: Option<String>,
    /// When; today where that is left out.
    pub seen_on: Option<NaiveDate>,
    /// A remark.
    pub note: Option<String>,
    /// Its scan.
    pub file: Option<PathBuf>,
}

/// Evidence on this laptop.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct OwnEvidence {
    /// The end of its id: enough to name it.
    pub id: String,
    /// Its id.
    pub evidence_id: String,
    /// The producer's id.
    pub producer_id: String,
    /// The producer's name, where it is known here.
    pub producer: Option<String>,
    /// The month.
    pub month: String,
    /// The code of its kind.
    pub kind: String,
    /// What it is.
    pub reference: String,
    /// The scan's file, as the person called it.
    pub file: Option<String>,
    /// The scan's bytes.
    pub size: i64,
    /// Bytes of it that the server has.
    pub received: i64,
    /// `pending`, `done`, or `attention`.
    pub state: String,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
}

impl Laptop {
    /// Records evidence; when this returns, words and scan are on the disk.
    ///
    /// # Errors
    /// Nobody is signed in; the producer or month is not known here; a scan that is none, by the server's own rules.
    pub fn attach(&mut self, edit: &EvidenceEdit) -> Result<OwnEvidence> {
        let person = self.store.signed_in()?.person;
        let lookup = Lookup::new(&mut self.store)?;
        let producer = lookup.meant(&edit.producer)?;
        producer.must_be_active(edit.month)?;
        let today = otop_schema::bangkok(self.business_now()?).date_naive();
        let scan = edit.file.as_deref().map(read).transpose()?;
        let id = clock::fresh_id();
        let input = RecordEvidenceInput {
            id: id.clone().into(),
            producer_id: producer.id.clone().into(),
            month: edit.month,
            kind: edit.kind.trim().to_uppercase().into(),
            reference: said("reference", &edit.reference)?,
            kept_at: said("keptAt", &edit.kept_at)?,
            seen_by: edit.seen_by.clone(),
            seen_on: come(edit.seen_on.unwrap_or(today), today)?,
            note: edit.note.clone(),
            sha256: scan.as_deref().map(|bytes| FileHash::of(bytes).to_string()),
        };
        let name = edit
            .file
            .as_deref()
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned());
        self.store.keep_attachment(&NewAttachment {
            id: &id,
            person: &person,
            producer_id: &producer.id,
            month: edit.month.to_string(),
            input: serde_json::to_string(&input)?,
            file_name: name.as_deref(),
            size: i64::try_from(scan.as_deref().unwrap_or_default().len()).unwrap_or(i64::MAX),
            scan: scan.as_deref(),
            recorded_at: clock::now().to_rfc3339(),
        })?;
        self.named(&id)
    }

    /// The person's evidence on this laptop, oldest first.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn own_evidence(&mut self) -> Result<Vec<OwnEvidence>> {
        let person = self.store.signed_in()?.person;
        let producers = self.store.producers()?;
        let name = |id: &str| producers.iter().find(|row| row.id == id).map(|row| row.name.clone());
        let rows = self.store.attachments(&person)?;
        rows.into_iter().map(|row| own(name(&row.producer_id), row)).collect()
    }

    /// Takes evidence back that the server has not taken.
    ///
    /// # Errors
    /// There is no such evidence, or the server has it.
    pub fn drop_evidence(&mut self, text: &str) -> Result<OwnEvidence> {
        let found = self.named(text)?;
        if found.state == "done" {
            return Err(Error::usage(
                "เครื่องแม่ข่ายรับหลักฐานนี้แล้ว ถอนได้ที่ระบบกลางเท่านั้น",
                "The server has this evidence: it is withdrawn there.",
            ));
        }
        self.store.drop_attachment(&found.evidence_id)?;
        Ok(found)
    }

    fn named(&mut self, text: &str) -> Result<OwnEvidence> {
        let own = self.own_evidence()?;
        let mut found = own.into_iter().filter(|row| text.len() >= 4 && row.evidence_id.ends_with(text));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(Error::usage(
                format!("ไม่พบหลักฐาน \"{text}\" ดูรายการด้วย otop evidence"),
                format!("No evidence is called \"{text}\". See: otop evidence"),
            )),
        }
    }
}

fn own(producer: Option<String>, row: Attachment) -> Result<OwnEvidence> {
    let input: RecordEvidenceInput = serde_json::from_str(&row.input)?;
    Ok(OwnEvidence {
        id: short(&row.id),
        producer,
        kind: input.kind.inner().to_owned(),
        reference: input.reference,
        refusal: row.refusal.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        evidence_id: row.id,
        producer_id: row.producer_id,
        month: row.month,
        file: row.file_name,
        size: row.size,
        received: row.received,
        state: row.state,
    })
}

/// The bytes of a scan, by the rules of the server: what it would refuse is refused before it is kept.
fn read(file: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(file).map_err(|cause| unreadable(file, &cause))?.len();
    otop_schema::scan::fits(usize::try_from(size).unwrap_or(usize::MAX))?;
    let bytes = std::fs::read(file).map_err(|cause| unreadable(file, &cause))?;
    MediaType::of(&bytes)?;
    Ok(bytes)
}

fn unreadable(file: &Path, cause: &std::io::Error) -> Error {
    let shown = file.display();
    Error::usage(
        format!("อ่านแฟ้ม {shown} ไม่ได้: {cause}"),
        format!("The file {shown} cannot be read: {cause}"),
    )
}

fn said(field: &str, text: &str) -> Result<String> {
    match text.trim() {
        "" => Err(Refusal::invalid(field, "required", "กรุณาระบุ / Please fill this in").into()),
        text => Ok(text.to_owned()),
    }
}

fn come(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate> {
    if day <= today {
        return Ok(day);
    }
    Err(Refusal::invalid("seenOn", "range", "วันที่ยังมาไม่ถึง / The day has not come yet").into())
}

#[cfg(test)]
mod tests;
