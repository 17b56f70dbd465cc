use hubspot::ObjectType;

use crate::backfill::heading::tests::{columns, names, naming, table};
use crate::backfill::heading::{Heading, Naming};

#[test]
fn the_columns_of_line_items_in_a_report_are_read_where_their_ids_are_known_and_never_passed_over()
{
    let headings = [
        "Record ID",
        "Amount",
        "Name",
        "SKU",
        "Quantity",
        "Net price",
        "Line",
    ];
    let columns = columns(&["Line=line_item.id"]);
    let naming = |columns| Naming {
        own_files: &[],
        ..naming(columns)
    };
    let deal = Some(&ObjectType::Deal);
    let heading = Heading::read(&table(&headings), deal, None, &naming(&columns)).unwrap();
    let expected = [
        "record_id",
        "amount",
        "line_item.name",
        "line_item.hs_sku",
        "line_item.quantity",
        "line_item.amount",
        "line_item.id",
    ];
    assert_eq!(names(&heading), expected);
    let problem = Heading::read(&table(&headings), deal, None, &naming(&[])).unwrap_err();
    for expected in [
        "column 3: `Name`, column 4: `SKU`, column 5: `Quantity`, column 6: `Net price` are of line items",
        "--column \"HEADING=line_item.id\"",
        "--line-items FILE",
        "--column \"Name=\" --column \"SKU=\"",
    ] {
        assert!(problem.contains(expected), "{problem}");
    }
    let alone = ["Record ID", "Amount", "Name", "Description"];
    let heading = Heading::read(&table(&alone), deal, None, &naming(&[])).unwrap();
    assert_eq!(heading.passed_over, ["Name", "Description"]);
    assert!(
        Heading::read(&table(&headings), deal, None, &self::naming(&[])).is_ok(),
        "line items have a file of their own"
    );
}
