//! The configuration of a function: every variable of its environment, and all that is wrong with them
//! at once.

mod variable;

use actions::ActionError;
use hubspot::ApiVersion;
use quickbooks::{Endpoint, OAuthEndpoints};

pub use variable::{VARIABLES, Variable};

use variable::Reader;

/// A function's configuration. [`VARIABLES`] documents the variables it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// The base URL of the Accounting API.
    pub quickbooks_api_url: String,
    /// Where tokens are got.
    pub quickbooks_token_url: String,
    /// The base URL of HubSpot's API.
    pub hubspot_api_url: String,
    /// The version of HubSpot's API that is called.
    pub hubspot_api_version: ApiVersion,
    /// The table of mappings.
    pub mappings_table: String,
    /// The table of settings.
    pub settings_table: String,
    /// The table of the ledger.
    pub ledger_table: String,
    /// The table of leases.
    pub leases_table: String,
    /// The prefix of all secrets' names, such as `quickbooks-actions/`.
    pub secret_prefix: String,
    /// The file of root certificates that are trusted instead of those that are compiled in.
    pub root_certificates: Option<String>,
    /// The folders of such files.
    pub root_folders: Option<String>,
    /// The KMS key of secrets that are made, by its ARN; Secrets Manager's own if there is none.
    pub kms_key: Option<String>,
}

/// The environment lacks variables, or holds some that cannot be used: all of them, a phrase each.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the function's environment is not set up: {}", .0.join("; "))]
pub struct Misconfigured(Vec<String>);

