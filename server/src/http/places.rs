//! Where in an answer an error belongs. async-graphql forgets the way from a list's item down to the field that failed: the path of an
//! error ends at the outermost list. Such an answer is made again with a witness that notes each way; other answers do not pay for it.

use std::sync::Arc;

use async_graphql::async_trait::async_trait;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo};
use async_graphql::{PathSegment, QueryPathNode, QueryPathSegment, Response, ServerError, ServerResult, Value};

/// Whether the path of an error stops at a list's item: what fails is a field.
pub fn are_lost(response: &Response) -> bool {
    response
        .errors
        .iter()
        .any(|error| matches!(error.path.last(), Some(PathSegment::Index(_))))
}

/// Gives the errors of an answer, made with a [`Witness`], their whole paths.
pub fn restore(response: &mut Response) {
    for error in &mut response.errors {
        if let Some(Place(path)) = error.source::<Place>() {
            error.path = path.clone();
        }
    }
}

/// Notes in each error the field that raised it.
pub struct Witness;

struct Place(Vec<PathSegment>);

impl ExtensionFactory for Witness {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for Witness {
    async fn resolve(&self, context: &ExtensionContext<'_>, info: ResolveInfo<'_>, next: NextResolve<'_>) -> ServerResult<Option<Value>> {
        let node = info.path_node;
        next.run(context, info).await.map_err(|error| noted(error, node))
    }
}

/// The first to see an error is the field itself.
fn noted(error: ServerError, node: &QueryPathNode<'_>) -> ServerError {
    if error.source::<Place>().is_some() {
        return error;
    }
    let source = Some(Arc::new(Place(path(node))) as _);
    ServerError { source, ..error }
}

fn path(node: &QueryPathNode<'_>) -> Vec<PathSegment> {
    let mut path: Vec<PathSegment> = node.parents().map(segment).collect();
    path.reverse();
    path.push(segment(node));
    path
}

fn segment(node: &QueryPathNode<'_>) -> PathSegment {
    match node.segment {
        QueryPathSegment::Name(name) => PathSegment::Field(name.to_owned()),
        QueryPathSegment::Index(index) => PathSegment::Index(index),
    }
}
