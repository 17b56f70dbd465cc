//! The services that a function asks, by the variables that tell it their addresses.

use lambda_emulator::Installation;
use rehearsal::HubSpotAccount;

use super::at_once;
use super::tls::Tls;

/// The address of each service, under its variable.
#[derive(Clone)]
pub(crate) struct Services(pub(crate) Vec<(&'static str, String)>);

impl Services {
    /// The services of an installation, and a HubSpot account.
    pub(crate) fn of(installation: &Installation, account: &HubSpotAccount) -> Self {
        let company = &installation.sandbox;
        let others = [
            ("QUICKBOOKS_API_URL", company.api_url()),
            ("QUICKBOOKS_TOKEN_URL", company.token_url()),
            ("HUBSPOT_API_URL", account.sandbox.api_url()),
        ];
        let of_aws = installation.endpoints.variables().into_iter();
        Self(of_aws.chain(others).collect())
    }

    /// The same with TLS in front of each, of which `tls` holds the only root to trust.
    pub(crate) async fn over(&self, tls: &Tls) -> Self {
        let root = tls.root().to_string_lossy().into_owned();
        let mut services = vec![("SSL_CERT_FILE", root)];
        for (variable, url) in &self.0 {
            services.push((variable, tls.before(url).await));
        }
        Self(services)
    }

    /// The same, where each answers at once what it has been asked before.
    pub(crate) async fn at_once(&self) -> Self {
        let mut services = Vec::new();
        for (variable, url) in &self.0 {
            services.push((*variable, at_once::before(url).await));
        }
        Self(services)
    }
}
