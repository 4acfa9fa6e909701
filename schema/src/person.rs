//! Who may do what, where, from when until when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{AreaCode, AreaLevel};

words! {
    /// What a person is appointed to, for one place.
    Role {
        /// District: sheets, producers, evidence, submit.
        EntryOfficer = "ENTRY_OFFICER", "ผู้บันทึกข้อมูล";
        /// District: sees reports from submission on, votes.
        CommitteeMember = "COMMITTEE_MEMBER", "กรรมการ นตผ. อำเภอ";
        /// District: all the entry officer may; signs, confirms, returns, keeps the committee.
        CdOfficer = "CD_OFFICER", "พัฒนาการอำเภอ";
        /// Province: sees its districts, returns, receives papers.
        ProvinceOfficer = "PROVINCE_OFFICER", "เจ้าหน้าที่พัฒนาชุมชนจังหวัด";
        /// Nation: calendar, exceptions, returns, areas, consolidation.
        DepartmentOfficer = "DEPARTMENT_OFFICER", "เจ้าหน้าที่กรมการพัฒนาชุมชน";
        /// Any place: sums and report states only, no producers and no sheets.
        Viewer = "VIEWER", "ผู้เรียกดูข้อมูล";
    }
}

impl Role {
    /// Whether an assignment to this role can be for a place of that level.
    pub fn fits(self, level: AreaLevel) -> bool {
        match self {
            Role::EntryOfficer | Role::CommitteeMember | Role::CdOfficer => level == AreaLevel::District,
            Role::ProvinceOfficer => level == AreaLevel::Province,
            Role::DepartmentOfficer => level == AreaLevel::Nation,
            Role::Viewer => true,
        }
    }

    /// Whether who holds this role over a place keeps the accounts of those who hold the other one there: a district's are kept by
    /// its province, the committee's by the CD officer, all of them by the department.
    pub fn keeps(self, other: Role, level: AreaLevel) -> bool {
        match self {
            Role::DepartmentOfficer => true,
            Role::ProvinceOfficer => level >= AreaLevel::District,
            Role::CdOfficer => other == Role::CommitteeMember,
            Role::EntryOfficer | Role::CommitteeMember | Role::Viewer => false,
        }
    }

    /// Whether it gives the other role to people. Nobody gives a seat on a committee: that comes with the appointment.
    pub fn grants(self, other: Role, level: AreaLevel) -> bool {
        other != Role::CommitteeMember && self.keeps(other, level)
    }

    /// Whether it reads producers and sheets, not only sums: a single owner's revenue is personal data.
    pub fn reads_figures(self) -> bool {
        match self {
            Role::EntryOfficer | Role::CommitteeMember | Role::CdOfficer | Role::ProvinceOfficer | Role::DepartmentOfficer => true,
            Role::Viewer => false,
        }
    }
}

/// One appointment of a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// What the person may do.
    pub role: Role,
    /// Where.
    pub area: AreaCode,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, included; none while it goes on.
    pub until: Option<NaiveDate>,
    /// The appointment order.
    pub order_number: String,
    /// In which capacity, as the signature block shows it, such as รักษาราชการแทน.
    pub capacity: String,
}

impl Assignment {
    /// Whether it holds on that day in Bangkok.
    pub fn active_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the place is its own or lies inside it.
    pub fn covers(&self, area: &AreaCode) -> bool {
        self.area.contains(area)
    }
}
