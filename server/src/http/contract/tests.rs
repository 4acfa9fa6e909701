use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Name, Value, indexmap::IndexMap};
use serde_json::json;

use super::Contract;
use super::values::SCALARS;

const SDL: &str = "
    type Query { a: Int  item(id: ID!, first: Int = 5, when: When): Item  any: Any }
    type Mutation { add(n: Int): Item }
    type Subscription { items: Item! }
    interface Node { id: ID! }
    type Item implements Node { id: ID!  name: String  items: [Item!]! }
    type Other implements Node { id: ID!  size: Int }
    union Any = Item | Other
    input When @oneOf { month: Month  year: Int }
    scalar Month
    directive @oneOf on INPUT_OBJECT";

fn contract() -> Contract {
    Contract::read(SDL).unwrap()
}

fn members(value: serde_json::Value) -> IndexMap<Name, Value> {
    match Value::from_json(value) {
        Ok(Value::Object(members)) => members,
        _ => IndexMap::new(),
    }
}

fn collected(text: &str, variables: serde_json::Value) -> String {
    let document = parse_query(text).unwrap();
    contract().validate(text).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    printed(&contract().collect(&document, operation, &members(variables)))
}

/// The fields of an operation as text, arguments and all.
fn printed(document: &ExecutableDocument) -> String {
    let (_, operation) = document.operations.iter().next().unwrap();
    assert!(document.fragments.is_empty());
    selection(&operation.node.selection_set.node)
}

fn selection(set: &async_graphql::parser::types::SelectionSet) -> String {
    use async_graphql::parser::types::Selection;
    let items = set.items.iter().map(|item| match &item.node {
        Selection::Field(field) => {
            let arguments: Vec<String> = field
                .node
                .arguments
                .iter()
                .map(|(name, value)| format!("{name}: {}", value.node))
                .collect();
            let arguments = if arguments.is_empty() {
                String::new()
            } else {
                format!("({})", arguments.join(", "))
            };
            let name = match &field.node.alias {
                Some(alias) => format!("{alias}: {}", field.node.name),
                None => field.node.name.to_string(),
            };
            format!("{name}{arguments}{}", braced(&field.node.selection_set.node))
        }
        Selection::InlineFragment(fragment) => {
            let on = fragment
                .node
                .type_condition
                .as_ref()
                .map(|condition| condition.node.on.to_string())
                .unwrap();
            format!("on {on}{}", braced(&fragment.node.selection_set.node))
        }
        Selection::FragmentSpread(spread) => format!("...{}", spread.node.fragment_name),
    });
    items.collect::<Vec<_>>().join(" ")
}

fn braced(set: &async_graphql::parser::types::SelectionSet) -> String {
    if set.items.is_empty() {
        String::new()
    } else {
        format!(" {{ {} }}", selection(set))
    }
}

#[test]
fn one_key_is_one_field() {
    let text = "{ item(id: 1) { name } a b: a ...F item(id: 1) { id } } fragment F on Query { item(id: 1) { items { id } } a }";
    assert_eq!(collected(text, json!({})), "item(id: 1) { name items { id } id } a b: a");
    let text = "mutation { add(n: 1) { id } ... { add(n: 1) { name } } }";
    assert_eq!(collected(text, json!({})), "add(n: 1) { id name }");
}

#[test]
fn conditions_are_decided_by_values_and_defaults() {
    let text = "query ($yes: Boolean = true, $no: Boolean!) { a @skip(if: $yes) b: a @include(if: $yes) c: a @include(if: $no) ... @skip(if: $no) { d: a } }";
    assert_eq!(collected(text, json!({ "no": false })), "b: a d: a");
    assert_eq!(collected(text, json!({ "yes": false, "no": true })), "a c: a");
}

#[test]
fn objects_behind_an_interface_have_each_their_own() {
    let text = "{ any { ... on Node { id } ... on Item { name id } } }";
    assert_eq!(collected(text, json!({})), "any { on Item { id name } on Other { id } }");
    let text = "{ item(id: 1) { ... on Node { id ... on Other { size } } } }";
    assert_eq!(collected(text, json!({})), "item(id: 1) { id }");
}

