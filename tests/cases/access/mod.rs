//! Nobody forgets an access rule: every root field of the contract × everybody who may ask, of the place and of elsewhere, × where
//! the report stands. The table is made by asking and stands in docs/access.md for people to read.
//!
//! | file | idea |
//! |---|---|
//! | `fields` | what is asked: a line a root field |
//! | `world` | the places asked about, the people who ask |

mod fields;
mod world;

use fields::{ROOTS, fields, has_place, name};
use futures_util::FutureExt;
use futures_util::future::join_all;
use kit::{Person, Socket, project};
use otop_server::graphql;
use serde_json::Value;
use world::{COLUMNS, Place, STATES, World};

const PAGE: &str = "docs/access.md";
const FROM: &str = "<!-- the table -->\n";
const TO: &str = "\n<!-- the table ends -->";

#[tokio::test]
async fn every_root_field_is_asked() {
    for (_, root, asked) in ROOTS {
        let asked = fields(asked).into_iter().map(|field| name(field).to_owned()).collect();
        assert_eq!(
            sorted(asked),
            sorted(offered(root).await),
            "{root}: write a line for it in fields.rs"
        );
    }
}

#[tokio::test]
async fn a_forgotten_root_field_would_be_seen() {
    let asked = vec!["syncPush".to_owned()];
    assert_ne!(sorted(asked), sorted(offered("Mutation").await));
}

async fn offered(root: &str) -> Vec<String> {
    let question = format!("{{ __type(name: \"{root}\") {{ fields {{ name }} }} }}");
    let told = graphql::builder().finish().execute(question).await.data.into_json().expect("JSON");
    let fields = told["__type"]["fields"].as_array().expect("a list").iter();
    fields.map(|field| field["name"].as_str().unwrap_or_default().to_owned()).collect()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// What somebody is answered, as text.
async fn answered(person: &Person, operation: &str, field: &str) -> String {
    let document = format!("{operation} {{ it: {field} }}");
    match operation {
        "subscription" => followed(person, &document).await,
        _ => person.ask(&document).await.0.to_string(),
    }
}

async fn followed(person: &Person, document: &str) -> String {
    let message = Socket::follow(person, document).await.message().await;
    match message["type"].as_str() {
        Some("error") => serde_json::json!({ "errors": message["payload"] }).to_string(),
        _ => message["payload"].to_string(),
    }
}

/// `yes`, `empty`, `null`, or the code of the refusal.
fn verdict(answer: &str) -> String {
    let answer: Value = serde_json::from_str(answer).expect("JSON");
    let code = &answer["errors"][0]["extensions"]["code"];
    match (code.as_str(), &answer["data"]["it"]) {
        (Some(code), _) => code.to_owned(),
        (None, Value::Null) => "null".to_owned(),
        (None, told) if is_empty(told) => "empty".to_owned(),
        (None, _) => "yes".to_owned(),
    }
}

/// Whether it is an empty list, or an object of nothing else.
fn is_empty(told: &Value) -> bool {
    match told {
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.values().all(|field| field.is_array() && is_empty(field)),
        _ => false,
    }
}

async fn row(world: &World, operation: &str, field: &str, place: &Place) -> Vec<String> {
    let asked = COLUMNS.iter().map(|(_, account)| {
        async move {
            let person = world.person(account, &place.district);
            verdict(&answered(person, operation, &place.spell(field, person)).await)
        }
        .boxed()
    });
    join_all(asked).await
}

/// The rows of one field: those of states that are answered alike in one.
async fn rows(world: &World, operation: &str, field: &str) -> Vec<(String, Vec<String>)> {
    let states = if has_place(field) { STATES.as_slice() } else { &STATES[..1] };
    let mut rows: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for (state, _) in states {
        let verdicts = row(world, operation, field, &world.places[state]).await;
        match rows.iter_mut().find(|(_, alike)| *alike == verdicts) {
            Some((states, _)) => states.push(state),
            None => rows.push((vec![state], verdicts)),
        }
    }
    let any = rows.len() == 1;
    let named = |states: Vec<&str>| if any { "any".to_owned() } else { states.join(" ") };
    rows.into_iter().map(|(states, verdicts)| (named(states), verdicts)).collect()
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

async fn table(world: &World) -> String {
    let headings = ["field", "report"].into_iter().chain(COLUMNS.iter().map(|(heading, _)| *heading));
    let mut table = line(headings.map(str::to_owned));
    table += &line((0..COLUMNS.len() + 2).map(|_| "---".to_owned()));
    for (operation, _, documents) in ROOTS {
        table += &line(
            [format!("**{operation}**")]
                .into_iter()
                .chain((0..=COLUMNS.len()).map(|_| String::new())),
        );
        for field in fields(documents) {
            for (states, verdicts) in rows(world, operation, field).await {
                table += &line([format!("`{}`", name(field)), states].into_iter().chain(verdicts));
            }
        }
    }
    table.trim_end().to_owned()
}

#[tokio::test]
async fn who_may_ask_what() {
    let world = World::new().await;
    let asked = table(&world).await;
    let page = project::text(PAGE);
    let (head, rest) = page.split_once(FROM).expect("where the table begins");
    let (written, tail) = rest.split_once(TO).expect("where it ends");
    if std::env::var_os("OTOP_UPDATE").is_some() {
        std::fs::write(project::root().join(PAGE), format!("{head}{FROM}{asked}{TO}{tail}")).expect("the page can be written");
        return;
    }
    let first = written.lines().zip(asked.lines()).find(|(written, asked)| written != asked);
    assert_eq!(
        first, None,
        "OTOP_UPDATE=1 writes {PAGE} anew; read the difference before it is committed"
    );
    assert_eq!(written.lines().count(), asked.lines().count(), "{PAGE} is not whole");
}

#[tokio::test]
async fn what_is_foreign_and_what_is_not_there_answer_alike() {
    let world = World::new().await;
    let (foreign, unknown) = (&world.places["SUBMITTED"], Place::unknown());
    let mut asked = 0;
    for (operation, _, documents) in ROOTS {
        for field in fields(documents).into_iter().filter(|field| has_place(field)) {
            for (_, account) in COLUMNS
                .iter()
                .filter(|(heading, _)| heading.ends_with("other") || *heading == "nobody")
            {
                let person = world.person(account, &foreign.district);
                let [one, other] = [foreign, &unknown].map(|place| (place, place.spell(field, person)));
                let one = one.0.unnamed(&answered(person, operation, &one.1).await);
                let other = other.0.unnamed(&answered(person, operation, &other.1).await);
                assert_eq!(one, other, "{account} tells them apart by {field}");
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "only {asked} questions");
    // The control: somebody of the place does tell them apart.
    let own = world.person("officer.*", &foreign.district);
    let field = "district(code: \"$DISTRICT\") { code }";
    assert_ne!(
        foreign.unnamed(&answered(own, "query", &foreign.spell(field, own)).await),
        unknown.unnamed(&answered(own, "query", &unknown.spell(field, own)).await),
    );
}
