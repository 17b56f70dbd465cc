//! The cost of an execution in the gateway, which is built with optimisation for that.

use std::path::{Path, PathBuf};
use std::process::Command;

use components::{ACCOUNT, DynamoDbLocal, Moto, programs, succeed};

use super::release;
use crate::error::XtaskError;
use crate::storage::endpoints;
use crate::test_targets;
use crate::workspace::{cargo, root};

/// The place of the gateway's program in the folder of functions.
const BOOTSTRAP: &str = "HubSpotGateway/HubSpotGateway/bootstrap";

/// Builds the gateway as it is deployed, and measures it on real components: its time, and its instructions.
pub(crate) fn measure() -> Result<(), XtaskError> {
    let emulator = programs::runtime_interface_emulator()?;
    let functions = optimised()?;
    let counted = counted(&functions)?;
    let (dynamodb, moto) = (DynamoDbLocal::in_memory()?, Moto::start(&[])?);
    for (functions, test) in [
        (&functions, "a_warm_execution_takes_less"),
        (&counted, "a_warm_execution_s_instructions"),
    ] {
        let mut cost = test_targets::named("gateway-cost");
        cost.args(["--", "--nocapture", test])
            .envs(ACCOUNT)
            .envs(endpoints(&dynamodb, &moto))
            .env("RUNTIME_INTERFACE_EMULATOR", &emulator)
            .env("FUNCTIONS", functions)
            .env("COUNTS", &counted);
        succeed(&mut cost)?;
    }
    Ok(())
}

/// The folder of the same gateway under valgrind, which counts the instructions of its process.
fn counted(functions: &Path) -> Result<PathBuf, XtaskError> {
    let folder = components::folder().join("counted");
    let bootstrap = folder.join(BOOTSTRAP);
    if let Some(place) = bootstrap.parent() {
        std::fs::create_dir_all(place)?;
    }
    let program = functions.join(BOOTSTRAP);
    let script = format!(
        "#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin exec valgrind --quiet --tool=callgrind \
         --callgrind-out-file='{}' '{}'\n",
        folder.join("counts").display(),
        program.display()
    );
    std::fs::write(&bootstrap, script)?;
    release::make_executable(&bootstrap)?;
    Ok(folder)
}

/// The folder of the gateway, built as `sam build` leaves a function, but for this machine.
fn optimised() -> Result<PathBuf, XtaskError> {
    let mut build = Command::new(cargo());
    build
        .args(["build", "--release", "--package", "hubspot-gateway"])
        .args(["--bin", "hubspot-gateway"]);
    succeed(build.current_dir(root()))?;
    let functions = components::folder().join("optimised");
    let bootstrap = functions.join(BOOTSTRAP);
    if let Some(place) = bootstrap.parent() {
        std::fs::create_dir_all(place)?;
    }
    let program = components::folder().with_file_name("release");
    let program = program.join("hubspot-gateway");
    std::fs::copy(program, bootstrap)?;
    Ok(functions)
}
