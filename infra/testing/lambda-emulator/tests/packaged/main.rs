//! A function as it comes out of a package of the release, in Lambda's emulator.
//!
//! `cargo xtask package` makes the package, unpacks it and runs this.

#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;

use lambda_emulator::LambdaRehearsal;
use registry::RegisteredAction;

/// The folder of the unpacked package.
fn package() -> PathBuf {
    std::env::var("PACKAGE").unwrap().into()
}

#[tokio::test]
async fn the_packaged_function_books_a_deal_once() {
    let action = RegisteredAction::CreateInvoice;
    let stage = LambdaRehearsal::start(action.type_name()).await;
    let event = action.booking_sample().unwrap().for_record("1").unwrap();
    for expected in ["created", "already_created"] {
        let answer = stage.function.invoke(&event).await.0;
        assert_eq!(answer["status"], expected, "{answer}");
    }
}

#[test]
fn a_package_holds_what_its_template_and_its_pages_name() {
    let template = std::fs::read_to_string(package().join("template.yaml")).unwrap();
    let definitions = template
        .lines()
        .filter_map(|line| line.trim().strip_prefix("DefinitionS3Location: "));
    for definition in definitions {
        assert!(package().join(definition).is_file(), "{definition}");
    }
    for file in [
        "functions/create-invoice.zip",
        "functions/create-invoice/events/01-deal.json",
        "infra/README.md",
        "infra/samconfig.toml",
        "infra/shell.sh",
        "LICENSE-MIT",
    ] {
        assert!(package().join(file).is_file(), "{file}");
    }
}
