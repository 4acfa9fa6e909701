//! The sizes that arguments ask for: literally, by a variable, or by a variable's default.

use std::collections::HashMap;

use async_graphql::Value as ConstValue;
use async_graphql::parser::types::{Field, OperationDefinition};
use async_graphql_value::Value;
use otop_schema::Month;

use super::catalogue::{Entry, Repeats};
use crate::http::parameters::Members;

/// The longest period that is answered.
pub const MONTHS: u64 = 120;
/// The largest page that is answered; a larger one is refused by its field.
const PAGE: u64 = 10_000;

/// The values of the operation's variables, defaults included, by name.
#[derive(Debug, Default)]
pub struct Given<'d>(HashMap<&'d str, &'d ConstValue>);

/// A value in the document, or one that came with it.
#[derive(Debug, Clone, Copy)]
enum Seen<'v> {
    Literal(&'v Value),
    Known(&'v ConstValue),
}

impl<'d> Given<'d> {
    /// What an operation's variables stand for.
    pub fn to(operation: &'d OperationDefinition, variables: &'d Members) -> Self {
        let given = operation.variable_definitions.iter().filter_map(|definition| {
            let definition = &definition.node;
            let default = definition.default_value.as_ref().map(|value| &value.node);
            let value = variables.get(&definition.name.node).or(default)?;
            Some((definition.name.node.as_str(), value))
        });
        Self(given.collect())
    }

    /// How often a field repeats its selection; `None` where the months further up say it.
    pub fn times(&self, entry: &Entry, field: &Field) -> Option<u64> {
        match entry.repeats {
            Repeats::Times(times) => Some(times),
            Repeats::Page(usual) => Some(self.page(field).unwrap_or(usual)),
            Repeats::Between => Some(self.between(self.argument(field, "from"), self.argument(field, "to"))),
            Repeats::Monthly => None,
        }
    }

    /// The months of a field's period; what cannot be read counts as the longest, validation or the field will refuse it.
    pub fn months(&self, field: &Field) -> u64 {
        let Some(period) = self.argument(field, "period") else {
            return MONTHS;
        };
        if let Some(range) = self.member(period, "range") {
            return self.between(self.member(range, "from"), self.member(range, "to"));
        }
        let has = |name| self.member(period, name).is_some();
        match (has("month"), has("fiscalYear") || has("round")) {
            (true, false) => 1,
            (false, true) => 12,
            _ => MONTHS,
        }
    }

    fn page(&self, field: &Field) -> Option<u64> {
        let size = self.argument(field, "first").or_else(|| self.argument(field, "limit"))?;
        let number = match size {
            Seen::Literal(Value::Number(number)) | Seen::Known(ConstValue::Number(number)) => number,
            _ => return None,
        };
        Some(number.as_u64().unwrap_or_default().min(PAGE))
    }

    fn between(&self, from: Option<Seen<'_>>, to: Option<Seen<'_>>) -> u64 {
        let months = from.and_then(month).zip(to.and_then(month)).map(|(from, to)| to.months_since(from));
        let months = months.and_then(|months| u64::try_from(months.saturating_add(1)).ok());
        months.map_or(MONTHS, |months| months.min(MONTHS))
    }

    fn argument<'v>(&'v self, field: &'v Field, name: &str) -> Option<Seen<'v>> {
        field.get_argument(name).and_then(|value| self.seen(&value.node))
    }

    fn seen<'v>(&'v self, value: &'v Value) -> Option<Seen<'v>> {
        match value {
            Value::Variable(name) => self.0.get(name.as_str()).map(|value| Seen::Known(value)),
            literal => Some(Seen::Literal(literal)),
        }
    }

    /// A member of an object that is not null.
    fn member<'v>(&'v self, object: Seen<'v>, name: &str) -> Option<Seen<'v>> {
        let member = match object {
            Seen::Literal(Value::Object(members)) => self.seen(members.get(name)?)?,
            Seen::Known(ConstValue::Object(members)) => Seen::Known(members.get(name)?),
            Seen::Literal(_) | Seen::Known(_) => return None,
        };
        (!matches!(member, Seen::Literal(Value::Null) | Seen::Known(ConstValue::Null))).then_some(member)
    }
}

fn month(text: Seen<'_>) -> Option<Month> {
    match text {
        Seen::Literal(Value::String(text)) | Seen::Known(ConstValue::String(text)) => text.parse().ok(),
        _ => None,
    }
}
