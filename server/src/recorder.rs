//! The statements of one request, for the tests that show what a question costs.

use std::sync::{Arc, Mutex, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent};

/// Put into a request's data (`request.data(recorder.clone())`), it notes the SQL of every statement the answer took, without
/// parameters. Cloning shares the list.
#[derive(Debug, Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    /// The statements so far, in the order they finished.
    #[must_use]
    pub fn statements(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::FinishQuery { query, .. } = event {
            let mut statements = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            statements.push(query.to_string());
        }
    }
}
