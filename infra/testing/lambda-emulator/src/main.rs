//! The other side of functions under `sam local`: a sandbox company, and a connection to it that is set up in
//! DynamoDB Local and moto. `cargo xtask sam-local` starts those and this.

#![allow(
    clippy::disallowed_methods,
    reason = "a program beside real components, with the clock and the environment they have"
)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot be set up ends the program, and says why"
)]

use std::fs;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use lambda_emulator::{Endpoints, Installation, function_variables};
use sandbox_quickbooks::{Sandbox, SandboxOptions};
use serde_json::{Map, Value, json};
use storage::aws::Names;

/// The name by which a container calls the machine it runs on.
const HOST: &str = "host.docker.internal";

/// The endpoints, which the template names for `sam local` alone.
const ENDPOINTS: [&str; 2] = [
    "AWS_ENDPOINT_URL_DYNAMODB",
    "AWS_ENDPOINT_URL_SECRETS_MANAGER",
];

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (listen, file) = (arguments.next(), arguments.next());
    let (Some(listen), Some(file)) = (listen, file) else {
        panic!(
            "an address to listen on and a file to write are needed: run `cargo xtask sam-local`"
        );
    };
    let listen: IpAddr = listen.parse().expect("an address to listen on");
    let options = SandboxOptions {
        bind: SocketAddr::new(listen, 0),
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
    let variables = variables(&names(), &sandbox);
    let installation = Installation::of(names(), sandbox, Endpoints::from_environment()).await;
    write(Path::new(&file), &variables);
    let mut out = std::io::stdout();
    let told = writeln!(
        out,
        "{file} has the variables. The company's documents: http://127.0.0.1:{}/\nCtrl-C ends it.",
        installation.sandbox.address().port()
    );
    told.expect("the console can be written to");
    // Whoever started this ends it.
    std::future::pending::<()>().await;
}

/// The names that `sam local` gives the template's resources.
fn names() -> Names {
    Names {
        mappings_table: "MappingsTable".to_owned(),
        settings_table: "SettingsTable".to_owned(),
        ledger_table: "LedgerTable".to_owned(),
        leases_table: "LeasesTable".to_owned(),
        secret_prefix: "local/".to_owned(),
    }
}

/// The variables of every function, with addresses as a container sees them.
fn variables(names: &Names, sandbox: &Sandbox) -> Map<String, Value> {
    let endpoints = ENDPOINTS.map(|name| (name, std::env::var(name).unwrap_or_default()));
    let own = function_variables(names, sandbox);
    let all = own.into_iter().chain(endpoints);
    all.map(|(name, value)| (name.to_owned(), seen_from_container(&value).into()))
        .collect()
}

fn seen_from_container(value: &str) -> String {
    match value
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once(':'))
    {
        Some((_, port_and_path)) => format!("http://{HOST}:{port_and_path}"),
        None => value.to_owned(),
    }
}

fn write(file: &Path, variables: &Map<String, Value>) {
    let all_functions = json!({ "Parameters": variables });
    fs::write(file, format!("{all_functions:#}\n")).expect("the file can be written");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sam_local_can_set_every_variable_since_the_template_names_it() {
        let template = include_str!("../../../../template.yaml");
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        for name in variables(&names(), &sandbox).keys() {
            assert!(template.contains(&format!("\n        {name}: ")), "{name}");
        }
    }

    #[test]
    fn a_container_finds_the_machine_it_runs_on() {
        let seen = [
            ("http://127.0.0.1:8000", "http://host.docker.internal:8000"),
            (
                "http://0.0.0.0:1/oauth2/v1",
                "http://host.docker.internal:1/oauth2/v1",
            ),
            ("local/", "local/"),
        ];
        for (value, expected) in seen {
            assert_eq!(seen_from_container(value), expected);
        }
    }
}
