//! The text of a file, in the encodings that spreadsheets write.

/// The beginnings of files that are no text, and what they are.
const FORMATS: [(&[u8], &str); 4] = [
    (
        b"PK\x03\x04",
        "an Excel workbook (.xlsx), or another ZIP file",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an Excel workbook in the old format (.xls)",
    ),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "compressed (.gz)"),
];

/// The text of UTF-8, with a byte order mark or without, or of UTF-16 with one, which Excel calls
/// "Unicode Text".
///
/// # Errors
///
/// The format that it is in instead, or the line that is in another encoding, and what to do.
pub(crate) fn text_of(bytes: &[u8]) -> Result<String, String> {
    let format = FORMATS.iter().find(|(begin, _)| bytes.starts_with(begin));
    if let Some((_, format)) = format {
        return Err(format!(
            "it is {format} and no text, whatever its name says: open it, and save it as a text file in UTF-8 (in \
             Excel, \"CSV UTF-8\" in the list of file types)"
        ));
    }
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        _ if bytes.contains(&0) => Err(
            "it has NUL characters, as UTF-16 without a byte order mark has: save the file as UTF-8 (in Excel, \
             \"CSV UTF-8\" in the list of file types)"
                .to_owned(),
        ),
        _ => utf_8(bytes),
    }
}

fn utf_8(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        format!(
            "line {line} is not UTF-8: save the file as UTF-8 (in Excel, \"CSV UTF-8\" in the list of \
             file types)"
        )
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err("it begins as UTF-16 and is none: save the file as UTF-8".to_owned()),
    }
}

#[cfg(test)]
mod tests {
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
}
