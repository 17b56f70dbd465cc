//! The two pages by their paths, and a page for what failed.

use actions::books::environment::Environment;
use quickbooks::Transport;
use storage::{Mappings, Settings, Tokens};

use crate::error::ConnectError;
use crate::http::{HttpRequest, HttpResponse};
use crate::installation::ConnectQuickBooks;
use crate::page;

impl<S, T, E> ConnectQuickBooks<S, T, E>
where
    S: Tokens + Settings + Mappings + Sync,
    T: Transport + Clone + Sync,
    E: Environment,
{
    /// Answers a request; a failure is a page too.
    pub async fn handle(&self, request: &HttpRequest) -> HttpResponse {
        match self.answer(request).await {
            Ok(response) => response,
            Err(error) => {
                tracing::warn!(status = error.status(), error = %error, "not connected");
                page::failure(&error)
            }
        }
    }

    async fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, ConnectError> {
        if request.method != "GET" {
            return Err(ConnectError::MethodNotAllowed);
        }
        let path = request.path.trim_start_matches('/');
        match path.split_once('/') {
            Some(("connect", connection)) => self.start(connection, request),
            None if path == "callback" => {
                let connected = self.callback(request).await?;
                tracing::info!(
                    connection = %connected.connection,
                    realm_id = connected.company.realm_id,
                    settings = ?connected.settings,
                    "connected"
                );
                Ok(page::connected(request, &connected))
            }
            Some(_) | None => Err(ConnectError::NotFound),
        }
    }
}
