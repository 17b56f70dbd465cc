//! The address of a request below the API's.

use std::fmt;

use url::Url;

use super::Endpoint;
use crate::request::{ApiVersion, RequestError};

/// A part of the API. Its root differs between versions; what stands below the root does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Api {
    /// The account.
    #[strum(serialize = "account-info")]
    Account,
    /// The private apps of the account; a part without dated releases.
    PrivateApps,
    /// The records of the CRM.
    Objects,
    /// The associations of one record, with types and labels.
    #[strum(serialize = "objects")]
    ObjectAssociations,
    /// The associations of several records.
    Associations,
    /// The definitions of properties.
    Properties,
    /// The tax rates of the account.
    TaxRates,
    /// The owners of records.
    Owners,
    /// The definitions of workflow actions.
    Actions,
    /// The workflow actions that HubSpot waits for.
    Callbacks,
}

impl Api {
    /// The root of this part, from HubSpot's own descriptions of it
    /// (<https://github.com/HubSpot/HubSpot-public-api-spec-collection>).
    fn root(self, version: ApiVersion) -> String {
        match (self, version) {
            (Self::Account, ApiVersion::Numbered) => "account-info/v3".to_owned(),
            (Self::Account, ApiVersion::Dated(date)) => format!("account-info/{date}"),
            (Self::PrivateApps, _) => "oauth/v2/private-apps".to_owned(),
            (Self::Objects, ApiVersion::Numbered) => "crm/v3/objects".to_owned(),
            (Self::ObjectAssociations, ApiVersion::Numbered) => "crm/v4/objects".to_owned(),
            (Self::Objects | Self::ObjectAssociations, ApiVersion::Dated(date)) => {
                format!("crm/objects/{date}")
            }
            (Self::Associations, ApiVersion::Numbered) => "crm/v4/associations".to_owned(),
            (Self::Associations, ApiVersion::Dated(date)) => format!("crm/associations/{date}"),
            (Self::Properties, ApiVersion::Numbered) => "crm/v3/properties".to_owned(),
            (Self::Properties, ApiVersion::Dated(date)) => format!("crm/properties/{date}"),
            (Self::TaxRates, ApiVersion::Numbered) => "tax-rates/v1/tax-rates".to_owned(),
            (Self::TaxRates, ApiVersion::Dated(date)) => format!("tax-rates/{date}/tax-rates"),
            (Self::Owners, ApiVersion::Numbered) => "crm/v3/owners".to_owned(),
            (Self::Owners, ApiVersion::Dated(date)) => format!("crm/owners/{date}"),
            (Self::Actions, ApiVersion::Numbered) => "automation/v4/actions".to_owned(),
            (Self::Actions, ApiVersion::Dated(date)) => format!("automation/actions/{date}"),
            (Self::Callbacks, ApiVersion::Numbered) => "automation/v4/actions/callbacks".to_owned(),
            (Self::Callbacks, ApiVersion::Dated(date)) => {
                format!("automation/actions/callbacks/{date}")
            }
        }
    }
}

/// The address of a request below the API's; displayed without version: `objects/deals/9001`.
#[derive(Clone)]
pub(super) struct Target {
    api: Api,
    segments: Vec<String>,
}

impl Target {
    pub(super) fn new<const N: usize>(api: Api, segments: [&str; N]) -> Self {
        let segments = segments.into_iter().map(ToOwned::to_owned);
        Self {
            api,
            segments: segments.collect(),
        }
    }

    pub(super) fn url(&self, endpoint: &Endpoint) -> Result<Url, RequestError> {
        if !self.segments.iter().all(|segment| is_name(segment)) {
            return Err(RequestError::PathSegment);
        }
        let root = self.api.root(endpoint.version());
        let segments = self.segments.iter().map(String::as_str);
        Ok(endpoint.url(root.split('/').chain(segments)))
    }
}

/// Tells whether it is a name; anything else could reach another address than the one meant.
fn is_name(segment: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let has_letter = segment.bytes().any(|byte| byte != b'.');
    has_letter && segment.bytes().all(is_allowed)
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.api)?;
        for segment in &self.segments {
            write!(formatter, "/{segment}")?;
        }
        Ok(())
    }
}
