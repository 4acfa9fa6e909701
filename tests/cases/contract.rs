//! What is said on the wire is text both sides can read: the server writes `schema.graphql`, the laptop writes `operations/`,
//! and each is held to the other.

use std::sync::Arc;

use async_graphql::async_trait::async_trait;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation};
use async_graphql::{ServerError, ValidationResult};
use kit::project;
use otop_server::graphql;

const CONTRACT: &str = "schema/schema.graphql";

#[test]
fn the_contract_is_what_the_server_says() {
    let said = graphql::sdl();
    if std::env::var_os("OTOP_UPDATE").is_some() {
        std::fs::write(project::root().join(CONTRACT), &said).expect("the project can be written");
    }
    let written = project::text(CONTRACT);
    let first = written.lines().zip(said.lines()).find(|(written, said)| written != said);
    assert_eq!(
        first, None,
        "OTOP_UPDATE=1 writes it anew; read the difference before it is committed"
    );
    assert_eq!(written, said);
}

/// Ends every request after its document was validated.
struct ValidationOnly;

const VALID: &str = "valid";

impl ExtensionFactory for ValidationOnly {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for ValidationOnly {
    async fn validation(&self, context: &ExtensionContext<'_>, next: NextValidation<'_>) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(context).await?;
        Err(vec![ServerError::new(VALID, None)])
    }
}

/// What the server would say to a document before executing it.
async fn validated(document: &str) -> Vec<String> {
    let schema = graphql::builder().extension(ValidationOnly).finish();
    schema
        .execute(document)
        .await
        .errors
        .into_iter()
        .map(|error| error.message)
        .collect()
}

#[tokio::test]
async fn every_document_of_the_laptop_is_accepted() {
    let names = project::names("schema/operations");
    assert!(names.len() >= 4, "the laptop's documents are not there");
    for name in names {
        let document = project::text(&format!("schema/operations/{name}"));
        assert_eq!(validated(&document).await, [VALID], "{name}");
    }
}

#[tokio::test]
async fn a_document_of_another_contract_would_be_seen() {
    assert_ne!(validated("query { me { shoeSize } }").await, [VALID]);
    assert_ne!(
        validated("query ($after: Cursor) { syncPull(before: $after) { cursor } }").await,
        [VALID]
    );
}
