use proptest::prelude::*;

use super::text_of;

fn utf_16(text: &str, little: bool) -> Vec<u8> {
    let bytes = |unit: u16| {
        if little {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        }
    };
    let marked = format!("\u{feff}{text}");
    marked.encode_utf16().flat_map(bytes).collect()
}

proptest! {
    #[test]
    fn a_text_is_the_same_in_each_encoding(text in "[^\u{feff}\u{0}]{0,40}") {
        let marked = format!("\u{feff}{text}").into_bytes();
        let encodings = [
            text.clone().into_bytes(), marked, utf_16(&text, true), utf_16(&text, false),
        ];
        for bytes in encodings {
            prop_assert_eq!(text_of(&bytes), Ok(text.clone()));
        }
    }
}

#[test]
fn what_is_no_text_is_refused_with_its_format() {
    let unmarked = utf_16("record_id", true).split_off(2);
    let files: [(&[u8], &str); 4] = [
        (b"PK\x03\x04\x14", "an Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "(.xls)"),
        (b"%PDF-1.7", "a PDF"),
        (&unmarked, "UTF-16 without a byte order mark"),
    ];
    for (bytes, expected) in files {
        let problem = text_of(bytes).unwrap_err();
        assert!(problem.contains(expected), "{problem}");
        assert!(problem.contains("UTF-8"), "{problem}");
    }
}

#[test]
fn another_encoding_is_refused_with_its_line() {
    let latin = text_of(b"record_id\n\xe9").unwrap_err();
    assert!(latin.contains("line 2 is not UTF-8"), "{latin}");
    for broken in [&[0xff, 0xfe, 0x41][..], &[0xfe, 0xff, 0xd8, 0x00]] {
        assert!(text_of(broken).unwrap_err().contains("UTF-16"));
    }
}
