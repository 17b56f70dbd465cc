//! Promises of the files: they come back as they went, and hold no formula.

use jiff::Timestamp;
use proptest::prelude::*;
use storage::{Mapping, MappingKey, MappingKind};

use super::{header, is_active, mapping_line, protect, read, unprotect};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn mapping(source: &str, quickbooks_id: &str, name: &str) -> Mapping {
    Mapping {
        key: MappingKey {
            kind: MappingKind::Product,
            source: source.into(),
        },
        quickbooks_id: quickbooks_id.into(),
        name: name.into(),
        mapped_at: "2026-05-01T12:00:00Z".parse().unwrap(),
    }
}

fn file(mappings: &[Mapping]) -> String {
    let lines = mappings
        .iter()
        .map(|mapping| mapping_line(mapping).unwrap());
    header().unwrap() + &lines.collect::<String>()
}

fn refusal(file: &str) -> String {
    let error = read(file, NOW).unwrap_err();
    assert_eq!(error.error_type(), "InvalidRequest");
    error.to_string()
}

#[test]
fn an_export_is_a_line_of_names_and_a_line_for_each_mapping() {
    let file = file(&[mapping("sku:hrs", "2", "Hours, \"late\"")]);
    let expected = "\"kind\",\"source\",\"quickbooks_id\",\"name\",\"mapped_at\"\r\n\
        \"product\",\"sku:hrs\",\"2\",\"Hours, \"\"late\"\"\",\"2026-05-01T12:00:00Z\"\r\n";
    assert_eq!(file, expected);
}

#[test]
fn the_line_by_which_excel_names_its_separator_is_none_of_the_file() {
    let file = "\u{feff}sep=;\r\nkind;source;quickbooks_id\r\nproduct;sku:hrs;2\r\n";
    let mappings = read(file, NOW).unwrap();
    assert_eq!(mappings[0].key.source, "sku:hrs");
    let wrong = refusal(&file.replace("hrs;2", "hrs;two"));
    assert!(wrong.contains("line 3: "), "{wrong}");
}

#[test]
fn what_a_spreadsheet_could_run_is_written_as_text() {
    let table = [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("O'Keefe", "O'Keefe"),
        ("a=b", "a=b"),
        (";=cmd|'/C calc'!A0;", ";'=cmd|'/C calc'!A0;"),
        ("Ada; \"=1\"", "Ada;' \"=1\""),
        ("Ada;'=1", "Ada;''=1"),
        ("a\t=1\n+2\r-3", "a\t'=1\n'+2\r'-3"),
        ("=1;=2", "'=1;'=2"),
        ("Ada; Bob\r\nEve", "Ada; Bob\r\nEve"),
        ("", ""),
    ];
    for (text, cell) in table {
        assert_eq!(protect(text), cell, "{text:?}");
        assert_eq!(unprotect(cell), text, "{cell:?}");
    }
}

#[test]
fn what_spreadsheets_make_of_a_file_is_read_too() {
    let expected = [mapping("sku:hrs", "2", "")];
    for file in [
        "kind,source,quickbooks_id\nproduct,sku:HRS,2\n",
        "\u{feff}Kind;Source;QuickBooks_Id\r\nproduct;sku:HRS;2\r\n;;\r\n",
        "quickbooks_id\tname\tkind\tsource\n2\t\tproduct\tsku:HRS\n\n",
    ] {
        let mut mappings = read(file, NOW).unwrap();
        assert_eq!(mappings[0].mapped_at, NOW);
        mappings[0].mapped_at = expected[0].mapped_at;
        assert_eq!(mappings, expected, "{file}");
    }
}

