//! The private note, which carries a marker by which a document is found again.

use super::{
    Fitted, MAX_PRIVATE_NOTE, TextError, clean,
    fit::{fit, length},
};

/// The private note, of at most [`MAX_PRIVATE_NOTE`], with `marker` as its last line.
///
/// The text is cut so that the marker is whole; a text that ends with it already gets no second
/// one. The marker is refused when it cannot stand on one line within the note.
pub fn private_note(text: &str, marker: &str) -> Result<Fitted, TextError> {
    let marker = marker.trim();
    if clean::text(marker).text != marker || marker.contains('\n') {
        return Err(TextError::NotAllowed);
    }
    let found = length(marker);
    let Some(room) = MAX_PRIVATE_NOTE.checked_sub(found + 1) else {
        return Err(TextError::TooLong {
            found,
            longest: MAX_PRIVATE_NOTE - 1,
        });
    };
    let cleaned = clean::text(text);
    let Fitted { text, change } = fit(
        clean::Cleaned {
            text: without(marker, &cleaned.text).to_owned(),
            ..cleaned
        },
        room,
    );
    let text = match (text.is_empty(), marker.is_empty()) {
        (true, _) => marker.to_owned(),
        (false, true) => text,
        (false, false) => format!("{text}\n{marker}"),
    };
    Ok(Fitted { text, change })
}

/// The text before a marker that is its last line.
fn without<'t>(marker: &str, text: &'t str) -> &'t str {
    match text.strip_suffix(marker) {
        Some("") => "",
        Some(before) if before.ends_with('\n') && !marker.is_empty() => before.trim_end(),
        _ => text,
    }
}
