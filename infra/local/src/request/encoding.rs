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
mod tests;
