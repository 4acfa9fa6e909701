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

use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema};

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
        let schema = Schema::parse_and_validate(sdl, "schema.graphql").map_err(|refused| Error::internal(refused.errors))?;
        let possible = possible(&schema);
        Ok(Self { schema, possible })
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
