//! What a GraphQL request consists of, from a JSON body, a query string or a socket message.

use async_graphql::{Request, Variables};
use serde_json::{Map, Value};

/// `query`, and perhaps `operationName`, `variables`, `extensions`. Null is as good as absent; other members are ignored.
#[derive(Debug)]
pub struct Parameters {
    /// The document.
    pub query: String,
    /// Which of its operations.
    pub operation_name: Option<String>,
    variables: Map<String, Value>,
}

impl Parameters {
    /// Reads a JSON value.
    ///
    /// # Errors
    /// The member that is wrong, in words.
    pub fn from_json(value: Value) -> Result<Self, &'static str> {
        let Value::Object(mut members) = value else {
            return Err("The request must be a JSON object; batches are not supported.");
        };
        let query = match members.remove("query") {
            Some(Value::String(query)) => query,
            _ => return Err("\"query\" must be a string."),
        };
        let operation_name = match members.remove("operationName") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return Err("\"operationName\" must be a string."),
        };
        let variables = object(members.remove("variables"), "\"variables\" must be an object.")?;
        object(members.remove("extensions"), "\"extensions\" must be an object.")?;
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
        let mut members = Map::new();
        for (name, text) in pairs {
            let value = match name.as_str() {
                "variables" | "extensions" => serde_json::from_str(&text).map_err(|_| "\"variables\" and \"extensions\" must be JSON.")?,
                _ => Value::String(text),
            };
            members.insert(name, value);
        }
        Self::from_json(Value::Object(members))
    }

    /// The request for execution.
    pub fn into_request(self) -> Request {
        let mut request = Request::new(self.query).variables(Variables::from_json(Value::Object(self.variables)));
        request.operation_name = self.operation_name;
        request
    }
}

fn object(value: Option<Value>, otherwise: &'static str) -> Result<Map<String, Value>, &'static str> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
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
        let read = Parameters::from_json(json!({"query": "{a}", "operationName": null, "variables": null, "extensions": null, "x": 1}));
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
            assert!(Parameters::from_json(body).unwrap_err().contains(member));
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
