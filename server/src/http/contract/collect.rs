//! Which fields an operation comes to, as the specification collects them: conditions decided, fragments spread where they apply, mentions
//! of the same key made one. async-graphql would execute a field as often as it is mentioned (a mutation too), ignores the defaults
//! of variables in conditions, takes an omitted variable for a null, and starts no stream for a subscription's root in a fragment.

use std::collections::HashSet;

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, InlineFragment, OperationDefinition, OperationType, Selection, SelectionSet,
    TypeCondition,
};
use async_graphql::{Name, Positioned, Value, indexmap::IndexMap};
use async_graphql_value::Value as Given;

use super::Contract;

/// The mentions of each key, in the order of the first ones.
type Mentions<'d> = IndexMap<&'d Name, Vec<&'d Positioned<Field>>>;

struct Collector<'d> {
    contract: &'d Contract,
    document: &'d ExecutableDocument,
    operation: &'d OperationDefinition,
    variables: &'d IndexMap<Name, Value>,
}

impl Contract {
    /// A document of one operation, ready to be executed.
    pub fn collect(
        &self,
        document: &ExecutableDocument,
        operation: &Positioned<OperationDefinition>,
        variables: &IndexMap<Name, Value>,
    ) -> ExecutableDocument {
        let collector = Collector {
            contract: self,
            document,
            operation: &operation.node,
            variables,
        };
        let set = &operation.node.selection_set;
        let collected = set.position_node(collector.selection(self.root(operation.node.ty), &[&set.node]));
        let operation = operation.position_node(OperationDefinition {
            selection_set: collected,
            ..shell(&operation.node)
        });
        ExecutableDocument {
            operations: DocumentOperations::Single(operation),
            fragments: std::collections::HashMap::new(),
        }
    }

    pub(super) fn root(&self, kind: OperationType) -> &str {
        let root = &self.schema.schema_definition;
        let root = match kind {
            OperationType::Query => &root.query,
            OperationType::Mutation => &root.mutation,
            OperationType::Subscription => &root.subscription,
        };
        root.as_ref().map_or("", |root| root.name.as_str())
    }
}

/// The operation without its selection.
fn shell(operation: &OperationDefinition) -> OperationDefinition {
    OperationDefinition {
        ty: operation.ty,
        variable_definitions: operation.variable_definitions.clone(),
        directives: Vec::new(),
        selection_set: Positioned::new(SelectionSet::default(), operation.selection_set.pos),
    }
}

/// The name by which the library knows a field. It describes the schema by the words it has for schemas in general; ours has none, and
/// a field that nobody knows is null.
fn known(object: &str, field: &Name) -> Name {
    match (object, field.as_str()) {
        ("__Schema", "description") => Name::new("_"),
        _ => field.clone(),
    }
}

impl<'d> Collector<'d> {
    /// What several selections of one type come to together. Of an interface or union each object has its own.
    fn selection(&self, kind: &str, sets: &[&'d SelectionSet]) -> SelectionSet {
        let items = match self.contract.possible.get(kind) {
            Some(objects) => objects.iter().filter_map(|object| self.on(object, sets)).collect(),
            None => self.fields(kind, sets),
        };
        SelectionSet { items }
    }

    fn on(&self, object: &str, sets: &[&'d SelectionSet]) -> Option<Positioned<Selection>> {
        let items = self.fields(object, sets);
        let at = items.first()?.pos;
        let condition = TypeCondition {
            on: Positioned::new(Name::new(object), at),
        };
        let fragment = InlineFragment {
            type_condition: Some(Positioned::new(condition, at)),
            directives: Vec::new(),
            selection_set: Positioned::new(SelectionSet { items }, at),
        };
        Some(Positioned::new(Selection::InlineFragment(Positioned::new(fragment, at)), at))
    }

    fn fields(&self, object: &str, sets: &[&'d SelectionSet]) -> Vec<Positioned<Selection>> {
        let (mut mentions, mut spread) = (Mentions::new(), HashSet::new());
        for set in sets {
            self.mention(object, set, &mut mentions, &mut spread);
        }
        mentions
            .into_values()
            .filter_map(|mentions| self.field(object, &mentions))
            .collect()
    }

    /// Notes the fields of a selection by their keys. A fragment that has been spread adds nothing when it is spread again.
    fn mention(&self, object: &str, set: &'d SelectionSet, mentions: &mut Mentions<'d>, spread: &mut HashSet<&'d Name>) {
        for item in set.items.iter().filter(|item| self.is_included(item.node.directives())) {
            match &item.node {
                Selection::Field(field) => mentions.entry(&field.node.response_key().node).or_default().push(field),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| self.applies(&condition.node, object)) {
                        self.mention(object, &fragment.node.selection_set.node, mentions, spread);
                    }
                }
                Selection::FragmentSpread(named) => {
                    let name = &named.node.fragment_name.node;
                    let fragment = self.document.fragments.get(name).filter(|_| spread.insert(name));
                    if let Some(fragment) = fragment.filter(|fragment| self.applies(&fragment.node.type_condition.node, object)) {
                        self.mention(object, &fragment.node.selection_set.node, mentions, spread);
                    }
                }
            }
        }
    }

    fn applies(&self, condition: &TypeCondition, object: &str) -> bool {
        let on = condition.on.node.as_str();
        on == object || self.contract.schema.is_subtype(on, object)
    }

    /// One field of all mentions of a key, under the first one's name and arguments: in a valid document they are the same.
    fn field(&self, object: &str, mentions: &[&'d Positioned<Field>]) -> Option<Positioned<Selection>> {
        let first = mentions.first()?;
        let definition = self.contract.schema.type_field(object, &first.node.name.node).ok()?;
        let sets: Vec<&SelectionSet> = mentions.iter().map(|mention| &mention.node.selection_set.node).collect();
        let name = first.node.name.position_node(known(object, &first.node.name.node));
        let renamed = (name != first.node.name).then(|| first.node.name.clone());
        let field = Field {
            alias: first.node.alias.clone().or(renamed),
            name,
            arguments: self.arguments(&first.node),
            directives: Vec::new(),
            selection_set: first
                .node
                .selection_set
                .position_node(self.selection(definition.ty.inner_named_type(), &sets)),
        };
        Some(first.position_node(Selection::Field(first.position_node(field))))
    }

    /// The arguments that are given: not those whose variable is omitted.
    fn arguments(&self, field: &Field) -> Vec<(Positioned<Name>, Positioned<Given>)> {
        let is_given = |(_, value): &&(_, Positioned<Given>)| match &value.node {
            Given::Variable(name) => self.variable(name).is_some(),
            _ => true,
        };
        field.arguments.iter().filter(is_given).cloned().collect()
    }

    /// The value of a variable, or its default; none when it is omitted.
    fn variable(&self, name: &Name) -> Option<&Value> {
        self.variables.get(name).or_else(|| {
            let mut definitions = self.operation.variable_definitions.iter();
            let definition = definitions.find(|definition| definition.node.name.node == *name)?;
            definition.node.default_value.as_ref().map(|value| &value.node)
        })
    }

    fn is_included(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| match directive.node.name.node.as_str() {
            "skip" => !self.holds(&directive.node),
            "include" => self.holds(&directive.node),
            _ => true,
        })
    }

    fn holds(&self, directive: &Directive) -> bool {
        match directive.get_argument("if").map(|condition| &condition.node) {
            Some(Given::Variable(name)) => self.variable(name) == Some(&Value::Boolean(true)),
            Some(Given::Boolean(is)) => *is,
            _ => false,
        }
    }
}
