use serde_json::json;

use super::{OWN, check_request, of_cell};

#[test]
fn ids_are_digits_as_hubspot_writes_them() {
    assert_eq!(of_cell("51", OWN), Ok(vec!["51".to_owned()]));
    let several = vec!["701".to_owned(), "702".to_owned()];
    assert_eq!(of_cell("701; 702;", OWN), Ok(several));
    assert!(of_cell("18446744073709551615", OWN).is_ok());
}

#[test]
fn what_a_spreadsheet_made_of_an_id_is_refused_with_what_to_do() {
    for changed in [
        "9501.0",
        "09501",
        "0",
        "2.31074E+10",
        "23,107",
        "-5",
        "123456789012345678901",
    ] {
        let problem = of_cell(changed, OWN).unwrap_err();
        assert!(problem.contains("as text"), "{problem}");
        assert!(problem.contains(changed), "{problem}");
        let request = json!({"record": {"id": "1", "contacts": [{"id": changed}]}});
        let problem = check_request(&request).unwrap_err();
        assert!(problem.starts_with("`contacts`: "), "{problem}");
    }
}

#[test]
fn a_name_is_never_taken_for_an_id_nor_shown() {
    for name in ["Ada O'Keefe (ada@example.com)", "Ada;Ben", "e", "51 (Ada)"] {
        let problem = of_cell(name, "Associated Contact IDs").unwrap_err();
        assert!(problem.contains("Associated Contact IDs"), "{problem}");
        assert!(!problem.contains("Ada"), "{problem}");
    }
}

#[test]
fn a_text_in_the_place_of_an_id_is_told_the_column_with_the_ids() {
    let own = of_cell("Total", OWN).unwrap_err();
    assert!(own.contains("`Record ID`, and leave out rows"), "{own}");
    assert!(!own.contains("Contact"), "{own}");
    let deals = of_cell("Loom", "Associated Deal IDs").unwrap_err();
    assert!(deals.ends_with("`Associated Deal IDs`"), "{deals}");
}

#[test]
fn an_id_that_stands_twice_in_a_list_is_refused() {
    let request = json!({"record": {"id": 9501, "line_items": [{"id": "7"}, {"id": 7}]}});
    let problem = check_request(&request).unwrap_err();
    assert!(
        problem.contains("`line_items`: 7 stands there twice"),
        "{problem}"
    );
    let request = json!({"record": {"id": 9501.0}});
    assert!(check_request(&request).unwrap_err().contains("9501.0"));
}

#[test]
fn the_marks_by_which_a_spreadsheet_keeps_digits_are_to_be_taken_off() {
    for (cell, mark) in [("=\"8901\"", "`=\"…\"`"), ("'8902", "`'`")] {
        let problem = of_cell(cell, OWN).unwrap_err();
        assert!(problem.contains(mark), "{problem}");
        assert!(problem.contains("take it off, so that 890"), "{problem}");
    }
    for text in ["'Ada", "=\"Ada\"", "='8901"] {
        let problem = of_cell(text, OWN).unwrap_err();
        assert!(!problem.contains("take it off"), "{problem}");
    }
}
