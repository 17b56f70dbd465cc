//! The part of resolving that talks: to QuickBooks and to the store.

use quickbooks::{RequestId, Transport};
use storage::{Mapping, Mappings, Tokens};

use super::evidence::Trust;
use crate::ActionError;
use crate::books::Books;
use crate::books::environment::Environment;
use crate::commit::Identity;
use crate::settings::Settings;
use crate::text::redact::Redactor;

/// Resolves what one document needs, on behalf of one invocation.
pub struct Resolver<'e, S, T, E> {
    /// The store in which what is learned is mapped.
    pub store: &'e S,
    /// The company's books.
    pub books: &'e Books<'e, S, T, E>,
    /// The connection's settings.
    pub settings: &'e Settings,
    /// The document it is for; names the batches of creations.
    pub identity: &'e Identity,
    /// The generation of the document.
    pub generation: u32,
    /// Keeps personal data out of errors.
    pub redactor: &'e Redactor,
    /// The degree to which stored mappings are believed.
    pub trust: Trust,
    /// `false` for a preview, which writes nothing.
    pub write: bool,
}

impl<S: Mappings + Tokens + Sync, T: Transport + Sync, E: Environment> Resolver<'_, S, T, E> {
    /// Maps what was learned.
    pub(super) async fn map(&self, learned: &[Mapping]) -> Result<(), ActionError> {
        if learned.is_empty() {
            return Ok(());
        }
        let mapped = self.store.put_mappings(self.books.connection, learned);
        mapped.await.map_err(ActionError::from)
    }

    /// The request id of a batch that writes this content for this document.
    pub(super) fn batch_request_id(&self, content: &[u8]) -> Result<RequestId, ActionError> {
        let request_id = self.identity.batch_request_id(self.generation, content);
        request_id.map_err(|error| ActionError::invalid(error.to_string()))
    }
}
