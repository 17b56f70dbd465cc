use super::Table;

fn read(text: &str) -> (Vec<String>, Vec<(u64, Vec<String>)>) {
    let table = Table::read(text).unwrap();
    let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect();
    let rows = table.rows.iter().map(|(number, row)| (*number, cells(row)));
    (cells(&table.heading), rows.collect())
}

fn cells(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn excel_s_line_that_names_the_separator_is_no_heading() {
    let (heading, rows) = read("sep=;\r\nrecord_id;\"deal, name\"\r\n1;x\r\n");
    assert_eq!(heading, ["record_id", "deal, name"]);
    assert_eq!(rows, [(3, cells(&["1", "x"]))]);
    let (heading, _) = read("\"sep=|\"\nrecord_id|dealname\n");
    assert_eq!(heading, ["record_id", "dealname"]);
}

#[test]
fn the_separator_is_the_one_of_the_heading_outside_quotes() {
    for text in ["a,\"b;;;\",c\n", "a;\"b,,,\";c\n", "a\t\"b,;,;\"\tc\n"] {
        assert_eq!(read(text).0.len(), 3, "{text}");
    }
}

#[test]
fn cells_with_several_lines_and_empty_rows_keep_the_count_of_a_spreadsheet() {
    let (_, rows) = read("a;b\n1;\"x\ny\"\n;\n2;z\n");
    let numbers: Vec<_> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [2, 4]);
}
