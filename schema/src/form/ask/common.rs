//! What several forms ask.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::form::{Block, Record, Stamp, Wanted};
use crate::{AreaCode, SignatureMode, Status, bangkok, thai_date};

/// A place and what it lies in.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its code.
    pub code: AreaCode,
    /// Its name without the word for its level.
    pub name_th: String,
    /// A district's province.
    pub province: Option<Named>,
    /// A district's subdistricts.
    #[serde(default)]
    pub subdistricts: Vec<Coded>,
}

/// A name.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// In Thai.
    pub name_th: String,
}

/// A code and its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Coded {
    /// The code.
    pub code: String,
    /// In Thai.
    pub name_th: String,
}

/// The Thai name of a code; the code where it has none.
pub fn named(list: &[Coded], code: &str) -> String {
    let found = list.iter().find(|coded| coded.code == code);
    found.map_or_else(|| code.to_owned(), |coded| coded.name_th.clone())
}

impl Place {
    /// `อำเภอวังสมบูรณ์ จังหวัดสระแก้ว`.
    pub fn title(&self) -> String {
        match (&self.province, self.code.prefix().len()) {
            (Some(province), _) => format!("อำเภอ{} จังหวัด{}", self.name_th, province.name_th),
            (None, 0) => "ภาพรวมทั้งประเทศ 76 จังหวัด".to_owned(),
            (None, 2) => format!("จังหวัด{}", self.name_th),
            (None, _) => format!("อำเภอ{}", self.name_th),
        }
    }

    /// The facts every form begins with.
    pub fn facts(&self, wanted: &Wanted) -> Record {
        Record::default()
            .text("place", self.title())
            .text("month", wanted.month().thai_long())
            .count("fiscalYear", wanted.year().number())
    }
}

/// What is known of a report beside its figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// Where it is in its life.
    pub status: Status,
    /// Its digest.
    pub digest: Option<String>,
    /// Loaded from a document of past figures.
    #[serde(default)]
    pub imported: bool,
    /// The document.
    pub import_source: Option<String>,
    /// The last hash of its audit chain.
    pub audit_head: Option<String>,
    /// The last confirmed version.
    pub confirmation: Option<Version>,
    /// The signature under it.
    pub signature: Option<Signature>,
    /// The committee's decision.
    pub certificate: Option<Certificate>,
    /// Who could vote.
    #[serde(default)]
    pub electorate: Vec<Elector>,
}

/// A confirmed version.
#[derive(Debug, Clone, Deserialize)]
pub struct Version {
    /// From 1.
    pub number: i32,
}

/// A signature.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Signature {
    /// The signer's name.
    pub name: String,
    /// The position.
    pub position: String,
    /// The capacity.
    pub capacity: String,
    /// The order that appointed the signer.
    pub order_number: String,
    /// On paper or in the system.
    pub mode: SignatureMode,
    /// The day.
    pub signed_on: NaiveDate,
}

/// A decision of the committee.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// Whether the figures were certified.
    pub certified: bool,
    /// Members who could vote.
    pub eligible: i32,
    /// Votes for.
    pub certify: i32,
    /// Votes against.
    pub object: i32,
    /// When.
    pub decided_at: DateTime<Utc>,
    /// The meeting on paper.
    pub resolution: Option<String>,
}

/// A member of the committee.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Elector {
    /// The name.
    pub name: String,
    /// Whether he or she is the chair.
    pub is_chair: bool,
}

impl Head {
    /// Where the figures stand.
    pub fn stamp(&self) -> Stamp {
        let confirmed = self.status == Status::Confirmed;
        Stamp {
            draft: !confirmed,
            imported: self.imported.then(|| self.import_source.clone().unwrap_or_default()),
            version: self.confirmation.as_ref().filter(|_| confirmed).map(|version| version.number),
            digest: self.digest.clone(),
            audit_head: self.audit_head.clone(),
            ..Stamp::default()
        }
    }

    /// The signer, where the report is signed.
    pub fn signer(&self) -> Block {
        let Some(signature) = &self.signature else {
            return Block::default();
        };
        let words = [signature.capacity.as_str(), signature.order_number.as_str()];
        let capacity: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        Block {
            name: Some(signature.name.clone()),
            position: Some(signature.position.clone()),
            capacity: (!capacity.is_empty()).then(|| capacity.join(" ")),
            day: Some(signature.signed_on),
            electronic: signature.mode == SignatureMode::Electronic,
        }
    }

    /// The chair of the committee that certified it.
    pub fn chair(&self) -> Block {
        let certified = self.certificate.as_ref().filter(|certificate| certificate.certified);
        let chair = self
            .electorate
            .iter()
            .find(|elector| elector.is_chair)
            .filter(|_| certified.is_some());
        Block {
            name: chair.map(|elector| elector.name.clone()),
            position: Some("ประธาน นตผ. อำเภอ".to_owned()),
            day: certified.map(|certificate| bangkok(certificate.decided_at).date_naive()),
            ..Block::default()
        }
    }

    /// How the committee decided, in a sentence.
    pub fn certified(&self) -> String {
        let Some(certificate) = self.certificate.as_ref().filter(|certificate| certificate.certified) else {
            return String::new();
        };
        let Certificate {
            certify, object, eligible, ..
        } = certificate;
        let day = thai_date(bangkok(certificate.decided_at).date_naive());
        let meeting = certificate.resolution.as_ref().map(|number| format!(" (มติที่ประชุมครั้งที่ {number})"));
        let meeting = meeting.unwrap_or_default();
        format!("นตผ. อำเภอรับรองเมื่อ {day} รับรอง {certify} ไม่รับรอง {object} จากกรรมการ {eligible} คน{meeting}")
    }
}
