//! Numbers that a spreadsheet has shortened: of `4006381333931` a CSV saved from it holds `4.00638E+12`.

use super::columns::Column;

/// Refuses a cell that holds such a number, whatever it is of: two SKUs would be one, and an amount another. Of HubSpot's
/// ids it is told where ids are read.
pub(super) fn refuse(column: &Column, cell: &str) -> Result<(), String> {
    let is_id = match column {
        Column::Associated(_, name) => name == "id",
        Column::Property(_) | Column::Option(_) => false,
        _ => true,
    };
    if is_id || !is_shortened(cell) {
        return Ok(());
    }
    Err(format!(
        "`{column}` holds {cell}, a number as a spreadsheet shortens it, and digits may be missing: export the file again and \
         do not open it, or, where the spreadsheet still has all digits, format the column as a number with all its decimals \
         (that of a code such as a SKU without any) and save it again"
    ))
}

/// True for digits with `E+` and digits behind them. HubSpot's own numbers have no `+` there (`1.0E7`), and nothing is
/// missing from them.
fn is_shortened(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.trim_start_matches(['-', '+']);
    unsigned.split_once("E+").is_some_and(|(number, exponent)| {
        let parts = number.split_once(['.', ',']);
        let (whole, decimals) = parts.unwrap_or((number, "0"));
        digits(whole) && digits(decimals) && digits(exponent)
    })
}

#[cfg(test)]
mod tests {
    use super::{Column, refuse};

    fn refused(column: &str, cell: &str) -> bool {
        refuse(&Column::named(column).unwrap(), cell).is_err()
    }

    #[test]
    fn a_number_that_a_spreadsheet_shortened_is_refused_in_every_column_but_those_of_ids() {
        for (column, cell) in [
            ("line_item.hs_sku", "4.00638E+12"),
            ("hs_sku", "4E+12"),
            ("amount", "1.23E+06"),
            ("amount", "-1,23E+06"),
            ("line_item.price", "1.23E+06"),
            ("option.document_number", "1.00E+03"),
            ("po_number", "1.00E+03"),
            ("contact.phone", "4.47911E+11"),
        ] {
            assert!(refused(column, cell), "{column} = {cell}");
        }
        for column in ["record_id", "contact.id", "line_item.id", "deal_ids"] {
            assert!(!refused(column, "2.31074E+10"), "{column}");
        }
    }

    #[test]
    fn a_code_with_other_letters_and_a_number_of_hubspot_s_are_no_shortened_numbers() {
        for (column, cell) in [
            ("line_item.hs_sku", "ABC1E+5"),
            ("line_item.hs_sku", "1E+5B"),
            ("line_item.hs_sku", "4006381333931"),
            ("line_item.hs_sku", "1E5"),
            ("line_item.hs_sku", "E+5"),
            ("line_item.name", "Vitamin E+ 50"),
            ("amount", "1.23456789E7"),
            ("amount", "1.0e+7"),
        ] {
            assert!(!refused(column, cell), "{column} = {cell}");
        }
    }
}
