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
    assert_eq!(
        rows,
        [(2, cells(&["1", "x"]))],
        "Excel hides the line, and counts none"
    );
    for line in ["\"sep=|\"", "Sep=|", "SEP=|"] {
        let (heading, _) = read(&format!("{line}\nrecord_id|dealname\n"));
        assert_eq!(heading, ["record_id", "dealname"]);
    }
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

#[test]
fn a_blank_line_is_counted_as_a_row() {
    let (_, rows) = read("a;b\r\n\r\n1;x\r\n\n2;\"y\nz\"\n3;w");
    let numbers: Vec<_> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [3, 5, 6]);
}

/// The refusal of a file.
fn refusal(text: &str) -> String {
    match Table::read(text) {
        Ok(table) => panic!("{text:?} was read as {} rows", table.rows.len()),
        Err(problem) => problem,
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_named_and_swallows_no_rows() {
    let heading = "record_id,dealname,amount,line_item.description\n";
    let cases = [
        (
            "9501,Loom,1,\"Zeile\n9502,Hedge,2,x\n9503,Pond,3,y\n",
            "row 2: a quotation mark on line 2 ",
        ),
        (
            "9501,Loom,1,x\n9502,Hedge,2,\"5 inch",
            "row 3: a quotation mark on line 3 ",
        ),
        (
            "9501,Loom,1,\"a\nb\"\n\n9502,Hedge,2,\"c\nd",
            "row 4: a quotation mark on line 5 ",
        ),
        (
            "9501,\"Loom,1,x\n9502,Hedge,2,x\n",
            "row 2: a quotation mark on line 2 ",
        ),
    ];
    for (rows, expected) in cases {
        let problem = refusal(&format!("{heading}{rows}"));
        assert!(problem.starts_with(expected), "{rows:?}: {problem}");
        assert!(problem.contains("twice (\"\")"), "{problem}");
    }
}

#[test]
fn a_row_that_stands_in_the_cell_of_another_is_refused() {
    let heading = "record_id,dealname,amount,contact.id\n";
    let problem = refusal(&format!(
        "{heading}9501,\"Loom,100.00,71\n9502,Hedge\",250.00,72\n"
    ));
    assert!(
        problem.starts_with(
            "row 2: a quotation mark on line 2 of the file opens a cell that goes on over line 3"
        ),
        "{problem}"
    );
    let problem = refusal("record_id,amount,memo\n1,5,\"5\\\"\"\n2,6,x\n3,7,\"5\\\"\"\n");
    assert!(problem.starts_with("row 2: "), "{problem}");
    let problem = refusal("record_id,memo\n1,\"Zeile\" x\n2,y\n");
    assert!(
        problem.starts_with("row 2: on line 2 of the file a quotation mark closes"),
        "{problem}"
    );
}

#[test]
fn texts_of_several_lines_and_marks_within_a_text_are_read() {
    let (_, rows) = read(
        "dealname,record_id,amount,memo\n\"Loom,\nthe \"\"big\"\" one\",9501,100.00,\"Main hall\n10, High Street\nat 5\"\" \"\n\
         5\" pipe,9502,7,x\n",
    );
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].1[0], "Loom,\nthe \"big\" one");
    assert_eq!(rows[0].1[3], "Main hall\n10, High Street\nat 5\" ");
    assert_eq!(rows[1].1[0], "5\" pipe");
}