#[test]
fn an_omitted_variable_is_an_omitted_argument() {
    let text = "query ($first: Int, $when: When) { item(id: 1, first: $first, when: $when) { id } }";
    assert_eq!(collected(text, json!({})), "item(id: 1) { id }");
    assert_eq!(collected(text, json!({ "first": null })), "item(id: 1, first: $first) { id }");
}

#[test]
fn a_subscription_keeps_its_root_in_no_fragment() {
    let text = "subscription { ...F } fragment F on Subscription { ... { items { id } } }";
    assert_eq!(collected(text, json!({})), "items { id }");
    for text in [
        "subscription { items { id } b: items { id } }",
        "subscription { __typename }",
        "subscription { ...F } fragment F on Subscription { items { id } b: items { id } }",
    ] {
        assert!(contract().validate(text).is_err(), "{text}");
    }
}

#[test]
fn literals_of_our_own_scalars_are_read() {
    let with = |literal: &str| contract().validate(&format!("{{ item(id: 1, when: {literal}) {{ id }} }}"));
    assert!(with("{ month: \"2023-02\" }").is_ok());
    for literal in [
        "{ month: \"2023-13\" }",
        "{ month: 7 }",
        "{ month: null }",
        "{}",
        "{ month: \"2023-02\", year: 1 }",
    ] {
        let problems = with(literal).unwrap_err();
        assert_eq!(problems.len(), 1, "{literal}");
        assert_eq!(problems[0].locations[0].column, 21, "{literal}");
    }
}

#[test]
fn variables_are_values_of_their_types() {
    let verdict = |kind: &str, given: serde_json::Value| {
        let document = parse_query(format!("query ($x: {kind}) {{ a }}")).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        contract()
            .variables(&operation.node.variable_definitions, &members(given))
            .map_err(|error| error.message)
    };
    for (kind, given) in [
        ("Int", json!({})),
        ("Int", json!({ "x": null })),
        ("Int! = 1", json!({})),
        ("Int!", json!({ "x": 2_147_483_647 })),
        ("[Int!]!", json!({ "x": 1 })),
        ("[[Int]]", json!({ "x": [[1, null], null] })),
        ("ID!", json!({ "x": 2706 })),
        ("When!", json!({ "x": { "month": "2023-02" } })),
    ] {
        assert_eq!(verdict(kind, given.clone()), Ok(()), "{kind} {given}");
    }
    for (kind, given, why) in [
        ("Int!", json!({}), "not given"),
        ("Int!", json!({ "x": null }), "expected Int!"),
        ("Int", json!({ "x": 2_147_483_648_i64 }), "expected Int"),
        ("Int", json!({ "x": "1" }), "expected Int"),
        ("[Int!]", json!({ "x": [1, null] }), "expected Int!"),
        ("ID", json!({ "x": true }), "expected ID"),
        ("String", json!({ "x": ["a"] }), "expected String"),
        ("When", json!({ "x": { "week": 1 } }), "no field \"week\""),
        ("When", json!({ "x": {} }), "exactly one"),
        ("When", json!({ "x": { "month": null } }), "exactly one"),
        ("When", json!({ "x": { "month": "2023-13" } }), "month: "),
        ("Month", json!({ "x": "2023" }), "Month"),
    ] {
        let said = verdict(kind, given.clone()).unwrap_err();
        assert!(said.contains(why), "{kind} {given}: {said}");
    }
}

#[test]
fn every_scalar_of_the_contract_has_its_rule() {
    let sdl = crate::graphql::sdl();
    let ours = Contract::read(&sdl).unwrap();
    let scalars = ours.schema.types.iter().filter(|(_, kind)| kind.is_scalar() && !kind.is_built_in());
    let mut names: Vec<&str> = scalars.map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, SCALARS.map(|(name, _)| name));
}

#[test]
fn the_kind_of_an_operation_names_its_root() {
    let roots = [OperationType::Query, OperationType::Mutation, OperationType::Subscription];
    assert_eq!(
        roots.map(|kind| contract().root(kind).to_owned()),
        ["Query", "Mutation", "Subscription"]
    );
}

#[test]
fn an_unknown_field_is_told_of_once() {
    let messages = |text: &str| {
        let problems = contract().validate(text).unwrap_err();
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(
        messages("{ item(id: 1) { colour } }"),
        ["type `Item` does not have a field `colour`"]
    );
    assert_eq!(messages("{ item(id: 1) }").len(), 1);
}