#[test]
fn every_wrong_line_is_named_with_all_that_is_wrong_with_it() {
    let file = "kind,source,quickbooks_id,name,mapped_at\n\
        product,sku:hrs,2,Hours,\n\
        producd,sku:canary,x,Hours,\n\
        product,sku:HRS,3,\"Canary\nof two lines\",\n\
        product,sku:other\n\
        product,contact:51,2,,yesterday\n\
        customer,canary,5,,2026-05-01T12:00:00Z\n";
    let message = refusal(file);
    let lines: Vec<&str> = message.lines().collect();
    let expected = [
        "5 of the rows cannot be",
        "line 3: `kind` must be one of customer, product",
        "line 4: the same kind and source as line 2",
        "line 6: it has 2 cells where 5 are expected",
        "line 7: `mapped_at` must be empty or a time",
        "line 8: `source` must be `contact:…` or `company:…`",
    ];
    assert_eq!(lines.len(), expected.len(), "{message}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.contains(expected), "{line}");
    }
    assert!(lines[1].contains("; `quickbooks_id` must be"), "{message}");
    assert!(!message.to_lowercase().contains("canary"), "{message}");
}

#[test]
fn a_file_with_other_columns_is_refused() {
    for header in [
        "",
        "kind,source",
        "kind,source,quickbooks_id,Canary",
        "kind,source,quickbooks_id,kind",
        "customer,contact:51,58",
    ] {
        let message = refusal(&format!("{header}\nproduct,sku:hrs,2\n"));
        assert!(
            message.contains("line 1: the columns"),
            "{header}: {message}"
        );
        assert!(!message.contains("Canary"), "{message}");
    }
}

#[test]
fn a_refusal_of_a_whole_file_fits_into_an_answer() {
    let rows = "product,canary,x\n".repeat(50_000);
    let message = refusal(&format!("kind,source,quickbooks_id\n{rows}"));
    assert!(message.contains("50000 of the rows"), "{message}");
    assert!(message.ends_with("… and more"));
    assert!(message.len() < 256 * 1024, "{}", message.len());
}

/// The cells that a reader finds which splits at `separator`, quotes or no quotes.
fn cells_at(separator: u8, file: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader
        .delimiter(separator)
        .has_headers(false)
        .flexible(true);
    let records = reader.from_reader(file.as_bytes()).into_records();
    let cells = records.flat_map(|record| {
        record
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    cells.collect()
}

#[test]
fn no_cell_is_a_formula_wherever_a_spreadsheet_splits() {
    for name in [
        ";=cmd|'/C calc'!A0;",
        "Ada; =1",
        "Ada;\"=1\"",
        "Ada;\"\"=1",
        "a\t=1\n+2\r\n@SUM(A1)",
        "=1;=2;=3",
    ] {
        let file = file(&[mapping("sku:hrs", "2", name)]);
        for separator in [b',', b';', b'\t'] {
            for cell in cells_at(separator, &file) {
                let seen = cell.trim_start_matches([' ', '"']);
                assert!(!seen.starts_with(['=', '+', '@']), "{cell:?} in {file}");
            }
        }
    }
}

proptest! {
    #[test]
    fn a_protected_text_comes_back_and_begins_with_nothing_active(text in ".{0,20}", spaces in " {0,3}", active in "[=+@'\t-]{0,3}") {
        let text = format!("{spaces}{active}{text}");
        let cell = protect(&text);
        let back = unprotect(&cell);
        prop_assert_eq!(back.as_ref(), text.as_str());
        prop_assert!(!cell.trim_start_matches(' ').starts_with(is_active), "{:?}", cell);
    }

    #[test]
    fn a_file_comes_back_as_it_went(rows in proptest::collection::btree_map(
        "sku:[a-z=+@;,\"'-]{1,12}", ("[0-9]{1,20}", "[ =+@',;\"\t\n\ra-zé-]{0,20}"), 0..20,
    )) {
        let mappings: Vec<Mapping> = rows
            .iter()
            .map(|(source, (id, name))| mapping(source, id, name))
            .collect();
        prop_assert_eq!(read(&file(&mappings), NOW).unwrap(), mappings);
    }

    #[test]
    fn no_file_makes_the_reader_panic(file in "(kind,source,quickbooks_id\n)?[^\u{0}]{0,200}") {
        let _ = read(&file, NOW);
    }
}
