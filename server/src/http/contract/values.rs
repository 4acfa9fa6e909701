//! Input coercion: whether a value is one of its type. Scalars of our own are asked by their own rule.

use apollo_compiler::ast::{Type, Value as Literal};
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use async_graphql::parser::types::{BaseType, Type as Declared, VariableDefinition};
use async_graphql::{InputType, Name, Pos, Positioned, ServerError, Value, indexmap::IndexMap};
use chrono::{DateTime, Utc};
use otop_schema::{Baht, Cursor, Day, Long, Month, Percent, RefusalCode, Score};

use super::Contract;
use crate::http::guard::coded;

type Verdict = Result<(), String>;
/// A scalar of ours, and the rule by which it is read.
type OwnScalar = (&'static str, fn(&Value) -> Verdict);

/// The scalars of the SDL that the specification does not know.
pub(super) const SCALARS: [OwnScalar; 8] = [
    ("Baht", is::<Baht>),
    ("Cursor", is::<Cursor>),
    ("Date", is::<Day>),
    ("DateTime", is::<DateTime<Utc>>),
    ("Long", is::<Long>),
    ("Month", is::<Month>),
    ("Percent", is::<Percent>),
    ("Score", is::<Score>),
];

fn is<T: InputType>(value: &Value) -> Verdict {
    let read = T::parse(Some(value.clone()));
    read.map(drop).map_err(|error| error.into_server_error(Pos::default()).message)
}

impl Contract {
    /// Whether the variables of an operation have the values they must.
    ///
    /// # Errors
    /// `INVALID`, with the first one that has not.
    pub fn variables(&self, defined: &[Positioned<VariableDefinition>], given: &IndexMap<Name, Value>) -> Result<(), ServerError> {
        for definition in defined {
            let name = &definition.node.name.node;
            let verdict = match given.get(name) {
                Some(value) => self.value(&type_of(&definition.node.var_type.node), value),
                None if definition.node.default_value().is_some() => Ok(()),
                None => Err("it was not given".to_owned()),
            };
            verdict.map_err(|why| wrong(definition, &why))?;
        }
        Ok(())
    }

    /// A value of a variable.
    fn value(&self, kind: &Type, value: &Value) -> Verdict {
        match (kind, value) {
            (Type::NonNullNamed(_) | Type::NonNullList(_), Value::Null) => Err(expected(kind)),
            (_, Value::Null) => Ok(()),
            (Type::List(item) | Type::NonNullList(item), Value::List(values)) => {
                values.iter().try_for_each(|value| self.value(item, value))
            }
            (Type::List(item) | Type::NonNullList(item), value) => self.value(item, value),
            (Type::Named(name) | Type::NonNullNamed(name), value) => self.named(name, value),
        }
    }

    fn named(&self, name: &str, value: &Value) -> Verdict {
        match (self.schema.types.get(name), value) {
            (Some(ExtendedType::InputObject(object)), Value::Object(members)) => self.object(object, members),
            (Some(ExtendedType::Enum(words)), Value::String(word)) if words.values.contains_key(word.as_str()) => Ok(()),
            (Some(ExtendedType::Scalar(_)), value) => scalar(name, value),
            _ => Err(expected(name)),
        }
    }

    fn object(&self, object: &InputObjectType, members: &IndexMap<Name, Value>) -> Verdict {
        if let Some(unknown) = members.keys().find(|name| !object.fields.contains_key(name.as_str())) {
            return Err(format!("{} has no field \"{unknown}\"", object.name));
        }
        one_of(object, members.len(), members.values().any(|value| *value == Value::Null))?;
        for (name, field) in &object.fields {
            match members.get(name.as_str()) {
                Some(value) => self.value(&field.ty, value).map_err(|why| format!("{name}: {why}"))?,
                None if field.is_required() => return Err(format!("{} must have the field \"{name}\"", object.name)),
                None => {}
            }
        }
        Ok(())
    }

    /// A literal that is valid so far: what is left are our own scalars, and the members of a `@oneOf`.
    pub(super) fn literal(&self, kind: &Type, literal: &Literal) -> Verdict {
        match (literal, self.schema.types.get(kind.inner_named_type().as_str())) {
            (Literal::Null | Literal::Variable(_), _) => Ok(()),
            (Literal::List(items), _) => items.iter().try_for_each(|item| self.literal(kind.item_type(), item)),
            (Literal::Object(members), Some(ExtendedType::InputObject(object))) => {
                one_of(object, members.len(), members.iter().any(|(_, value)| value.is_null()))?;
                members.iter().try_for_each(|(name, value)| {
                    let field = object.fields.get(name);
                    field.map_or(Ok(()), |field| self.literal(&field.ty, value))
                })
            }
            (literal, Some(ExtendedType::Scalar(_))) => scalar(kind.inner_named_type(), &constant(literal)),
            _ => Ok(()),
        }
    }
}

fn one_of(object: &InputObjectType, count: usize, has_null: bool) -> Verdict {
    if object.directives.has("oneOf") && (count != 1 || has_null) {
        return Err(format!("{} takes exactly one of its fields, and no null", object.name));
    }
    Ok(())
}

fn scalar(name: &str, value: &Value) -> Verdict {
    let is_of_its_kind = match name {
        "Int" => matches!(value, Value::Number(number) if number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())),
        "Float" => matches!(value, Value::Number(_)),
        "String" => matches!(value, Value::String(_)),
        "Boolean" => matches!(value, Value::Boolean(_)),
        "ID" => matches!(value, Value::String(_)) || matches!(value, Value::Number(number) if number.is_i64() || number.is_u64()),
        _ => return SCALARS.iter().find(|(own, _)| *own == name).map_or(Ok(()), |(_, rule)| rule(value)),
    };
    if is_of_its_kind { Ok(()) } else { Err(expected(name)) }
}

/// A literal without variables as a value.
fn constant(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => Value::String(text.clone()),
        Literal::Boolean(is) => Value::Boolean(*is),
        Literal::Enum(word) => Value::Enum(Name::new(word.as_str())),
        Literal::Int(digits) => digits.as_str().parse().map_or(Value::Null, Value::Number),
        Literal::Float(digits) => digits.as_str().parse().map_or(Value::Null, Value::Number),
        Literal::List(items) => Value::List(items.iter().map(|item| constant(item)).collect()),
        Literal::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| (Name::new(name.as_str()), constant(value)))
                .collect(),
        ),
        Literal::Null | Literal::Variable(_) => Value::Null,
    }
}

fn expected(kind: impl std::fmt::Display) -> String {
    format!("expected {kind}")
}

fn wrong(definition: &Positioned<VariableDefinition>, why: &str) -> ServerError {
    let VariableDefinition { name, var_type, .. } = &definition.node;
    let message = format!("Variable \"${}\" must be a value of {}: {why}.", name.node, var_type.node);
    coded(ServerError::new(message, Some(definition.pos)), RefusalCode::Invalid)
}

/// A declared type in the words of the schema.
fn type_of(declared: &Declared) -> Type {
    let kind = match &declared.base {
        BaseType::Named(name) => Type::Named(apollo_compiler::Name::new_unchecked(name)),
        BaseType::List(item) => Type::List(Box::new(type_of(item))),
    };
    if declared.nullable { kind } else { kind.non_null() }
}
