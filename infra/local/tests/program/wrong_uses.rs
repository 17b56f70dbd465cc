//! Wrong uses, each with the way out that the program shows.

use std::net::TcpListener;
use std::path::Path;

use crate::events;
use crate::process::{program, run, run_as_typed, stderr};

/// A wrong use: the arguments, what stands on standard input, the exit code, and parts of what is said.
type Use = (
    &'static [&'static str],
    &'static [u8],
    i32,
    &'static [&'static str],
);

const INVOKE: [&str; 3] = ["invoke", "create-invoice", "--event"];

const USES: &[Use] = &[
    // The event.
    (
        &["invoke", "create-invoice", "--event", "missing.json"],
        b"",
        2,
        &["cannot read missing.json"],
    ),
    (
        &["invoke", "create-invoice", "--event", "."],
        b"",
        2,
        &["it is a folder: give a file"],
    ),
    (
        &["invoke", "create-invoice", "--event", "-"],
        b"{bad json",
        2,
        &["-: line 1, column 2: it is not JSON"],
    ),
    (
        &["invoke", "create-invoice", "--event", "-"],
        b"",
        2,
        &["-: it is empty: an event is a JSON object"],
    ),
    (
        &["invoke", "create-invoice", "--event", "-"],
        b"[{}]",
        2,
        &["it is a list of 1", "jq -c '.[]'"],
    ),
    (
        &["invoke", "create-invoice", "--event", "-"],
        b"[]",
        2,
        &["it is a list of 0"],
    ),
    (
        &["invoke", "create-invoice", "--event", "book.xlsx"],
        b"",
        2,
        &["book.xlsx: it is an Excel workbook", "CSV UTF-8"],
    ),
    // Commands and arguments.
    (
        &["invoke", "create-invoce", "--event", "-"],
        b"",
        2,
        &["a similar value exists: 'create-invoice'"],
    ),
    (
        &["create-invoice", "--event", "deal.json"],
        b"",
        2,
        &[" invoke create-invoice --event FILE"],
    ),
    (
        &["create-invoce"],
        b"",
        2,
        &[" invoke create-invoice --event FILE"],
    ),
    (
        &["invoke", "create-invoice", "ok.json"],
        b"",
        2,
        &["--event ok.json"],
    ),
    (&["version"], b"", 2, &["--version"]),
    (
        &["help", "--help"],
        b"",
        2,
        &["the help of all is shown by --help alone"],
    ),
    (
        &["serve", "--port", "99999"],
        b"",
        2,
        &["99999 is not in 0..=65535"],
    ),
    (&["serve", "--verbose"], b"", 2, &["--verbose"]),
    (
        &["serve", "--public-url", "actions.example.com"],
        b"",
        2,
        &["--public-url", "begins with https://"],
    ),
    (
        &["serve", "--webhooks", "https://example.com"],
        b"",
        2,
        &["an address without TLS, such as http://127.0.0.1:8080/webhooks"],
    ),
    // Files of records.
    (
        &["backfill", "pretty.jsonl", "--action", "create-invoice"],
        b"",
        2,
        &["one record a line", "jq -c . FILE"],
    ),
    (
        &["backfill", "book.xlsx", "--action", "create-invoice"],
        b"",
        2,
        &["save a workbook as CSV"],
    ),
    (
        &["backfill", "zip.csv", "--action", "create-invoice"],
        b"",
        2,
        &["it is an Excel workbook", "CSV UTF-8"],
    ),
    (
        &["backfill", "deals.txt", "--action", "create-invoice"],
        b"",
        2,
        &["--format"],
    ),
    // Settings.
    (
        &[
            "invoke",
            "create-invoice",
            "--event",
            "deal.json",
            "--settings",
            "gone.json",
        ],
        b"",
        2,
        &["cannot read gone.json"],
    ),
    (
        &[
            "invoke",
            "create-invoice",
            "--event",
            "deal.json",
            "--settings",
            "wrong.json",
        ],
        b"",
        2,
        &[
            "wrong.json:1:17: `products.incom_account`: unknown field",
            "wrong.json:1:39: `once_per`",
        ],
    ),
    // The store.
    (
        &[
            "invoke",
            "create-invoice",
            "--event",
            "deal.json",
            "--store",
            "nodir/books.redb",
        ],
        b"",
        2,
        &["mkdir -p nodir"],
    ),
    (
        &[
            "invoke",
            "create-invoice",
            "--event",
            "deal.json",
            "--store",
            "boks.redb",
        ],
        b"",
        2,
        &["is `books.redb` meant?", "--new-store"],
    ),
    (
        &["runs"],
        b"",
        2,
        &["stand in a store: --store FILE", "--endpoint"],
    ),
    (
        &["runs", "show", "deal/9001", "--store", "books.redb"],
        b"",
        2,
        &["such as create-invoice/deal/9001"],
    ),
    (
        &[
            "invoke",
            "create-invoice",
            "--event",
            "deal.json",
            "--store",
            "wrong.json",
        ],
        b"",
        2,
        &["is no store, it is JSON", "--settings"],
    ),
    (
        &[
            "invoke",
            "create-invoice",
            "--event",
            "deal.json",
            "--store",
            "books.redb",
            "--new-store",
        ],
        b"",
        2,
        &["exists already: leave --new-store out"],
    ),
    (
        &["manage", "--event", "-", "--store", "nothere.redb"],
        b"{}",
        2,
        &["there is no store nothere.redb"],
    ),
    (
        &["settings", "set", "refunds.partial=true"],
        b"",
        2,
        &["--store FILE, or --endpoint URL"],
    ),
    (
        &[
            "settings",
            "set",
            "hubspot.portal_id=",
            "--same-hubspot-account",
            "--store",
            "books.redb",
        ],
        b"",
        2,
        &["the account that is set with it: hubspot.portal_id=NUMBER"],
    ),
    // Operations.
    (
        &["manage", "--event", "-"],
        b"{\"operation\": \"connect_link\", \"connection\": \"us-books\"}",
        2,
        &["or use `connect`, which shows the link"],
    ),
    // An endpoint that nobody serves.
    (
        &[
            "invoke",
            "create-invoice",
            "--event",
            "deal.json",
            "--endpoint",
            "http://127.0.0.1:9",
        ],
        b"",
        1,
        &["cannot be reached", "is `serve` running there?"],
    ),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("deal.json", &events::bytes("01-deal"));
    write("book.xlsx", b"PK\x03\x04\x14\x00");
    write("zip.csv", b"PK\x03\x04\x14\x00");
    write("deals.txt", b"record_id\n9001\n");
    write(
        "pretty.jsonl",
        b"{\n  \"record\": {\n    \"id\": \"9001\"\n  }\n}\n",
    );
    write(
        "wrong.json",
        b"{ \"products\": { \"incom_account\": 1 }, \"once_per\": 7 }",
    );
    let store = [
        "invoke",
        "create-invoice",
        "--event",
        "deal.json",
        "--store",
        "books.redb",
    ];
    let mut command = program(&store);
    command.current_dir(folder.path());
    assert!(run(command, b"").status.success());
    folder
}

