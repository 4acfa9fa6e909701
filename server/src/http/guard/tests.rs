//! What passes, what does not, and how much looking that takes.

use otop_schema::DOCUMENTS;
use serde_json::{Value, json};

use super::*;

/// The widest question of a dashboard: nation, 878 districts, 12 months.
const DASHBOARD: &str = "query Dashboard($year: Int!) { nation { nameTh rollup(period: { fiscalYear: $year }) { revenue }
    provinces { code nameTh rollup(period: { fiscalYear: $year }) { revenue }
    districts { code nameTh rollup(period: { fiscalYear: $year }) { revenue byMonth { month revenue } completeness { roster reported } } } } } }";

/// What graphql-js asks for when a tool wants to know the schema (`getIntrospectionQuery`).
const INTROSPECTION: &str = "query IntrospectionQuery {
    __schema { queryType { name kind } mutationType { name kind } subscriptionType { name kind } types { ...FullType }
        directives { name description locations args { ...InputValue } } } }
    fragment FullType on __Type { kind name description
        fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
        inputFields { ...InputValue } interfaces { ...TypeRef }
        enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
    fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

fn members(variables: Value) -> Members {
    let Ok(async_graphql::Value::Object(members)) = async_graphql::Value::from_json(variables) else {
        panic!("an object was expected");
    };
    members
}

fn found(text: &str, variables: Value) -> Result<Finding, ServerError> {
    let document = parse(text)?;
    Guard::new().unwrap().measure(&document, None, &members(variables))
}

fn cost(text: &str, variables: Value) -> u64 {
    found(text, variables)
        .unwrap_or_else(|error| panic!("{}\n{text}", error.message))
        .cost
}

/// `ok`, or the limit that was met, or the code where it was none.
fn verdict(text: &str) -> String {
    let Err(error) = found(text, json!({})) else {
        return "ok".to_owned();
    };
    let values = error.extensions.unwrap_or_default();
    let word = values.get("rule").or(values.get("code")).map(ToString::to_string);
    word.unwrap_or_default().trim_matches('"').to_owned()
}

/// Fragments that spread each other: 2^doublings fields in 33 bytes a doubling.
fn bomb(doublings: u32, leaf: &str) -> String {
    let mut bomb = String::from("{ ...F0 }");
    for index in 0..doublings {
        bomb.push_str(&format!(" fragment F{index} on Query {{ ...F{0} ...F{0} }}", index + 1));
    }
    bomb + &format!(" fragment F{doublings} on Query {{ {leaf} }}")
}

/// Selections inside each other, the root included.
fn deep(levels: usize) -> String {
    format!("{}a{}", "{ a ".repeat(levels - 1) + "{ ", "} ".repeat(levels))
}

/// A selection of so many items.
fn times(count: usize, item: impl Fn(usize) -> String) -> String {
    format!("{{ {} }}", (0..count).map(item).collect::<String>())
}

#[test]
fn ordinary_documents_pass() {
    for text in [
        "{ me { name } }",
        "query A { ...F } fragment F on Query { me { name } }",
        "{ a(text: \"}}}{{{\\\"[[[\") # {{{{\n }",
        "{ a(text: \"\"\"\\\"\"\" [[[ \"\"\") }",
    ] {
        assert_eq!(verdict(text), "ok", "{text}");
    }
}

#[test]
fn whatever_our_clients_and_tools_ask_passes() {
    let mut asked: Vec<(&str, &str)> = DOCUMENTS.to_vec();
    asked.extend([("dashboard", DASHBOARD), ("introspection", INTROSPECTION)]);
    let costs: Vec<String> = asked
        .iter()
        .map(|(name, text)| format!("{name} {}", cost(text, json!({ "year": 2566 }))))
        .collect();
    let expected =
        "Desk 87, Pull 61001, Push 14005, RecordEvidence 2, Sent 501, Watch 1001, Year 3319, dashboard 29569, introspection 85552";
    assert_eq!(costs.join(", "), expected);
}

#[test]
fn the_cost_knows_how_long_lists_are() {
    let months =
        |period: &str, header: &str| format!("query{header} {{ nation {{ rollup(period: {period}) {{ byMonth {{ month revenue }} }} }} }}");
    let page = |first: &str, header: &str| format!("query{header} {{ district(code: \"2701\") {{ producers{first} {{ totalCount }} }} }}");
    for (expected, text, variables) in [
        (2, "{ me { name } }".to_owned(), json!({})),
        (78, "{ nation { provinces { code } } }".to_owned(), json!({})),
        (27, months("{ fiscalYear: 2566 }", ""), json!({})),
        (5, months("$p", "($p: PeriodInput!)"), json!({ "p": { "month": "2023-02" } })),
        (
            63,
            months("{ range: { from: \"2020-01\", to: $to } }", "($to: Month!)"),
            json!({ "to": "2022-06" }),
        ),
        (243, months("$p", "($p: PeriodInput!)"), json!({})),
        (52, page("", ""), json!({})),
        (7, page("(first: 5)", ""), json!({})),
        (22, page("(first: $n)", "($n: Int = 20)"), json!({})),
        (102, page("(first: $n)", "($n: Int = 20)"), json!({ "n": 100 })),
    ] {
        assert_eq!(cost(&text, variables), expected, "{text}");
    }
}

#[test]
fn only_the_operation_asked_for_costs() {
    let two = "query A { ...F } query B { me { name } } fragment F on Query { nation { provinces { code } } }";
    let cost = |name| {
        let found = Guard::new().unwrap().measure(&parse(two).unwrap(), Some(name), &Members::new());
        found.unwrap().cost
    };
    assert_eq!([cost("A"), cost("B"), cost("C")], [78, 2, 0]);
}

#[test]
fn fragments_that_double_are_measured_not_walked() {
    for doublings in 10..=31 {
        for leaf in ["me { name }", "...Nowhere"] {
            let found = verdict(&bomb(doublings, leaf));
            assert!(found == "selections" || found == "levels", "2^{doublings} {leaf}: {found}");
        }
    }
    assert_eq!(verdict(&bomb(3, "me { name }")), "ok", "the measure lets small ones pass");
}

#[test]
fn fragments_that_contain_themselves_are_refused() {
    let cycle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    assert_eq!(verdict(cycle), "INVALID");
    assert_eq!(
        verdict(&cycle.replace("{ ...A } fragment A", "{ me { name } } fragment A")),
        "INVALID",
        "also where nobody spreads them"
    );
}

#[test]
fn each_limit_bites_one_beyond_it() {
    let nested = |count: usize| format!("{{ a(x: {}{}) }}", "[".repeat(count), "]".repeat(count));
    let argued = |count: usize| format!("{{ a({}) }}", (0..count).map(|index| format!("a{index}: 1 ")).collect::<String>());
    let spread = |count: usize| {
        format!(
            "{{ {} }} fragment F on Query {{ a(x: [{}]) }}",
            "...F ".repeat(count),
            "1 ".repeat(98)
        )
    };
    let unused = |count: usize| format!("{{ a }} fragment F on Query {{ {} }}", "a ".repeat(count));
    let mutation = |count: usize, field: &str| format!("mutation {{ {} }}", field.repeat(count));
    let bytes = |count: usize| format!("{{ a }}{}", " ".repeat(count - 5));
    for (rule, within, beyond) in [
        ("bytes", bytes(16 * 1024), bytes(16 * 1024 + 1)),
        ("brackets", nested(62), nested(63)),
        (
            "tokens",
            times(1_666, |_| "a:a".to_owned() + " ").replace("a:a", "a"),
            times(4_999, |_| "a ".to_owned()),
        ),
        ("name", times(1, |_| "a".repeat(128)), times(1, |_| "a".repeat(129))),
        (
            "directives",
            times(1, |_| "a ".to_owned() + &"@x ".repeat(100)),
            times(1, |_| "a ".to_owned() + &"@x ".repeat(101)),
        ),
        ("levels", deep(30), deep(31)),
        ("arguments", argued(10), argued(11)),
        (
            "selections",
            format!("{{ a {} }}", times(1_999, |_| "a ".to_owned())),
            format!("{{ a {} }}", times(2_000, |_| "a ".to_owned())),
        ),
        ("selections", unused(1_999), unused(2_000)),
        ("parts", spread(101), spread(102)),
        (
            "aliases",
            format!("{{ a {} }}", times(200, |index| format!("a{index}: b "))),
            format!("{{ a {} }}", times(201, |index| format!("a{index}: b "))),
        ),
        ("roots", times(40, |_| "a ".to_owned()), times(41, |_| "a ".to_owned())),
        ("mutations", mutation(10, "submitReport "), mutation(11, "submitReport ")),
        ("alone", mutation(1, "syncPush "), mutation(2, "syncPush ")),
        (
            "alone",
            mutation(1, "pushRevenueEntry "),
            mutation(1, "pushRevenueEntry renameArea "),
        ),
        (
            "cost",
            "{ nation { provinces { districts { producers(first: 70) { nodes { id name } } } } } }".to_owned(),
            "{ nation { provinces { districts { producers(first: 80) { nodes { id name } } } } } }".to_owned(),
        ),
    ] {
        assert_eq!(verdict(&beyond), rule, "{}", &beyond[..beyond.len().min(60)]);
        let found = verdict(&within);
        assert!(found != rule, "{rule}: {}", &within[..within.len().min(60)]);
    }
}

#[test]
fn known_attacks_are_refused() {
    let overlap = format!(
        "{{ {} }} fragment F on Query {{ {} }}",
        "nation { ...F } ".repeat(300),
        "code ".repeat(300)
    );
    let arguments = format!(
        "{{ {} }}",
        format!("a({}) ", (0..800).map(|index| format!("a{index}:1 ")).collect::<String>()).repeat(2)
    );
    for (rule, text) in [
        ("selections", overlap),
        ("bytes", times(90_000, |_| "me { name } ".to_owned())),
        (
            "bytes",
            times(1, |_| {
                format!("a(x: {}{})", "[".repeat(5_000), "]".repeat(5_000)) + &" ".repeat(10_000)
            }),
        ),
        (
            "brackets",
            times(1, |_| format!("a(x: {}{})", "[".repeat(5_000), "]".repeat(5_000))),
        ),
        ("bytes", times(1, |_| "a ".to_owned() + &"@include(if: true) ".repeat(10_000))),
        ("tokens", times(1, |_| "a ".to_owned() + &"@x ".repeat(5_000))),
        (
            "aliases",
            format!("{{ nation {} }}", times(1_000, |index| format!("a{index}: code "))),
        ),
        ("arguments", arguments),
    ] {
        assert_eq!(verdict(&text), rule, "{}", &text[..40]);
    }
}

#[test]
fn a_refusal_says_what_was_found() {
    let error = found(&times(41, |_| "a ".to_owned()), json!({})).unwrap_err();
    assert_eq!(
        error.message,
        "คำขอใหญ่เกินไป (roots 41 > 40) / The query is too large: 41 of at most 40 (fields at the root of a query)."
    );
}

#[test]
fn a_syntax_error_is_invalid() {
    assert_eq!(verdict("{ a"), "INVALID");
    assert_eq!(verdict(""), "INVALID");
}

/// How many looks a text takes before it is parsed and a document after, whatever comes out.
fn looks(text: &str) -> (usize, u64) {
    let scanned = text::scan(text).unwrap_or_default();
    let document = parse(text).unwrap();
    let guard = Guard::new().unwrap();
    let mut scale = Scale::new(&document, &guard.0, Given::default());
    for (_, operation) in document.operations.iter() {
        scale.operation(&operation.node.selection_set.node, root(operation.node.ty)).ok();
    }
    scale.unused_fragments().ok();
    (scanned, scale.steps)
}

#[test]
fn the_guard_looks_at_every_byte_once() {
    let mut texts: Vec<String> = (10..=31).map(|doublings| bomb(doublings, "me { name }")).collect();
    texts.push(DASHBOARD.to_owned());
    texts.push(INTROSPECTION.to_owned());
    texts.push(times(2_000, |_| "a ".to_owned()));
    texts.push(format!(
        "{{ {} }} fragment F on Query {{ a(x: [{}]) }}",
        "...F ".repeat(500),
        "1 ".repeat(1_000)
    ));
    for text in texts {
        let bytes = text.len();
        let (scanned, measured) = looks(&text);
        assert_eq!(scanned, bytes);
        assert!(
            measured <= u64::try_from(bytes).unwrap(),
            "{measured} looks at {bytes} bytes: {}",
            &text[..60]
        );
    }
}

#[test]
fn without_memory_the_same_walk_doubles() {
    /// The walk that every stock layer makes.
    fn naive(document: &ExecutableDocument, set: &async_graphql::parser::types::SelectionSet) -> u64 {
        use async_graphql::parser::types::Selection;
        let inside = set.items.iter().map(|item| match &item.node {
            Selection::Field(field) => naive(document, &field.node.selection_set.node),
            Selection::InlineFragment(fragment) => naive(document, &fragment.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                let fragment = document.fragments.get(&spread.node.fragment_name.node);
                fragment.map_or(0, |fragment| naive(document, &fragment.node.selection_set.node))
            }
        });
        inside.map(|inside| inside + 1).sum()
    }
    let text = bomb(16, "me { name }");
    let document = parse(&text).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let walked = naive(&document, &operation.node.selection_set.node);
    assert!(
        walked > 100 * u64::try_from(text.len()).unwrap(),
        "{walked} steps: the control walks what the guard measures"
    );
}
