//! Requests for definitions of workflow actions, as the older API has them (scopes `developers-read` and
//! `developers-write`).

use http::Method;
use serde_json::Value;

use super::{Api, Request, Target};

impl Request {
    /// Reads a page of the definitions of an app; the answer is an
    /// [`Answer::action_definitions`](crate::Answer::action_definitions).
    pub fn action_definitions(app_id: &str, after: Option<&str>) -> Self {
        let mut request = Self::get(Target::new(Api::Actions, [app_id]));
        if let Some(after) = after {
            request.add("after", after);
        }
        request
    }

    /// Registers a definition; the answer is an [`Answer::action_definition`](crate::Answer::action_definition).
    ///
    /// Repeating it after a lost answer may register a second one.
    pub fn create_action(app_id: &str, definition: &Value) -> Self {
        let target = Target::new(Api::Actions, [app_id]);
        Self::write(Method::POST, target, definition)
    }

    /// Changes a definition. Repeating it does no harm.
    pub fn update_action(app_id: &str, id: &str, definition: &Value) -> Self {
        let target = Target::new(Api::Actions, [app_id, id]);
        Self::write(Method::PATCH, target, definition)
    }
}
