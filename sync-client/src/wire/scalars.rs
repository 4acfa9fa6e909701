//! The words of `otop-schema` are the scalars and enums of the contract; enums arrive as [`Known`].

use chrono::{DateTime, NaiveDate, Utc};

use super::schema;
use crate::known::Known;

cynic::impl_scalar!(otop_schema::Month, schema::Month);
cynic::impl_scalar!(otop_schema::Baht, schema::Baht);
cynic::impl_scalar!(otop_schema::Long, schema::Long);
cynic::impl_scalar!(otop_schema::Cursor, schema::Cursor);
cynic::impl_scalar!(NaiveDate, schema::Date);
cynic::impl_scalar!(DateTime<Utc>, schema::DateTime);

macro_rules! known_enums {
    ($($name:ident),+) => {$(
        impl cynic::Enum for Known<otop_schema::$name> {
            type SchemaType = schema::$name;
        }
        cynic::impl_coercions!(Known<otop_schema::$name>, schema::$name);
    )+};
}
known_enums!(
    Category,
    DocumentKind,
    EstimatePeriod,
    ExceptionRequestState,
    MilestoneAct,
    MilestoneLevel,
    OperationOutcome,
    ProducerKind,
    RefusalCode,
    Role,
    SheetState,
    Status
);
