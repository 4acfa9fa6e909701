//! Hand-written SQL that PostgreSQL prepares once per connection.
//!
//! diesel never caches a `sql_query` as a prepared statement; the busiest statements of this server are hand-written, so
//! they go through [`sql`] instead. Parameters stand in the text as `$1`, `$2` … , each once and in that order.

use diesel::expression::AsExpression;
use diesel::expression::TypedExpressionType;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{SqlType, Untyped};

/// A statement and its bound parameters.
pub struct Statement<'a> {
    text: &'static str,
    parameters: Vec<Box<dyn QueryFragment<Pg> + Send + Sync + 'a>>,
}

/// A prepared statement from static text, usually an `.sql` file beside the struct it fills.
#[must_use]
pub fn sql(text: &'static str) -> Statement<'static> {
    Statement {
        text,
        parameters: Vec::new(),
    }
}

impl<'a> Statement<'a> {
    /// Binds the next parameter.
    #[must_use]
    pub fn bind<'b, Type, Value>(self, value: Value) -> Statement<'b>
    where
        'a: 'b,
        Type: SqlType + TypedExpressionType,
        Value: AsExpression<Type>,
        Value::Expression: QueryFragment<Pg> + Send + Sync + 'b,
    {
        let mut parameters: Vec<Box<dyn QueryFragment<Pg> + Send + Sync + 'b>> = Vec::with_capacity(self.parameters.len() + 1);
        parameters.extend(self.parameters.into_iter().map(|parameter| parameter as Box<_>));
        parameters.push(Box::new(value.as_expression()));
        Statement {
            text: self.text,
            parameters,
        }
    }
}

impl QueryFragment<Pg> for Statement<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut rest = self.text;
        for (index, parameter) in self.parameters.iter().enumerate() {
            let mark = format!("${}", index + 1);
            let (before, after) = rest.split_once(&mark).unwrap_or((rest, ""));
            out.push_sql(before);
            parameter.walk_ast(out.reborrow())?;
            rest = after;
        }
        out.push_sql(rest);
        Ok(())
    }
}

impl Query for Statement<'_> {
    type SqlType = Untyped;
}

/// No static id: the cache then goes by the text, which is what tells two statements apart.
impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
