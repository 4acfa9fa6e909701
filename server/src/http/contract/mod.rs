//! The contract as the specification reads it. async-graphql executes what it is given; what may be given to it is decided here:
//! whether a document is valid, whether its variables are values of their types, and which fields it comes to.
//!
//! | file | what it holds |
//! |---|---|
//! | `document` | a document that is valid, checked once |
//! | `values` | values of variables, and literals of scalars that only we know |
//! | `collect` | the operation as it is executed: without fragments, conditions, or a key named twice |

mod collect;
mod document;
mod values;

use std::collections::HashMap;

use apollo_compiler::ast::{DirectiveList, FieldDefinition};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema, name, ty};

use crate::error::{Error, Result};

/// The schema by its text.
pub struct Contract {
    schema: Valid<Schema>,
    /// The objects that an interface or a union may turn out to be.
    possible: HashMap<Name, Vec<Name>>,
}

impl Contract {
    /// Reads the SDL.
    ///
    /// # Errors
    /// When it is no valid schema.
    pub fn read(sdl: &str) -> Result<Self> {
        let mut schema = Schema::parse(sdl, "schema.graphql").map_err(|refused| Error::internal(refused.errors))?;
        know_one_of(&mut schema);
        let schema = schema.validate().map_err(|refused| Error::internal(refused.errors))?;
        let possible = possible(&schema);
        Ok(Self { schema, possible })
    }
}

/// `__Type.isOneOf` is younger than the library's introspection.
fn know_one_of(schema: &mut Schema) {
    if let Some(ExtendedType::Object(kind)) = schema.types.get_mut("__Type") {
        let field = FieldDefinition {
            description: None,
            name: name!("isOneOf"),
            arguments: Vec::new(),
            ty: ty!(Boolean),
            directives: DirectiveList::default(),
        };
        kind.make_mut().fields.insert(field.name.clone(), field.into());
    }
}

fn possible(schema: &Schema) -> HashMap<Name, Vec<Name>> {
    let interfaces = schema.implementers_map().into_iter();
    let interfaces = interfaces.map(|(name, implementers)| (name, implementers.objects.into_iter().collect()));
    let unions = schema.types.iter().filter_map(|(name, kind)| {
        let members = &kind.as_union()?.members;
        Some((name.clone(), members.iter().map(|member| member.name.clone()).collect()))
    });
    interfaces.chain(unions).collect()
}

#[cfg(test)]
mod tests;
