//! What a month still wants before it is consolidated: the list of a province's districts, and the department's of its provinces. The
//! rule is `otop_schema::MonthStands`; reports and papers are read by `place/`, for all districts of a question together.

mod district;
mod province;

pub use district::DistrictCheck;
pub use province::ProvinceCheck;
