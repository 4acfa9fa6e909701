//! Where the figures of a print stand, in sentences: the same on pages and in workbooks.

use super::figures::{Figures, Stamp};
use crate::thai_time;

impl Figures {
    /// What marks the whole form: ร่าง, imported history.
    pub fn marks(&self) -> Vec<String> {
        let draft = self.stamp.draft.then(|| "ร่าง".to_owned());
        let imported = self.stamp.imported.as_ref().map(|source| match source.as_str() {
            "" => "ข้อมูลย้อนหลังที่นำเข้า".to_owned(),
            source => format!("ข้อมูลย้อนหลังที่นำเข้า: {source}"),
        });
        draft.into_iter().chain(imported).collect()
    }

    /// The sentences at the foot.
    pub fn foot(&self) -> Vec<String> {
        let Stamp {
            digest,
            audit_head,
            as_of,
            laptop,
            ..
        } = &self.stamp;
        let as_of = as_of.map(|instant| format!("ข้อมูล ณ {}", thai_time(instant)));
        let laptop = laptop.then(|| "พิมพ์จากเครื่องของอำเภอ".to_owned());
        let first: Vec<String> = [Some(self.version()), as_of, laptop].into_iter().flatten().collect();
        let digest = digest.as_ref().map(|digest| format!("ค่าตรวจสอบ {digest}"));
        let chain = audit_head.as_ref().map(|head| format!("บันทึกตรวจสอบ {head}"));
        [Some(first.join(" · ")), digest, chain].into_iter().flatten().collect()
    }

    fn version(&self) -> String {
        match (self.stamp.version, self.stamp.draft) {
            (Some(number), _) => format!("ฉบับที่ {number}"),
            (None, true) => "ยังไม่เป็นฉบับยืนยัน".to_owned(),
            (None, false) => "ยืนยันข้อมูลแล้ว".to_owned(),
        }
    }

    /// What the code at the foot leads to, at a server such as `https://otop.example`; none where there is no digest to check.
    pub fn checked_at(&self, server: Option<&str>) -> Option<String> {
        let digest = self.stamp.digest.as_ref()?;
        Some(match server {
            Some(address) => format!("{}/check/{digest}", address.trim_end_matches('/')),
            None => digest.clone(),
        })
    }
}
