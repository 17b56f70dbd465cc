//! `quickbooks-actions settings`.

use std::path::Path;
use std::process::Output;

use crate::events;
use crate::process::{Server, program, response, run, run_as_typed, stderr, stdout};

/// A folder with a store `books.redb` in which one invoice is booked.
pub(crate) fn booked() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let event = events::path("01-deal");
    let arguments = [
        "invoke",
        "create-invoice",
        "--event",
        &event,
        "--store",
        "books.redb",
    ];
    response(&run_in(folder.path(), &arguments));
    folder
}

/// Runs the program in a folder.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = program(arguments);
    command.current_dir(folder);
    run(command, b"")
}

fn settings(folder: &Path, arguments: &[&str]) -> Output {
    run_in(
        folder,
        &[&["settings"], arguments, &["--store", "books.redb"]].concat(),
    )
}

#[test]
fn a_setting_is_shown_set_and_taken_out_by_its_path() {
    let folder = booked();
    let folder = folder.path();
    let shown = settings(folder, &["show", "products.income_account"]);
    assert_eq!(stdout(&shown), "Sales of Product Income\n");
    let output = settings(
        folder,
        &[
            "set",
            "products.item_without_lines=Hours",
            "refunds.partial=true",
            "custom_fields.po_number=2",
            "payments.methods.card=",
        ],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let told = stdout(&output);
    assert!(
        told.contains(r#"products.item_without_lines: "Services" → "Hours""#),
        "{told}"
    );
    assert!(
        told.contains("payments.methods.card: \"Visa\" → not set"),
        "{told}"
    );
    for (path, expected) in [
        ("products.item_without_lines", "Hours\n"),
        ("refunds.partial", "true\n"),
        ("custom_fields.po_number", "2\n"),
    ] {
        assert_eq!(stdout(&settings(folder, &["show", path])), expected);
    }
    let gone = settings(folder, &["show", "payments.methods.card"]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(stderr(&gone).contains("is not set"), "{}", stderr(&gone));
    let slip = stderr(&settings(folder, &["show", "products.incom_account"]));
    assert!(
        slip.contains("unknown field") && slip.contains("income_account"),
        "there is no such setting: {slip}"
    );
    for arguments in [
        &["settings", "show"][..],
        &["settings", "check"],
        &["mappings", "list"],
    ] {
        let of_nobody = run_as_typed(program(arguments), b"");
        assert_eq!(of_nobody.status.code(), Some(2), "{arguments:?}");
        let said = stderr(&of_nobody);
        assert!(said.contains("stand in a store"), "{arguments:?}: {said}");
    }
    let all = stdout(&settings(folder, &["show", "--all"]));
    assert!(all.contains("\"once_per\": \"record\""), "{all}");
}

#[test]
fn a_file_of_settings_moves_what_is_booked_to_no_other_hubspot_account() {
    let folder = booked();
    let folder = folder.path();
    let event = events::path("01-deal");
    let again = |settings: &str| {
        std::fs::write(folder.join("own.json"), settings).unwrap();
        let arguments = ["invoke", "create-invoice", "--event", &event];
        let kept = ["--store", "books.redb", "--settings", "own.json"];
        run_in(folder, &[&arguments[..], &kept].concat())
    };
    let portal = || stdout(&settings(folder, &["show", "hubspot.portal_id"]));
    let own = portal();
    let other = again(r#"{"hubspot": {"portal_id": "147"}}"#);
    assert_eq!(other.status.code(), Some(2));
    let said = stderr(&other);
    for part in [
        "own.json:1:",
        "`settings.hubspot.portal_id`",
        "must stay",
        own.trim(),
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(portal(), own);
    assert_eq!(response(&again("{}"))["status"], "already_created");
    assert_eq!(portal(), own);
}

#[test]
fn everything_that_is_wrong_with_a_change_is_told_at_once_and_nothing_is_written() {
    let folder = booked();
    let folder = folder.path();
    let output = settings(
        folder,
        &[
            "set",
            "products.incom_account=Sales",
            "products.income_account=No such account",
            "once_per=moon",
            "defaults.actions.create-invoice.payment_terms=Net 45",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    for expected in [
        "nothing was written: 4 settings cannot be used",
        "`products.incom_account`: unknown field",
        "`products.income_account`: QuickBooks has no",
        "`once_per`: unknown variant, expected `record` or `enrollment`",
        "`defaults.actions.create-invoice.payment_terms`: QuickBooks has no",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(settings(folder, &["check"]).status.success());
}

#[test]
fn a_file_is_checked_with_its_own_lines_and_columns() {
    let folder = booked();
    let folder = folder.path();
    let file = "{\n  // Where new products' sales go.\n  \"products\": { \"income_account\": \"Nowhere\" },\n  \
                \"company\": { \"time_zone\": \"America/New_York\" },\n  \"onceper\": 1\n}\n";
    std::fs::write(folder.join("own.jsonc"), file).unwrap();
    let said = stderr(&settings(folder, &["check", "own.jsonc"]));
    assert!(
        said.contains("own.jsonc:3:17: `products.income_account`: QuickBooks has no"),
        "{said}"
    );
    assert!(
        said.contains("own.jsonc:5:3: `onceper`: unknown field"),
        "{said}"
    );
    std::fs::write(folder.join("own.jsonc"), "{\n  \"company\": {},\n  oops\n}").unwrap();
    let said = stderr(&settings(folder, &["check", "own.jsonc"]));
    assert!(said.contains("own.jsonc:3:3: it is not JSON"), "{said}");
}

#[test]
fn the_settings_are_changed_in_an_editor_of_one_s_own() {
    let folder = booked();
    let folder = folder.path();
    let edit = |editor: &str| {
        let mut command = program(&["settings", "edit", "--store", "books.redb"]);
        command
            .current_dir(folder)
            .env_remove("VISUAL")
            .env("EDITOR", editor);
        run(command, b"")
    };
    let output = edit("sed -i 's/Net 30/Net 15/'");
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    let terms = settings(
        folder,
        &["show", "defaults.actions.create-invoice.payment_terms"],
    );
    assert_eq!(stdout(&terms), "Net 15\n");

    let wrong = edit("sed -i 's/Net 15/Net 45/'");
    assert_eq!(wrong.status.code(), Some(1));
    let said = stderr(&wrong);
    assert!(
        said.contains("`defaults.actions.create-invoice.payment_terms`"),
        "{said}"
    );
    let unchanged = edit("true");
    assert!(
        stdout(&unchanged).contains("Nothing was changed"),
        "{}",
        stderr(&unchanged)
    );
    let none = edit("/no/such/editor");
    assert!(stderr(&none).contains("set EDITOR"), "{}", stderr(&none));
}

#[test]
fn a_store_that_is_served_is_changed_through_its_server() {
    let folder = booked();
    let store = folder.path().join("books.redb");
    let server = Server::start(&["--store", store.to_str().unwrap()]);
    let direct = settings(folder.path(), &["show"]);
    assert!(
        stderr(&direct).contains("--endpoint http://127.0.0.1:9400"),
        "{}",
        stderr(&direct)
    );
    let arguments = [
        "settings",
        "set",
        "refunds.partial=true",
        "--endpoint",
        &server.url,
    ];
    let output = run_in(folder.path(), &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let shown = run_in(
        folder.path(),
        &[
            "settings",
            "show",
            "refunds.partial",
            "--endpoint",
            &server.url,
        ],
    );
    assert_eq!(stdout(&shown), "true\n");
}

#[test]
fn a_change_that_nothing_would_keep_is_refused() {
    let output = run_as_typed(program(&["settings", "set", "refunds.partial=true"]), b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("--store FILE, or --endpoint URL"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn an_account_without_a_token_is_set_and_the_way_to_one_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let list = r#"{"operation": "list_connections"}"#;
    std::fs::write(folder.path().join("list.json"), list).unwrap();
    let manage = ["manage", "--event", "list.json", "--store", "books.redb"];
    response(&run_in(folder.path(), &manage));
    let set = settings(folder.path(), &["set", "hubspot.portal_id=147147147"]);
    assert!(set.status.success(), "{}", stderr(&set));
    let said = stderr(&set);
    for part in [
        "No access token of HubSpot account 147147147 is kept",
        "hubspot connect --portal 147147147 --store books.redb",
    ] {
        assert!(said.contains(part), "{said}");
    }
}
