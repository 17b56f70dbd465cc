//! The texts of a file: what stands in the place of a name, and is none.

use hubspot::ObjectId;

use super::columns::Column;

/// The words that spreadsheets write in the place of a value that they cannot compute.
const ERROR_VALUES: [&str; 8] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!",
];

/// Refuses the error value of a spreadsheet: it is never a value. Of a number, it is told where numbers are read.
pub(super) fn refuse_error_value(column: &Column, cell: &str) -> Result<(), String> {
    let is_name = match column {
        Column::Property(name) | Column::Associated(_, name) | Column::Option(name) => {
            is_text(name)
        }
        _ => false,
    };
    let mut values = ERROR_VALUES.iter();
    match values.find(|value| cell.eq_ignore_ascii_case(value)) {
        Some(value) if is_name => Err(format!(
            "`{column}` holds {value}, which a spreadsheet writes where it finds no value: correct the cell, or empty it"
        )),
        _ => Ok(()),
    }
}

/// Refuses what HubSpot writes for an associated contact, in the place of its name: `Ada O'Keefe (ada@example.com)`,
/// or several of them, or ids.
pub(super) fn check(column: &str, cell: &str) -> Result<(), String> {
    if is_none(column, cell) {
        return Err(format!(
            "`{column}` holds associated records (`Name (address)`, or ids) or an address, and no name: export \
             `Associated Contact IDs`, and the contacts' own file for --contacts"
        ));
    }
    Ok(())
}

/// The same in the contacts' own file, where it is the name that somebody has typed.
pub(super) fn check_own(column: &str, cell: &str) -> Result<(), String> {
    if is_none(column, cell) {
        return Err(format!(
            "`{column}` holds an address or ids, and no name: correct it in HubSpot and export again, or empty the cell"
        ));
    }
    Ok(())
}

/// True for what is no name, or no address, in the place of one.
fn is_none(column: &str, cell: &str) -> bool {
    let names = ["name", "firstname", "lastname"];
    let is_name = names.iter().any(|name| column.ends_with(name));
    let is_email = column.ends_with("email");
    let parts = || cell.split([';', ',']).map(str::trim);
    let are_ids = parts().all(ObjectId::is_valid) && (parts().count() > 1 || is_person(column));
    let inner = |part: &str, begins: char, ends: char| {
        let inner = part
            .strip_suffix(ends)
            .and_then(|part| part.rsplit_once(begins));
        inner.is_some_and(|(_, inner)| inner.contains('@'))
    };
    let has_address = |part: &str| inner(part, '(', ')') || inner(part, '<', '>');
    let is_address = |part: &str| is_person(column) && part.contains('@');
    let is_one = (is_name || is_email) && (are_ids || parts().any(has_address));
    is_one || (is_name && parts().any(is_address))
}

/// True for the name of a person, which is neither a number nor an address; a company's may be.
fn is_person(column: &str) -> bool {
    column.ends_with("firstname") || column.ends_with("lastname")
}

/// True for a property or an option that is a text, in which anything could stand.
fn is_text(name: &str) -> bool {
    name.ends_with("name")
        || matches!(
            name,
            "email"
                | "hs_title"
                | "hs_sku"
                | "description"
                | "memo"
                | "private_note"
                | "phone"
                | "address"
                | "city"
        )
}

#[cfg(test)]
mod tests {
    use super::{check, refuse_error_value};
    use crate::backfill::columns::Column;

    #[test]
    fn what_is_no_name_is_never_taken_for_one() {
        for (column, cell) in [
            ("contact.lastname", "Ada Fern <ada@example.com>"),
            ("contact.lastname", "ada@example.com"),
            ("lastname", "51"),
            ("lastname", "51, 52"),
            ("contact.firstname", "51;52"),
            ("name", "Ada Fern (ada@example.com)"),
            ("company.name", "51;52"),
            ("email", "Ada Fern (ada@example.com);Ben (b@example.com)"),
        ] {
            let problem = check(column, cell).unwrap_err();
            assert!(
                problem.starts_with(&format!("`{column}` holds")),
                "{problem}"
            );
            assert!(
                !problem.contains("Fern") && !problem.contains("52"),
                "{problem}"
            );
        }
        for (column, cell) in [
            ("contact.lastname", "O'Keefe, Jr."),
            ("contact.lastname", "X Æ A-12"),
            ("company.name", "1418"),
            ("company.name", "Shop @ Home (LA)"),
            ("email", "ada@example.com; ben@example.com"),
            ("email", "ada@example.com,ben@example.com"),
            ("zip", "94105"),
        ] {
            assert_eq!(check(column, cell), Ok(()), "{column} = {cell}");
        }
    }

    #[test]
    fn the_error_value_of_a_spreadsheet_is_no_name() {
        let refused = |column: &str, cell: &str| {
            refuse_error_value(&Column::named(column).unwrap(), cell).is_err()
        };
        assert!(refused("contact.lastname", "#N/A"));
        assert!(refused("line_item.name", "#value!"));
        assert!(refused("option.memo", "#REF!"));
        assert!(!refused("contact.lastname", "N/A Fern"));
        assert!(!refused("amount", "#REF!"), "told as a number");
    }
}
