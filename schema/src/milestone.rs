//! A Roadmap's milestones and papers: what is asked of whom in a fiscal year, and by which act it is done.

use crate::AreaLevel;

words! {
    /// Of whom a milestone asks something.
    MilestoneLevel {
        /// Of the department.
        Nation = "NATION", "กรม";
        /// Of every province.
        Province = "PROVINCE", "จังหวัด";
        /// Of every district.
        District = "DISTRICT", "อำเภอ";
    }
}

impl MilestoneLevel {
    /// The places it asks.
    pub const fn area(self) -> AreaLevel {
        match self {
            MilestoneLevel::Nation => AreaLevel::Nation,
            MilestoneLevel::Province => AreaLevel::Province,
            MilestoneLevel::District => AreaLevel::District,
        }
    }
}

words! {
    /// The act by which a milestone is done. Whatever the system sees by itself nobody has to tick off.
    MilestoneAct {
        /// None that the system sees: who has done it says so.
        ByHand = "BY_HAND", "บันทึกเองเมื่อดำเนินการแล้ว";
        /// The base of the fiscal year is frozen.
        BaseFrozen = "BASE_FROZEN", "กำหนดข้อมูลฐาน";
        /// The targets of both rounds are set for the place.
        TargetsSet = "TARGETS_SET", "กำหนดค่าเป้าหมาย";
        /// The district has a committee with a chair on the day it is due.
        CommitteeAppointed = "COMMITTEE_APPOINTED", "แต่งตั้งคณะกรรมการ";
        /// The district's estimate of the fiscal year was sent to the province.
        EstimateSent = "ESTIMATE_SENT", "ส่งแบบประมาณการรายได้";
    }
}

words! {
    /// What a document of the library is (letter, attachments 1 to 6).
    DocumentKind {
        /// The Roadmap of reporting.
        Roadmap = "ROADMAP", "Roadmap การรายงานข้อมูล";
        /// Targets of a round.
        Targets = "TARGETS", "เป้าหมายตัวชี้วัด";
        /// Forms.
        Forms = "FORMS", "แบบรายงาน";
        /// How to record.
        EntrySteps = "ENTRY_STEPS", "ขั้นตอนการบันทึกข้อมูล";
        /// A letter.
        Letter = "LETTER", "หนังสือราชการ";
    }
}
