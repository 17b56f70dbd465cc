//! `quickbooks-actions mappings`.

use std::path::Path;
use std::process::Output;

use crate::process::{stderr, stdout};
use crate::settings::{booked, run_in};

fn mappings(folder: &Path, arguments: &[&str]) -> Output {
    run_in(
        folder,
        &[&["mappings"], arguments, &["--store", "books.redb"]].concat(),
    )
}

#[test]
fn mappings_are_listed_written_and_taken_out_in_words() {
    let folder = booked();
    let folder = folder.path();
    let listed = stdout(&mappings(folder, &["list"]));
    assert!(listed.contains("contact:51"), "{listed}");
    let set = mappings(
        folder,
        &["set", "customer", "contact:99", "58", "--name", "Ada"],
    );
    assert!(set.status.success(), "{}", stderr(&set));
    let customers = stdout(&mappings(folder, &["list", "--kind", "customer"]));
    assert!(
        customers.contains("contact:99") && !customers.contains("term"),
        "{customers}"
    );
    let removed = mappings(folder, &["remove", "customer", "contact:99"]);
    assert!(removed.status.success(), "{}", stderr(&removed));
    let customers = stdout(&mappings(folder, &["list", "--kind", "customer"]));
    assert!(!customers.contains("contact:99"), "{customers}");
    let nothing = mappings(folder, &["remove", "customer", "contact:99"]);
    assert_eq!(nothing.status.code(), Some(1), "it is gone");
    assert!(
        stderr(&nothing).contains("there is no mapping of customer contact:99"),
        "{}",
        stderr(&nothing)
    );
    let wrong = mappings(folder, &["set", "custmer", "contact:99", "5e3"]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = stderr(&wrong);
    assert!(said.contains("`kind` must be one of"), "{said}");
    assert!(said.contains("`quickbooks_id` must be"), "{said}");
    for (kind, source) in [("customer", "contact:99"), ("product", "sku:hrs")] {
        let missing = mappings(folder, &["set", kind, source, "5800"]);
        assert_eq!(missing.status.code(), Some(1), "{kind}");
        let said = stderr(&missing);
        assert!(said.contains("with the id 5800: correct the id"), "{said}");
    }
    let listed = stdout(&mappings(folder, &["list"]));
    assert!(!listed.contains("5800"), "{listed}");
}

#[test]
fn what_is_exported_can_be_imported_and_no_file_is_written_over() {
    let folder = booked();
    let folder = folder.path();
    let exported = mappings(folder, &["export", "mappings.csv"]);
    assert!(exported.status.success(), "{}", stderr(&exported));
    let again = mappings(folder, &["export", "mappings.csv"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        stderr(&again).contains("mappings.csv is there already: name another file"),
        "{}",
        stderr(&again)
    );
    let csv = std::fs::read_to_string(folder.join("mappings.csv")).unwrap();
    assert_eq!(
        stdout(&mappings(folder, &["export"])).trim_end(),
        csv.trim_end()
    );

    let dry = mappings(folder, &["import", "mappings.csv", "--dry-run"]);
    assert!(
        stdout(&dry).contains("would be written"),
        "{}",
        stderr(&dry)
    );
    let imported = mappings(folder, &["import", "mappings.csv"]);
    assert!(
        stdout(&imported).contains("were written"),
        "{}",
        stderr(&imported)
    );
    std::fs::write(
        folder.join("wrong.csv"),
        "kind,source,quickbooks_id\ncustomer,contact:1,x\nterm,sku:1,2\n",
    )
    .unwrap();
    let wrong = mappings(folder, &["import", "wrong.csv"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        stderr(&wrong).contains("line 2") && stderr(&wrong).contains("line 3"),
        "{}",
        stderr(&wrong)
    );
}
