//! A document that is valid by every rule of the specification.

use apollo_compiler::ExecutableDocument as TypedDocument;
use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::parser::{LineColumn, SourceMap};
use apollo_compiler::response::GraphQLError;
use async_graphql::{Pos, ServerError};
use otop_schema::RefusalCode;

use super::Contract;
use crate::http::answer::ERRORS;
use crate::http::guard::coded;

impl Contract {
    /// Validates a document: it depends on nothing but its text, so a text that passed once passes always.
    ///
    /// # Errors
    /// The rules it breaks, `INVALID`; of many the first ones.
    pub fn validate(&self, text: &str) -> Result<(), Vec<ServerError>> {
        let document = TypedDocument::parse_and_validate(&self.schema, text, "document.graphql");
        let document = document.map_err(|refused| told(refused.errors.iter().map(|error| error.to_json()).collect()))?;
        let mut problems = Vec::new();
        for operation in document.operations.iter() {
            self.literals(&document.sources, &operation.selection_set, &mut problems);
        }
        for fragment in document.fragments.values() {
            self.literals(&document.sources, &fragment.selection_set, &mut problems);
        }
        problems.truncate(ERRORS);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The arguments of a selection, down to its spreads.
    fn literals(&self, sources: &SourceMap, set: &SelectionSet, problems: &mut Vec<ServerError>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    self.literals_of(sources, field, problems);
                    self.literals(sources, &field.selection_set, problems);
                }
                Selection::InlineFragment(fragment) => self.literals(sources, &fragment.selection_set, problems),
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn literals_of(&self, sources: &SourceMap, field: &Field, problems: &mut Vec<ServerError>) {
        for argument in &field.arguments {
            let Some(definition) = field.definition.argument_by_name(&argument.name) else {
                continue;
            };
            if let Err(problem) = self.literal(&definition.ty, &argument.value) {
                let place = argument.value.line_column_range(sources).map(|range| place(range.start));
                problems.push(coded(ServerError::new(problem, place), RefusalCode::Invalid));
            }
        }
    }
}

/// What the library says of a selection whose fields are all unknown, beside saying so of each of them.
const AS_GOOD_AS_EMPTY: &str = "interface, union and object types must have a subselection set";

fn told(mut errors: Vec<GraphQLError>) -> Vec<ServerError> {
    if errors.iter().any(|error| error.message != AS_GOOD_AS_EMPTY) {
        errors.retain(|error| error.message != AS_GOOD_AS_EMPTY);
    }
    errors.into_iter().take(ERRORS).map(server_error).collect()
}

fn server_error(error: GraphQLError) -> ServerError {
    let place = error.locations.first().copied().map(place);
    coded(ServerError::new(error.message, place), RefusalCode::Invalid)
}

fn place(LineColumn { line, column }: LineColumn) -> Pos {
    Pos { line, column }
}
