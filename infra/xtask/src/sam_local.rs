//! The servers that functions under `sam local` talk to, on this machine.

use std::io::Write;
use std::net::IpAddr;
use std::process::Command;

use clap::Args;
use components::{ACCOUNT, DynamoDbLocal, Moto, programs, succeed};

use crate::error::XtaskError;
use crate::storage::endpoints;
use crate::workspace;

/// The file that the variables are written to, from the workspace's root.
const FILE: &str = "target/sam-local.json";

/// The address to listen on.
#[derive(Args, Clone, Debug)]
pub(crate) struct SamLocal {
    /// Address to listen on; 0.0.0.0 where containers do not reach this machine's own, as on Linux
    #[arg(long, default_value = "127.0.0.1")]
    listen: IpAddr,
}

/// Starts DynamoDB Local, moto and a sandbox company with a connection that is set up, says how to run a
/// function against them, and serves until it is ended.
pub(crate) fn serve(arguments: &SamLocal) -> Result<(), XtaskError> {
    let (dynamodb, moto) = (
        DynamoDbLocal::in_memory()?,
        Moto::start_for_containers(arguments.listen)?,
    );
    for line in commands() {
        writeln!(std::io::stdout(), "{line}")?;
    }
    let mut company = Command::new(workspace::cargo());
    company
        .args(["run", "--quiet", "--package", "lambda-emulator", "--"])
        .args([&arguments.listen.to_string(), FILE])
        .envs(ACCOUNT)
        .envs(endpoints(&dynamodb, &moto));
    Ok(succeed(company.current_dir(workspace::root()))?)
}

/// The commands for another console.
fn commands() -> [String; 3] {
    let event = "functions/create-invoice/events/01-deal.json";
    // The environment has a build folder of its own, and names the file and the host.
    let given = format!(
        "--config-file infra/samconfig.toml --config-env local --parameter-overrides NamePrefix=local Architecture={}",
        programs::architecture()
    );
    [
        format!("sam build CreateInvoice {given}"),
        format!("sam local invoke CreateInvoice {given} --event {event}"),
        format!("sam local start-lambda {given}"),
    ]
}
