//! The portal without a server.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value;

use crate::error::SandboxError;
use crate::faults::FaultScript;
use crate::object_type::ObjectType;
use crate::options::{SandboxCredentials, SandboxOptions};
use crate::server::answer_at_once;
use crate::state::Shared;

/// The base URL of a portal without a server; nobody listens there.
const BASE_URL: &str = "https://hubspot.invalid";

/// A HubSpot portal that is handed its requests in process and answers each at once: for simulations, which decide
/// themselves what gets lost on the way.
#[derive(Debug)]
pub struct InProcessSandbox {
    shared: Arc<Shared>,
}

impl InProcessSandbox {
    /// Opens the portal; `bind` is of no use here.
    pub fn open(options: SandboxOptions) -> Result<Self, SandboxError> {
        let shared = Arc::new(Shared::open(options, BASE_URL.to_owned())?);
        Ok(Self { shared })
    }

    /// Another portal that begins as this one is now, with its records and its apps.
    #[must_use]
    pub fn fork(&self) -> Self {
        let shared = Arc::new(self.shared.fork());
        Self { shared }
    }

    /// Answers a request to the API or to OAuth with its whole effect; `None` where an arranged failure closes the
    /// connection. Arranged delays are left out.
    pub fn answer(&self, request: Request<Bytes>) -> Option<Response<Bytes>> {
        answer_at_once(&self.shared, request)
    }

    /// The API's base URL.
    pub fn api_url(&self) -> String {
        self.shared.base_url.clone()
    }

    /// The portal's id.
    pub fn portal_id(&self) -> u64 {
        self.shared.portal_id
    }

    /// The private app's token, and the app with OAuth.
    pub fn credentials(&self) -> SandboxCredentials {
        self.shared.credentials()
    }

    /// Adds a record under its own id, as [`Sandbox::plant`](crate::Sandbox::plant) does.
    pub fn plant(&self, object_type: &str, record: Value) -> Result<(), SandboxError> {
        let object_type = ObjectType::known(object_type)?;
        self.shared.lock().portal.plant(object_type, record)?;
        Ok(())
    }

    /// Arranges a failure.
    pub fn script(&self, script: FaultScript) {
        self.shared.lock().scripts.add(script);
    }

    /// Forgets the requests so far and all arranged failures.
    pub fn clear(&self) {
        let mut state = self.shared.lock();
        state.journal.clear();
        state.scripts.clear();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{FaultEffect, SampleRecords};

    fn read(portal: &InProcessSandbox, id: &str) -> Option<Response<Bytes>> {
        let url = format!("{BASE_URL}/crm/v3/objects/deals/{id}?properties=dealname");
        let token = portal.credentials().access_token;
        let request = Request::get(url).header("authorization", format!("Bearer {token}"));
        portal.answer(request.body(Bytes::new()).unwrap())
    }

    #[test]
    fn a_fork_begins_as_the_first_and_goes_its_own_way() {
        let options = SandboxOptions {
            records: SampleRecords::None,
            ..SandboxOptions::default()
        };
        let first = InProcessSandbox::open(options).unwrap();
        let deal = |name: &str| json!({"id": "9001", "properties": {"dealname": name}});
        first.plant("deals", deal("Garden")).unwrap();
        let fork = first.fork();
        fork.plant("deals", deal("Pond")).unwrap();
        for (portal, name) in [(&first, "Garden"), (&fork, "Pond")] {
            let answer = read(portal, "9001").unwrap();
            let text = String::from_utf8(answer.into_body().to_vec()).unwrap();
            assert!(text.contains(name), "{text}");
        }
        first.script(FaultScript::new(FaultEffect::CloseBeforeEffect));
        assert!(read(&first, "9001").is_none());
        assert_eq!(read(&fork, "9002").unwrap().status(), 404);
    }
}