fn refused(folder: &Path, (arguments, input, code, expected): &Use) -> Vec<String> {
    let mut command = program(arguments);
    command.current_dir(folder);
    let output = run_as_typed(command, input);
    let said = stderr(&output);
    let mut faults = Vec::new();
    if output.status.code() != Some(*code) {
        faults.push(format!(
            "{arguments:?}: exit code {:?}: {said}",
            output.status.code()
        ));
    }
    let missing = expected.iter().filter(|part| !said.contains(**part));
    faults.extend(missing.map(|part| format!("{arguments:?}: no `{part}` in {said}")));
    faults
}

#[test]
fn every_wrong_use_is_answered_with_the_way_out() {
    let folder = folder();
    let faults = USES.iter().flat_map(|wrong| refused(folder.path(), wrong));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(!folder.path().join("boks.redb").exists());
    assert!(!folder.path().join("nothere.redb").exists());
}

#[test]
fn an_event_is_taken_in_every_encoding_that_editors_write() {
    let event = String::from_utf8(events::bytes("01-deal")).unwrap();
    let marked = format!("\u{feff}{event}");
    let utf_16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [marked.into_bytes(), utf_16] {
        let arguments = [&INVOKE[..], &["-"]].concat();
        let output = run(program(&arguments), &bytes);
        assert!(output.status.success(), "{}", stderr(&output));
    }
}

#[test]
fn a_port_that_is_taken_is_said_with_the_option_that_takes_another() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (option, others) in [
        ("--port", ["--sandbox-port", "--portal-port"]),
        ("--sandbox-port", ["--port", "--portal-port"]),
        ("--portal-port", ["--port", "--sandbox-port"]),
        ("--gateway-port", ["--port", "--portal-port"]),
    ] {
        let mut arguments = vec!["serve", option, &port];
        for other in others {
            arguments.extend([other, "0"]);
        }
        let output = run(program(&arguments), b"");
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(said.contains(&port) && said.contains(option), "{said}");
    }
}

#[test]
fn an_address_of_quickbooks_that_is_none_is_refused_by_its_variable() {
    let arguments = [&INVOKE[..], &["-", "--store", "books.redb"]].concat();
    for address in ["sandbox", "http://host.docker.internal:9401"] {
        let mut command = program(&arguments);
        command.env("QUICKBOOKS_API_URL", address);
        let output = run_as_typed(command, b"{}");
        assert_eq!(output.status.code(), Some(2));
        let said = stderr(&output);
        assert!(said.contains("QUICKBOOKS_API_URL"), "{said}");
        let expected = "https://sandbox-quickbooks.api.intuit.com";
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = run(program(&["completions", shell]), b"");
        let shown = crate::process::stdout(&output);
        for command in ["invoke", "settings", "doctor", "--new-store"] {
            let name = command.trim_start_matches("--");
            assert!(shown.contains(name), "{shell}: {command}");
        }
    }
}
