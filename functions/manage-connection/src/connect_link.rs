//! The link under which a person connects a company.

use actions::ActionError;
use actions::books::environment::Environment;
use connect_quickbooks::{CompanyChange, ConnectError, ConnectLink};
use quickbooks::Transport;

use crate::answer::Answer;
use crate::operation::ConnectLinkRequest;
use crate::{ManageConnection, Store};

impl<S, T, E> ManageConnection<'_, S, T, E>
where
    S: Store,
    T: Transport + Clone + Sync,
    E: Environment,
{
    pub(crate) async fn connect_link(
        &self,
        request: ConnectLinkRequest,
    ) -> Result<Answer, ActionError> {
        let missing = |reason: &str| ActionError::SettingMissing {
            message: format!(
                "`CONNECT_URL`, the address of the pages that connect a company, {reason}"
            ),
        };
        let connect_url = self
            .connect_url
            .as_deref()
            .ok_or_else(|| missing("is not set"))?;
        let change = if request.another_company {
            let change = CompanyChange::replacing_present(self.store(), &request.connection).await;
            change.map_err(unreadable)?
        } else {
            CompanyChange::Refused
        };
        let now = self.engine.environment.now();
        let link = ConnectLink::new(request.connection, change, now);
        let url = link
            .url(connect_url, &self.key)
            .map_err(|_| missing("is no address of the web"))?;
        tracing::info!(connection = %link.connection, company_change = %link.company_change, "link made");
        Ok(Answer::ConnectLink {
            url,
            expires_at: link.expires_at,
        })
    }
}

/// Why the company that a connection belongs to could not be told.
fn unreadable(error: ConnectError) -> ActionError {
    match error {
        ConnectError::Storage(error) => error.into(),
        other => ActionError::SettingMissing {
            message: other.to_string(),
        },
    }
}
