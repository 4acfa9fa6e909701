//! What a GraphQL request consists of, from a JSON body, a query string or a socket message.

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};

/// The members of an object.
pub type Members = IndexMap<Name, Value>;

/// `query`, and perhaps `operationName`, `variables`, `extensions`. Null is as good as absent; other members are ignored.
#[derive(Debug)]
pub struct Parameters {
    /// The document.
    pub query: String,
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
        let query = match members.swap_remove("query") {
            Some(Value::String(query)) => query,
            _ => return Err("\"query\" must be a string."),
        };
        let operation_name = match members.swap_remove("operationName") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return Err("\"operationName\" must be a string."),
        };
        let variables = object(members.swap_remove("variables"), "\"variables\" must be an object.")?;
        object(members.swap_remove("extensions"), "\"extensions\" must be an object.")?;
        Ok(Self {
            query,
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
            (json!({"query": "{a}", "operationName": 1}), "operationName"),
            (json!({"query": "{a}", "variables": [1]}), "variables"),
            (json!({"query": "{a}", "extensions": "x"}), "extensions"),
        ] {
            assert!(Parameters::from_body(body.to_string().as_bytes()).unwrap_err().contains(member));
        }
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
