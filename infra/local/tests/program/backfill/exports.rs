//! HubSpot's own exports, as they are.

use std::path::Path;

use sandbox_quickbooks::Sandbox;
use serde_json::Value;

use super::company::{at, company, rows};
use super::running::{backfill, beside};
use crate::process::{stderr, stdout};

const DEALS: &str = "\u{feff}\"Record ID\",\"Deal Name\",\"Deal Stage\",\"Close Date\",\"Deal owner\",\"Amount\",\"Create Date\",\"Associated Contact\",\"Associated Contact IDs\"\r
\"23107412201\",\"Loom refit\",\"Closed Won (Sales Pipeline)\",\"2025-12-31 23:30\",\"Iris Vale\",\"1480.00\",\"2025-11-02 09:15\",\"Amy Lauterbach (birds@intuit.com);Ben Vega (ben@example.com)\",\"301;702\"\r
\"23107412202\",\"Loom\",\"Closed Won (Sales Pipeline)\",\"2026-01-02 00:10\",\"Iris Vale\",\"20.00\",\"2025-11-02 09:15\",\"Amy Lauterbach (birds@intuit.com)\",\"301\"\r
";
const LINES: &str =
    "Record ID,Name,SKU,Quantity,Unit price,Net price,Associated Deal IDs,Associated Deal
7001,Hours,,16,92.5,1480.00,23107412201,Loom refit
7002,Design,,1,20.0,20.00,23107412202,Loom
";
const CONTACTS: &str = "Record ID,First Name,Last Name,Email,Phone Number,Lead Status
301,Amy,Lauterbach,birds@intuit.com,,New
702,Ben,Vega,ben@example.com,,
";

const EXPORTS: [&str; 8] = [
    "backfill",
    "deals.csv",
    "--line-items",
    "lines.csv",
    "--contacts",
    "contacts.csv",
    "--action",
    "create-invoice",
];

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

fn invoice(company: &Sandbox, id: &str) -> Value {
    let invoices = company.documents("Invoice");
    let found = invoices.into_iter().find(|invoice| invoice["Id"] == *id);
    found.unwrap()
}

#[tokio::test]
async fn deals_line_items_and_contacts_are_booked_each_in_its_period() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let files = [
        ("deals.csv", DEALS),
        ("lines.csv", LINES),
        ("contacts.csv", CONTACTS),
    ];
    write(folder.path(), &files);
    let arguments = [&EXPORTS[..], &["--date", "closedate", "--in-order"]].concat();
    let output = beside(at(&company, folder.path(), &arguments)).await;
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("deals.csv: columns that are not read: `Deal owner`, `Create Date`"),
        "{said}"
    );
    let rows = rows(&folder.path().join("deals.csv.results.csv"));
    let totals: Vec<_> = rows.iter().map(|row| row.total.as_str()).collect();
    assert_eq!(totals, ["1480.00", "20.00"]);
    for (row, date, item) in [
        (&rows[0], "2025-12-31", "Hours"),
        (&rows[1], "2026-01-02", "Design"),
    ] {
        let invoice = invoice(&company, &row.document_id);
        assert_eq!(invoice["TxnDate"], date);
        assert_eq!(invoice["CustomerRef"]["name"], "Amy's Bird Sanctuary");
        assert_eq!(
            invoice["Line"][0]["SalesItemLineDetail"]["ItemRef"]["name"],
            item
        );
    }
}

#[tokio::test]
async fn an_export_of_another_month_books_nothing_before_somebody_dates_it() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let files = [
        ("deals.csv", DEALS),
        ("lines.csv", LINES),
        ("contacts.csv", CONTACTS),
    ];
    write(folder.path(), &files);
    company.clear_journal();
    let output = beside(at(&company, folder.path(), &EXPORTS)).await;
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for expected in [
        "2 of 2 records were closed in another month",
        "deal 23107412201 on 2025-12-31",
        "--date closedate",
        "--date today",
    ] {
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(company.journal().len(), 0);
    assert!(!folder.path().join("deals.csv.results.csv").exists());
}

#[test]
fn ids_that_a_spreadsheet_changed_book_nothing() {
    for (name, rows) in [
        ("pandas", "9501.0,71.0,1\n,,2\n"),
        ("excel", "2.31074E+10,71,1\n2.31074E+10,71,2\n"),
        ("zero", "09501,71,1\n"),
        ("twice", "9501,71,1\n,,1\n"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("record_id,contact.id,line_item.id\n{rows}");
        write(folder.path(), &[("deals.csv", &text)]);
        let more = [
            "deals.csv",
            "--action",
            "create-invoice",
            "--object-type",
            "deal",
        ];
        let output = backfill(folder.path(), &more);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains("nothing was booked"), "{name}: {said}");
        assert!(!said.contains("is empty"), "{name}: {said}");
        let expected = if name == "twice" {
            "stands there twice"
        } else {
            "as text"
        };
        assert!(said.contains(expected), "{name}: {said}");
    }
}

#[tokio::test]
async fn an_export_in_another_language_is_booked_once_its_columns_are_named() {
    let (folder, company) = (tempfile::tempdir().unwrap(), company().await);
    let deals = "sep=;\r\nDatensatz-ID;Deal-Name;Deal-Phase;Betrag;Abschlussdatum;Kontakt\r\n\
        9501;Webstuhl;Gewonnen;1480.5;2026-10-14 17:32;301\r\n";
    let contacts = "Datensatz-ID;Vorname;Nachname;E-Mail\n301;Amy;Lauterbach;birds@intuit.com\n";
    let lines = "Artikel-ID;Menge;Nettopreis;Artikel;Deal\n7001;1;1480.50;Hours;9501\n";
    let files = [
        ("german.csv", deals),
        ("kontakte.csv", contacts),
        ("artikel.csv", lines),
    ];
    write(folder.path(), &files);
    let named = [
        "Datensatz-ID=record_id",
        "Datensatz-ID=contact.id",
        "Deal-Name=dealname",
        "Betrag=amount",
        "Abschlussdatum=closedate",
        "Kontakt=contact_ids",
        "Vorname=contact.firstname",
        "Nachname=contact.lastname",
        "E-Mail=contact.email",
        "Deal-Phase=",
        "Artikel-ID=line_item.id",
        "Menge=line_item.quantity",
        "Nettopreis=line_item.amount",
        "Artikel=line_item.name",
        "Deal=line_item.deal_ids",
    ];
    let mut arguments = vec![
        "backfill",
        "german.csv",
        "--action",
        "create-invoice",
        "--object-type",
        "deal",
        "--contacts",
        "kontakte.csv",
        "--line-items",
        "artikel.csv",
        "--date",
        "closedate",
    ];
    for column in &named {
        arguments.extend(["--column", column]);
    }
    let output = beside(at(&company, folder.path(), &arguments)).await;
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        stderr(&output),
        stdout(&output)
    );
    let row = rows(&folder.path().join("german.csv.results.csv")).remove(0);
    assert_eq!(row.total, "1480.50");
    assert_eq!(invoice(&company, &row.document_id)["TxnDate"], "2026-10-14");
}
