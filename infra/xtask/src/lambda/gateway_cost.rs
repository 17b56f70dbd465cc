//! The cost of an execution in the gateway, which is built with optimisation for that.

use std::path::PathBuf;
use std::process::Command;

use components::{ACCOUNT, DynamoDbLocal, Moto, programs, succeed};

use crate::error::XtaskError;
use crate::storage::endpoints;
use crate::test_targets;
use crate::workspace::{cargo, root};

/// Builds the gateway as it is deployed, and measures it on real components.
pub(crate) fn measure() -> Result<(), XtaskError> {
    let emulator = programs::runtime_interface_emulator()?;
    let functions = optimised()?;
    let (dynamodb, moto) = (DynamoDbLocal::in_memory()?, Moto::start(&[])?);
    let mut cost = test_targets::named("gateway-cost");
    cost.args(["--", "--nocapture"])
        .envs(ACCOUNT)
        .envs(endpoints(&dynamodb, &moto))
        .env("RUNTIME_INTERFACE_EMULATOR", &emulator)
        .env("FUNCTIONS", functions);
    Ok(succeed(&mut cost)?)
}

/// The folder of the gateway, built as `sam build` leaves a function, but for this machine.
fn optimised() -> Result<PathBuf, XtaskError> {
    let mut build = Command::new(cargo());
    build
        .args(["build", "--release", "--package", "hubspot-gateway"])
        .args(["--bin", "hubspot-gateway"]);
    succeed(build.current_dir(root()))?;
    let functions = components::folder().join("optimised");
    let function = functions.join("HubSpotGateway/HubSpotGateway");
    std::fs::create_dir_all(&function)?;
    let program = components::folder().with_file_name("release");
    let program = program.join("hubspot-gateway");
    std::fs::copy(program, function.join("bootstrap"))?;
    Ok(functions)
}
