//! Files that would be booked otherwise than they are meant.

use super::{input, input_of, lines};

#[test]
fn a_field_that_stands_twice_on_a_line_is_refused() {
    let text = br#"{"record": {"id": "1"}, "options": {"dry_run": true}, "options": {}}"#;
    let problem = lines(text).unwrap_err();
    assert!(
        problem.contains("line 1: `options` stands there twice"),
        "{problem}"
    );
}

#[test]
fn payments_of_one_sale_may_show_the_same_lines_of_a_file() {
    let payments = b"Record ID,Gross amount,Status,Associated Contact IDs,Associated Line Item IDs\n3001,5.00,Succeeded,1,7\n3002,5.00,Succeeded,1,7\n";
    let lines =
        b"Record ID,Name,Quantity,Unit price,Associated Payment IDs\n7,Hours,1,10.00,3001;3002\n";
    let files: [(&str, &[u8]); 2] = [("payments.csv", payments), ("lines.csv", lines)];
    let more = [
        "--line-items",
        "lines.csv",
        "--column",
        "Fees=",
        "--object-type",
        "payment",
    ];
    let read = input_of(
        "create-paid-invoice",
        &files,
        &[&more[..2], &more[4..]].concat(),
    )
    .unwrap();
    for job in read.jobs {
        assert!(
            String::from_utf8(job.event.to_vec())
                .unwrap()
                .contains("Hours")
        );
    }
}

#[test]
fn an_amount_of_a_currency_that_nothing_names_is_refused() {
    let deals = |currency: &str, home: &str| {
        let text = format!(
            "Record ID,Deal Name,Amount,Amount in company currency,Currency\n1,Loom,100.00,{home},{currency}\n"
        );
        let files: [(&str, &[u8]); 1] = [("deals.csv", text.as_bytes())];
        input(&files, &[]).map(|input| input.jobs.len())
    };
    let problem = deals("", "118.50").unwrap_err();
    assert!(
        problem.contains("row 2: deal 1: `amount`") && problem.contains("`Currency`"),
        "{problem}"
    );
    for (currency, home) in [("EUR", "118.50"), ("", "100"), ("", "")] {
        assert_eq!(deals(currency, home), Ok(1), "{currency} {home}");
    }
}

#[test]
fn a_first_record_is_not_taken_for_the_heading() {
    for columns in [&[][..], &["--column", "38120044053=record_id"]] {
        let more = [columns, &["--object-type", "deal"]].concat();
        for text in [
            &b"38120044053\n38120044054\n"[..],
            b"38120044053,100.00\n38120044054,2\n",
        ] {
            let problem = input(&[("ids.csv", text)], &more).unwrap_err();
            assert!(problem.contains("write `record_id`"), "{problem}");
        }
    }
}

#[test]
fn deals_of_which_nobody_knows_when_they_were_closed_are_told() {
    let text = b"Record ID,Deal Name,Amount,Closed Date\n1,Loom,5.00,2025-01-02\n";
    let notices = |more: &[&str]| input(&[("d.csv", text)], more).unwrap().notices.join("\n");
    assert!(notices(&[]).contains("dated today"), "{}", notices(&[]));
    assert!(!notices(&["--date", "today"]).contains("dated today"));
    let named = input(&[("d.csv", text)], &["--column", "Closed Date=closedate"]).unwrap_err();
    assert!(named.contains("--date closedate"), "{named}");
}

#[test]
fn what_is_no_name_in_the_contacts_own_file_is_named_with_its_contact() {
    let deals = b"Record ID,Deal Name,Amount,Associated Contact IDs\n1,Loom,5.00,51\n";
    let contacts =
        b"Record ID,First Name,Last Name,Email\n51,Ada,ada@example.com,ada@example.com\n";
    let files: [(&str, &[u8]); 2] = [("deals.csv", deals), ("contacts.csv", contacts)];
    let problem = input(&files, &["--contacts", "contacts.csv"]).unwrap_err();
    assert!(
        problem.contains("row 2: contact 51: `lastname` holds an address"),
        "{problem}"
    );
    assert!(problem.contains("correct it in HubSpot"), "{problem}");
    assert!(!problem.contains("--contacts"), "{problem}");
}