impl Configuration {
    /// Reads the process's environment.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`] that names every variable that is missing or cannot be used.
    #[expect(clippy::disallowed_methods, reason = "the place where it is read")]
    pub fn from_environment() -> Result<Self, Misconfigured> {
        Self::read(|name| std::env::var(name).ok())
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Misconfigured> {
        let mut reader = Reader::new(variable);
        // The SDK reads it; without one it would ask the network where it is, and wait.
        reader.text("AWS_REGION");
        let production = OAuthEndpoints::default();
        let configuration = Self {
            quickbooks_api_url: reader.url("QUICKBOOKS_API_URL", Endpoint::PRODUCTION),
            quickbooks_token_url: reader.url("QUICKBOOKS_TOKEN_URL", &production.token_url),
            hubspot_api_url: reader.url("HUBSPOT_API_URL", hubspot::Endpoint::PRODUCTION),
            hubspot_api_version: reader.version("HUBSPOT_API_VERSION"),
            mappings_table: reader.text("MAPPINGS_TABLE"),
            settings_table: reader.text("SETTINGS_TABLE"),
            ledger_table: reader.text("LEDGER_TABLE"),
            leases_table: reader.text("LEASES_TABLE"),
            secret_prefix: reader.text("SECRET_PREFIX"),
            root_certificates: reader.optional("SSL_CERT_FILE"),
            root_folders: reader.optional("SSL_CERT_DIR"),
            kms_key: reader.optional("KMS_KEY_ARN"),
        };
        match reader.problems() {
            problems if problems.is_empty() => Ok(configuration),
            problems => Err(Misconfigured(problems)),
        }
    }

    /// HubSpot's API, at its address and in its version.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`] for an address that the client cannot use.
    pub(crate) fn hubspot_endpoint(&self) -> Result<hubspot::Endpoint, Misconfigured> {
        let endpoint = hubspot::Endpoint::new(&self.hubspot_api_url, self.hubspot_api_version);
        endpoint.map_err(|error| Misconfigured(vec![format!("HUBSPOT_API_URL: {error}")]))
    }

    /// Where OAuth's endpoints are: Intuit's own, but for the one that is configured.
    pub fn oauth_endpoints(&self) -> OAuthEndpoints {
        OAuthEndpoints {
            token_url: self.quickbooks_token_url.clone(),
            ..OAuthEndpoints::default()
        }
    }
}

impl From<Misconfigured> for ActionError {
    fn from(error: Misconfigured) -> Self {
        let message = error.to_string();
        Self::SettingMissing { message }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const NEEDED: [(&str, &str); 6] = [
        ("AWS_REGION", "us-east-1"),
        ("MAPPINGS_TABLE", "mappings"),
        ("SETTINGS_TABLE", "settings"),
        ("LEDGER_TABLE", "ledger"),
        ("LEASES_TABLE", "leases"),
        ("SECRET_PREFIX", "quickbooks-actions/"),
    ];

    fn read(more: &[(&str, &str)]) -> Result<Configuration, Misconfigured> {
        let variables: HashMap<_, _> = NEEDED.iter().chain(more).copied().collect();
        Configuration::read(|name| variables.get(name).map(ToString::to_string))
    }

    #[test]
    fn production_is_the_default() {
        let configuration = read(&[]).unwrap();
        assert_eq!(configuration.quickbooks_api_url, Endpoint::PRODUCTION);
        assert_eq!(configuration.oauth_endpoints(), OAuthEndpoints::default());
        assert_eq!(configuration.hubspot_api_url, "https://api.hubapi.com");
        assert_eq!(configuration.hubspot_api_version.to_string(), "2026-03");
        let older = read(&[("HUBSPOT_API_VERSION", "v3")]).unwrap();
        assert_eq!(older.hubspot_api_version, ApiVersion::Numbered);
        assert_eq!(configuration.ledger_table, "ledger");
        assert_eq!(configuration.kms_key, None);
    }

    #[test]
    fn a_configured_address_replaces_production_s() {
        let token_url = "http://127.0.0.1:9000/oauth2/v1/tokens/bearer";
        let configuration = read(&[("QUICKBOOKS_TOKEN_URL", token_url)]).unwrap();
        assert_eq!(configuration.oauth_endpoints().token_url, token_url);
    }

    #[test]
    fn without_tls_only_this_machine_is_sent_secrets() {
        let of = |url, more: &[(&'static str, &'static str)]| {
            read(&[&[("QUICKBOOKS_TOKEN_URL", url)], more].concat()).is_ok()
        };
        let docker = "http://host.docker.internal:9401/oauth2";
        for url in [
            "http://localhost:1",
            "http://127.0.0.1:1",
            "http://[::1]:1",
            "https://a.example",
        ] {
            assert!(of(url, &[]), "{url}");
        }
        for url in [
            "http://oauth.platform.intuit.com",
            "http://192.168.0.9",
            "http://localhost.example",
            docker,
        ] {
            assert!(!of(url, &[]), "{url}");
        }
    }

    /// A real company's tokens do not go there without TLS, whoever sets the variable.
    #[test]
    fn sam_local_s_machine_is_sent_secrets_of_a_company_that_is_not_a_real_one_alone() {
        let docker = "http://host.docker.internal:9401";
        let of = |api: &str, name: &'static str| {
            read(&[
                ("AWS_SAM_LOCAL", "true"),
                ("QUICKBOOKS_API_URL", api),
                (name, docker),
            ])
            .is_ok()
        };
        for name in ["QUICKBOOKS_TOKEN_URL", "HUBSPOT_API_URL"] {
            for api in [docker, Endpoint::SANDBOX, "http://127.0.0.1:9401"] {
                assert!(of(api, name), "{name}: {api}");
            }
            for api in [
                "",
                Endpoint::PRODUCTION,
                "https://QUICKBOOKS.api.intuit.com:443/",
                "https://quickbooks.api.intuit.com./",
                "https://books.example.com",
            ] {
                assert!(!of(api, name), "{name}: {api}");
            }
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let error = Configuration::read(|name| match name {
            "MAPPINGS_TABLE" => Some("mappings".to_owned()),
            "LEDGER_TABLE" => Some(" ".to_owned()),
            "QUICKBOOKS_API_URL" => Some("quickbooks.example.com".to_owned()),
            "QUICKBOOKS_TOKEN_URL" => Some("ftp://example.com".to_owned()),
            "HUBSPOT_API_URL" => Some("https://ada:secret@example.com".to_owned()),
            "HUBSPOT_API_VERSION" => Some("v2".to_owned()),
            _ => None,
        });
        insta::assert_snapshot!(error.unwrap_err(), @"the function's environment is not set up: AWS_REGION is not set; QUICKBOOKS_API_URL is not a plain https address; QUICKBOOKS_TOKEN_URL is not a plain https address; HUBSPOT_API_URL is not a plain https address; HUBSPOT_API_VERSION is no version of HubSpot's API: it is v3, or a release of March or September such as 2026-03; SETTINGS_TABLE is not set; LEDGER_TABLE is not set; LEASES_TABLE is not set; SECRET_PREFIX is not set");
    }

    #[test]
    fn a_function_that_is_not_set_up_answers_setting_missing() {
        let error = Configuration::read(|_| None).unwrap_err();
        assert_eq!(ActionError::from(error).error_type(), "SettingMissing");
    }

    #[test]
    fn every_variable_that_is_read_is_documented_and_the_other_way_round() {
        let asked = std::cell::RefCell::new(Vec::new());
        let _ = Configuration::read(|name| {
            asked.borrow_mut().push(name.to_owned());
            None
        });
        let documented = VARIABLES.iter().filter(|variable| variable.is_ours);
        let mut documented: Vec<&str> = documented.map(|variable| variable.name).collect();
        let mut asked = asked.into_inner();
        documented.sort_unstable();
        asked.sort_unstable();
        assert_eq!(asked, documented);
    }
}
