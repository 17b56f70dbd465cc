//! The first page: from the link to Intuit's consent page.

use actions::books::environment::Environment;
use quickbooks::oauth::ACCOUNTING_SCOPE;
use storage::Connection;

use crate::error::ConnectError;
use crate::http::{HttpRequest, HttpResponse, cookie};
use crate::link::ConnectLink;
use crate::state::State;
use crate::{ConnectQuickBooks, page};

impl<S, T, E: Environment> ConnectQuickBooks<S, T, E> {
    /// Sends the browser to Intuit, with a state that only it can bring back.
    pub(crate) fn start(
        &self,
        connection: &str,
        request: &HttpRequest,
    ) -> Result<HttpResponse, ConnectError> {
        let connection = Connection::try_from(connection).map_err(|_| ConnectError::NotFound)?;
        let sealed = request.parameter("link").ok_or(ConnectError::LinkInvalid)?;
        let now = self.environment.now();
        let link = ConnectLink::open(&sealed, &connection, &self.key, now)?;
        let state = State::begin(link, &self.environment.token(), now);
        let location = self
            .oauth
            .authorize_url(
                &request.redirect_uri(),
                &[ACCOUNTING_SCOPE],
                &state.seal(&self.key),
            )
            .map_err(|error| ConnectError::AppRefused {
                detail: error.to_string(),
            })?;
        let mark = state.browser_mark(&self.key);
        Ok(page::redirect(location, cookie::set(request, &mark)))
    }
}
