//! What a GraphQL request consists of, from a JSON body, a query string or a socket message.

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};

/// The members of an object.
pub type Members = IndexMap<Name, Value>;

/// The document of a request: itself, or what it is known by.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// `query`: its text.
    Text(String),
    /// `documentId`.
    Id(String),
}

/// `query` or `documentId`, and perhaps `operationName`, `variables`, `extensions`. Null is as good as absent; other members are
/// ignored.
#[derive(Debug)]
pub struct Parameters {
    /// The document.
    pub asked: Asked,
    /// Which of its operations.
    pub operation_name: Option<String>,
    /// What its variables are.
    pub variables: Members,
}

impl Parameters {
    /// Reads a body: JSON into the values that fields are handed, without a tree of its own between.
    ///
    /// # Errors
    /// The member that is wrong, in words.
    pub fn from_body(body: &[u8]) -> Result<Self, &'static str> {
        serde_json::from_slice(body)
            .map_err(|_| "The body must be JSON.")
            .and_then(Self::from_value)
    }

    /// Reads a JSON value.
    ///
    /// # Errors
    /// The member that is wrong, in words.
    pub fn from_json(value: serde_json::Value) -> Result<Self, &'static str> {
        Value::from_json(value)
            .map_err(|_| "The request must be JSON.")
            .and_then(Self::from_value)
    }

    fn from_value(value: Value) -> Result<Self, &'static str> {
        let Value::Object(mut members) = value else {
            return Err("The request must be a JSON object; batches are not supported.");
        };
        let asked = asked(members.swap_remove("query"), members.swap_remove("documentId"))?;
        let operation_name = match members.swap_remove("operationName") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return Err("\"operationName\" must be a string."),
        };
        let variables = object(members.swap_remove("variables"), "\"variables\" must be an object.")?;
        object(members.swap_remove("extensions"), "\"extensions\" must be an object.")?;
        Ok(Self {
            asked,
            operation_name,
            variables,
        })
    }

    /// Reads the parameters of a URL; `variables` and `extensions` are JSON there.
    ///
    /// # Errors
    /// The parameter that is wrong, in words.
    pub fn from_url(pairs: Vec<(String, String)>) -> Result<Self, &'static str> {
        let mut members = Members::new();
        for (name, text) in pairs {
            let value = match name.as_str() {
                "variables" | "extensions" => serde_json::from_str(&text).map_err(|_| "\"variables\" and \"extensions\" must be JSON.")?,
                _ => Value::String(text),
            };
            members.insert(Name::new(name), value);
        }
        Self::from_value(Value::Object(members))
    }
}

/// Exactly one of the two.
fn asked(query: Option<Value>, id: Option<Value>) -> Result<Asked, &'static str> {
    let absent = |value: &Option<Value>| matches!(value, None | Some(Value::Null));
    match (query, id) {
        (Some(Value::String(text)), id) if absent(&id) => Ok(Asked::Text(text)),
        (query, Some(Value::String(id))) if absent(&query) => Ok(Asked::Id(id)),
        (Some(Value::String(_)), Some(_)) => Err("\"query\" and \"documentId\" exclude each other."),
        (query, Some(_)) if absent(&query) => Err("\"documentId\" must be a string."),
        _ => Err("\"query\" must be a string."),
    }
}

fn object(value: Option<Value>, otherwise: &'static str) -> Result<Members, &'static str> {
    match value {
        None | Some(Value::Null) => Ok(Members::new()),
        Some(Value::Object(members)) => Ok(members),
        Some(_) => Err(otherwise),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_is_as_good_as_absent() {
        let body = json!({"query": "{a}", "operationName": null, "variables": null, "extensions": null, "x": 1});
        let read = Parameters::from_body(body.to_string().as_bytes());
        assert_eq!(read.unwrap().operation_name, None);
    }

    #[test]
    fn wrong_members_are_named() {
        for (body, member) in [
            (json!([{"query": "{a}"}]), "batches"),
            (json!({}), "query"),
            (json!({"query": 1}), "query"),
            (json!({"documentId": 1}), "documentId"),
            (json!({"query": "{a}", "documentId": "sha256:0"}), "exclude"),
            (json!({"query": "{a}", "operationName": 1}), "operationName"),
            (json!({"query": "{a}", "variables": [1]}), "variables"),
            (json!({"query": "{a}", "extensions": "x"}), "extensions"),
        ] {
            assert!(Parameters::from_body(body.to_string().as_bytes()).unwrap_err().contains(member));
        }
    }

    #[test]
    fn a_document_may_be_named() {
        let read = |body: serde_json::Value| Parameters::from_json(body).unwrap().asked;
        assert_eq!(
            read(json!({"documentId": "sha256:0", "query": null})),
            Asked::Id("sha256:0".to_owned())
        );
        assert_eq!(read(json!({"query": "{a}", "documentId": null})), Asked::Text("{a}".to_owned()));
    }

    #[test]
    fn a_url_carries_json_in_its_variables() {
        let pairs = |variables: &str| {
            vec![
                ("query".to_owned(), "{a}".to_owned()),
                ("variables".to_owned(), variables.to_owned()),
            ]
        };
        assert_eq!(Parameters::from_url(pairs("{\"a\":1}")).unwrap().variables.len(), 1);
        assert!(Parameters::from_url(pairs("{")).is_err());
    }
}
