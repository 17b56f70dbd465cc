//! The estimate's own options.

pub use actions::options::ExpirationDate;
use serde::Deserialize;

/// The options of `create-estimate` beside those common to all actions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EstimateOptions {
    /// The last day of the offer; when absent a quote's own, and a deal's offer has none.
    #[serde(default)]
    pub expiration_date: Option<ExpirationDate>,
}
