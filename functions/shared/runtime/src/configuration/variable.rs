//! The variables themselves.

use hubspot::ApiVersion;
use quickbooks::Endpoint;
use url::{Host, Url};

/// A variable of a function's environment.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its meaning; a default in brackets, if it need not be there.
    pub meaning: &'static str,
    /// True if [`super::Configuration`] reads it; the others are read by whom they name.
    pub is_ours: bool,
}

/// Every variable that has a say in how a function works.
pub const VARIABLES: &[Variable] = &[
    ours(
        "QUICKBOOKS_API_URL",
        "base URL of the Accounting API [production]",
    ),
    ours(
        "QUICKBOOKS_TOKEN_URL",
        "where OAuth tokens are got [production]",
    ),
    ours("HUBSPOT_API_URL", "base URL of HubSpot's API [production]"),
    ours(
        "HUBSPOT_API_VERSION",
        "version of HubSpot's API: `v3`, or a release such as `2026-09` [2026-03]",
    ),
    ours("MAPPINGS_TABLE", "DynamoDB table of mappings"),
    ours("SETTINGS_TABLE", "DynamoDB table of settings"),
    ours("LEDGER_TABLE", "DynamoDB table of the ledger"),
    ours(
        "LEASES_TABLE",
        "DynamoDB table of leases and the places of tokens",
    ),
    ours(
        "KMS_KEY_ARN",
        "the KMS key of secrets that are made [Secrets Manager's own]",
    ),
    ours(
        "SECRET_PREFIX",
        "what secrets' names begin with, such as `quickbooks-actions/`",
    ),
    ours(
        "AWS_REGION",
        "the region; set by Lambda, read by the AWS SDK too",
    ),
    ours(
        "SSL_CERT_FILE",
        "file of root certificates to trust, behind a proxy that has its own [Mozilla's, which are compiled in]",
    ),
    ours(
        "SSL_CERT_DIR",
        "folders of such files, with colons between them, as well or instead",
    ),
    theirs(
        "AWS_SAM_LOCAL",
        "set by `sam local`: where the books are no real company's, addresses may be of the machine that it runs on, without TLS",
    ),
    theirs(
        "AWS_ENDPOINT_URL",
        "the AWS SDK: another address of all services [the region's]",
    ),
    theirs(
        "AWS_ENDPOINT_URL_DYNAMODB",
        "the AWS SDK: another address of DynamoDB [the region's]",
    ),
    theirs(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
        "the AWS SDK: another address of Secrets Manager [the region's]",
    ),
    theirs(
        "AWS_LAMBDA_LOG_FORMAT",
        "the logs: `JSON` or `Text`; set by Lambda [Text]",
    ),
    theirs(
        "AWS_LAMBDA_LOG_LEVEL",
        "the logs: `TRACE` to `FATAL`; set by Lambda [INFO]",
    ),
    theirs(
        "AWS_LAMBDA_FUNCTION_NAME",
        "the metrics' dimension; set by Lambda",
    ),
    theirs(
        "METRICS_FUNCTION_NAME",
        "the metrics' dimension, where several functions share one [the function's name]",
    ),
    theirs(
        "CONNECT_URL",
        "connect-quickbooks and manage-connection: where people see the pages that connect a company \
         [the HTTP API's own address; no links]",
    ),
    theirs(
        "PUBLIC_URL",
        "hubspot-gateway: the address that HubSpot was given, which its signatures are about [the HTTP API's own]",
    ),
    theirs(
        "QUICKBOOKS_ACTION_WORKFLOW",
        "hubspot-gateway: the ARN of the workflow that runs an action",
    ),
    theirs(
        "ACTION_WORKFLOWS",
        "manage-connection: the ARNs of the workflows that run actions, `quickbooks-action` first, with commas between \
         them, for `trace` and `run_again`",
    ),
    theirs(
        "FAILED_RUNS_QUEUE",
        "manage-connection: the URL of the queue of failed runs, for `trace` and `run_again`",
    ),
    theirs(
        "EVENT_BUS",
        "hubspot-gateway: the bus that changes of records are put on",
    ),
];

const fn ours(name: &'static str, meaning: &'static str) -> Variable {
    Variable {
        name,
        meaning,
        is_ours: true,
    }
}

const fn theirs(name: &'static str, meaning: &'static str) -> Variable {
    Variable {
        name,
        meaning,
        is_ours: false,
    }
}

/// Reads variables and collects what is wrong with them.
pub(super) struct Reader<F> {
    variable: F,
    problems: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    pub(super) fn new(variable: F) -> Self {
        Self {
            variable,
            problems: Vec::new(),
        }
    }

    /// A variable that must be there.
    pub(super) fn text(&mut self, name: &str) -> String {
        self.get(name).unwrap_or_else(|| {
            self.problems.push(format!("{name} is not set"));
            String::new()
        })
    }

    /// A variable that need not be there.
    pub(super) fn optional(&self, name: &str) -> Option<String> {
        self.get(name)
    }

    /// An address; `default` if the variable is not there.
    pub(super) fn url(&mut self, name: &str, default: &str) -> String {
        let Some(url) = self.get(name) else {
            return default.to_owned();
        };
        if !self.is_address(&url) {
            let problem = format!("{name} is not a plain https address");
            self.problems.push(problem);
        }
        url
    }

    /// A version of HubSpot's API; the client's own if the variable is not there.
    pub(super) fn version(&mut self, name: &str) -> ApiVersion {
        let Some(version) = self.get(name) else {
            return ApiVersion::default();
        };
        version.parse().unwrap_or_else(|_| {
            self.problems.push(format!(
                "{name} is no version of HubSpot's API: it is v3, or a release of March or September such as 2026-03"
            ));
            ApiVersion::default()
        })
    }

    pub(super) fn problems(self) -> Vec<String> {
        self.problems
    }

    fn get(&self, name: &str) -> Option<String> {
        let value = (self.variable)(name)?.trim().to_owned();
        // A template's empty parameter is a variable that is not set.
        (!value.is_empty()).then_some(value)
    }
}

/// The machine that a container of `sam local` runs on, as the container knows it.
const MACHINE_OF_CONTAINER: &str = "host.docker.internal";

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    /// Tells whether secrets may be sent to this address: over TLS, or to this machine. A container of `sam local` knows the machine by
    /// a name of its own, which is trusted where the books are no real company's.
    fn is_address(&self, text: &str) -> bool {
        let is_plain = |url: &Url| {
            is_loopback(url)
                || (is_machine_of_container(url)
                    && self.get("AWS_SAM_LOCAL").is_some()
                    && self.has_no_real_company())
        };
        is_bare(text, |url| match url.scheme() {
            "https" => true,
            "http" => is_plain(url),
            _ => false,
        })
    }

    /// True where the books are a made-up company's on this machine, or one of Intuit's sandbox.
    fn has_no_real_company(&self) -> bool {
        let books = self.get("QUICKBOOKS_API_URL");
        let books = books.and_then(|books| Url::parse(&books).ok());
        let sandbox = Url::parse(Endpoint::SANDBOX).ok();
        books.is_some_and(|books| {
            is_loopback(&books)
                || is_machine_of_container(&books)
                || sandbox.is_some_and(|sandbox| sandbox.origin() == books.origin())
        })
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn is_machine_of_container(url: &Url) -> bool {
    url.host() == Some(Host::Domain(MACHINE_OF_CONTAINER))
}

fn is_bare(text: &str, may_be: impl FnOnce(&Url) -> bool) -> bool {
    Url::parse(text).is_ok_and(|url| {
        may_be(&url)
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    })
}