#[test]
fn a_date_that_no_record_has_is_told_with_a_way_out_that_there_is() {
    let quotes = b"Record ID,Quote title,Quote amount,Quote status\n1,Loom,5.00,Signed\n";
    let ids = br#"{"object_type": "quote", "id": "1"}"#;
    let files: [(&str, &[u8]); 2] = [("quotes.csv", quotes), ("quotes.jsonl", ids)];
    for file in files {
        let closed = ["--date", "closedate"];
        let problem = input(&[file], &closed).unwrap_err();
        assert!(
            problem.contains("quote 1: a quote has no `closedate`"),
            "{problem}"
        );
        assert!(problem.contains("--date today"), "{problem}");
        for impossible in ["write each date", "hs_payment_date", "{{closedate}}"] {
            assert!(!problem.contains(impossible), "{impossible}: {problem}");
        }
        let receipt = input_of("create-sales-receipt", &[file], &closed).unwrap_err();
        assert!(
            receipt.contains("hs_payment_date") || receipt.contains("Payment status"),
            "{receipt}"
        );
    }
    let deals = b"Record ID,Deal Name,Amount,Close Date\n1,Loom,5.00,2025-01-02\n";
    let date = ["--options", r#"{"transaction_date": "{{Close Date}}"}"#];
    let problem = input(&[("deals.csv", deals)], &date).unwrap_err();
    assert!(problem.contains("write {{closedate}}"), "{problem}");
}

#[test]
fn records_whose_type_no_heading_says_are_taken_for_none() {
    let table: [(&[u8], &str); 4] = [
        (
            b"Record ID,Quote name,Amount,Quote status,Currency\n5001,Loom,300.00,Rejected,USD\n",
            "",
        ),
        (
            b"Record ID,Amount,Status,Currency\n3001,50.00,Failed,USD\n",
            "",
        ),
        (b"Record ID,Close Date\n3001,2026-11-02\n", ""),
        (
            b"record_id,object_type,amount\n1,deal,5.00\n2,,6.00\n",
            "record 2: ",
        ),
    ];
    for (text, place) in table {
        let problem = input(&[("records.csv", text)], &[]).unwrap_err();
        assert!(problem.contains("--object-type"), "{problem}");
        assert!(problem.contains(place), "{problem}");
    }
    let named = b"record_id,Betrag,Titel\n1,5.00,Loom\n";
    let columns = ["--column", "Titel=dealname", "--column", "Betrag=amount"];
    let read = input(&[("records.csv", named)], &columns).unwrap();
    assert_eq!(read.jobs[0].subject.object_type, "deal");
}

#[test]
fn one_contact_or_company_that_is_described_in_two_ways_is_refused() {
    let rows = |rows: &str| {
        let text = format!(
            "record_id,contact.id,contact.lastname,contact.email,company.id,company.name\n{rows}"
        );
        let files: [(&str, &[u8]); 1] = [("deals.csv", text.as_bytes())];
        input(&files, &["--object-type", "deal"]).map(|input| input.jobs.len())
    };
    let problem =
        rows("1,7,Fern,f@example.com,,\n2,7,Vale,v@example.com,,\n3,8,Reed,r@example.com,,\n");
    let problem = problem.unwrap_err();
    let expected = "row 3: deal 2: its contact 7 is another than that of deal 1 (row 2): `email`, `lastname` differ";
    assert!(problem.contains(expected), "{problem}");
    assert!(
        !problem.contains("Vale") && !problem.contains("row 4"),
        "{problem}"
    );
    let problem = rows("1,7,Fern,,9,Loom Ltd\n2,7,Fern,,9,Reed Ltd\n").unwrap_err();
    assert!(problem.contains("company 9"), "{problem}");
    let same = "1,7,Fern,F@example.com,9,Loom\n2,7,Fern ,f@example.com,9,Loom\n3,7,,,9,\n";
    assert_eq!(rows(same), Ok(3));
}

#[test]
fn the_line_items_of_a_merged_deal_are_its_own_and_those_of_another_deal_are_not() {
    let read = |deals: &str, lines: &str| {
        let deals = format!("Record ID,Deal Name,Amount,Merged object IDs\n{deals}");
        let lines = format!("Record ID,Name,Quantity,Net price,Associated Deal IDs\n{lines}");
        let files: [(&str, &[u8]); 2] = [
            ("deals.csv", deals.as_bytes()),
            ("lines.csv", lines.as_bytes()),
        ];
        input(&files, &["--line-items", "lines.csv", "--date", "today"])
    };
    let merged = read("9501,Loom,100.50,9400;9401\n", "7,Hours,1,100.50,9401\n").unwrap();
    let told = merged.notices.join("\n");
    assert!(!told.contains("line item"), "{told}");
    let event = String::from_utf8(merged.jobs[0].event.to_vec()).unwrap();
    assert!(event.contains("Hours"), "{event}");
    let problem = read("9501,Loom,100.50,\n", "7,Hours,1,100.50,9401\n").unwrap_err();
    assert!(
        problem.contains("not one of the 1 line items of lines.csv belongs to a record"),
        "{problem}"
    );
    let two = "9501,Loom,100.50,\n9502,Rug,50.00,\n";
    let problem = read(two, "7,Hours,1,100.50,9501\n8,Hours,1,50.00,9402\n").unwrap_err();
    assert!(
        problem.contains("no line item in lines.csv (9502)"),
        "{problem}"
    );
    let told = read(two, "7,Hours,1,100.50,9501\n")
        .unwrap()
        .notices
        .join("\n");
    assert!(
        told.contains("1 of the records have no line item in it") && told.contains("9502"),
        "{told}"
    );
}

#[test]
fn a_file_of_deals_and_quotes_is_refused_until_both_are_dated() {
    let rows = "record_id,dealname,amount,closedate,object_type,hs_title,hs_quote_amount,hs_status,hs_createdate,contact.id,contact.lastname,contact.email\n\
         7401,Loom,5.00,2026-09-30,deal,,,,,51,Byron,ada@example.com\n\
         7402,,,,quote,Loom,5.00,Signed,2026-09-05,51,Byron,ada@example.com\n";
    let ids = "record_id,object_type\n7401,deal\n7402,quote\n";
    let column = "record_id,object_type,option.transaction_date\n7401,deal,{{closedate}}\n7402,quote,2026-09-05\n";
    let made = r#"{"transaction_date": "{{hs_createdate}}"}"#;
    for text in [rows, ids] {
        let file: (&str, &[u8]) = ("records.csv", text.as_bytes());
        for more in [&[][..], &["--date", "closedate"], &["--options", made]] {
            let refused = input(&[file], more).unwrap_err();
            for way in ["a column `option.transaction_date`", "or --date today"] {
                assert!(refused.contains(way), "{more:?}: {refused}");
            }
        }
        let dated = input(&[file], &["--date", "today"]);
        assert_eq!(dated.unwrap().jobs.len(), 2);
    }
    let dated = input(&[("records.csv", column.as_bytes())], &[]);
    assert_eq!(dated.unwrap().jobs.len(), 2);
}

#[test]
fn a_cell_that_no_date_replaces_is_named_with_its_row() {
    let deals = b"record_id,dealname,amount,option.transaction_date\n1,Loom,5.00,2026-09-30\n2,Loom,5.00,{{closedate}}\n";
    let refused = input(&[("deals.csv", deals)], &["--date", "today"]).unwrap_err();
    for part in [
        "row 3: deal 2: the cell of its column `option.transaction_date`",
        "YYYY-MM-DD alone",
    ] {
        assert!(refused.contains(part), "{refused}");
    }
    assert!(!refused.contains("--date today"), "{refused}");
}

#[test]
fn a_title_above_the_heading_is_to_be_deleted() {
    for text in [
        "Deals won 2026\n\nRecord ID,Deal Name,Amount\n1,Loom,5.00\n",
        "Deals won 2026,,\n,,\nrecord_id,dealname,amount\n1,Loom,5.00\n",
        "Deals won 2026\n\nRecord ID;Deal Name;Amount\n1;Loom;5.00\n",
    ] {
        let refused = input(&[("deals.csv", text.as_bytes())], &[]).unwrap_err();
        let expected = "it seems to stand on row 3, and must be the first row";
        assert!(refused.contains(expected), "{refused}");
        assert!(!refused.contains("won"), "{refused}");
    }
}

#[test]
fn records_of_nobody_are_told_once_with_the_columns_that_are_missing() {
    let deals =
        b"Record ID,Deal Name,Amount,Close Date\n1,Loom,5.00,2026-11-02\n2,Loom,5.00,2026-11-02\n";
    let told = |more: &[&str]| {
        let read = input(&[("deals.csv", deals)], more);
        read.unwrap().notices.join("\n")
    };
    let missing = "no column says whose a deal is: export `Associated Contact IDs` too, and give the contacts' own export with \
         --contacts FILE";
    assert_eq!(told(&[]).matches(missing).count(), 1, "{}", told(&[]));
    let billed = ["--options", r#"{"customer": {"quickbooks_id": "58"}}"#];
    assert!(!told(&billed).contains(missing));
    for column in [
        "contact.id",
        "company_ids",
        "option.customer",
        "contact.email",
    ] {
        let deals = format!("record_id,dealname,amount,{column}\n1,Loom,5.00,\n");
        let read = input(&[("deals.csv", deals.as_bytes())], &[]).unwrap();
        assert!(!read.notices.join("\n").contains(missing), "{column}");
    }
}
