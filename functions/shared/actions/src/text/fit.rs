//! Cutting a text to a length.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

use super::clean::Cleaned;

/// A text that QuickBooks accepts. `Debug` shows its length only.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct Fitted {
    /// The text to send.
    #[debug("{} characters", length(text))]
    pub text: String,
    /// The change that was made; `None`: nothing but spacing.
    pub change: Option<Change>,
}

/// A change of a text; displayed as what can follow its name in a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Characters that QuickBooks refuses were replaced.
    pub replaced: bool,
    /// The text was too long.
    pub cut: Option<Cut>,
}

/// Two lengths in UTF-16 code units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Before.
    pub from: usize,
    /// After.
    pub to: usize,
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.replaced {
            formatter.write_str("had characters replaced that QuickBooks does not take")?;
        }
        if let Some(Cut { from, to }) = self.cut {
            let and = if self.replaced { " and " } else { "" };
            write!(
                formatter,
                "{and}was shortened from {from} to {to} characters"
            )?;
        }
        Ok(())
    }
}

pub(super) fn fit(cleaned: Cleaned, longest: usize) -> Fitted {
    let Cleaned { text, replaced } = cleaned;
    if fits(&text, longest) {
        let change = replaced.then_some(Change {
            replaced,
            cut: None,
        });
        return Fitted { text, change };
    }
    let from = length(&text);
    let fitted = cut(&text, longest);
    let to = length(fitted);
    let cut = (to < from).then_some(Cut { from, to });
    let change = (replaced || cut.is_some()).then_some(Change { replaced, cut });
    Fitted {
        text: fitted.to_owned(),
        change,
    }
}

/// True for a text that fits whatever its characters: none has more code units than bytes. So ordinary texts, of which
/// every line has one, are not taken apart.
const fn fits(text: &str, longest: usize) -> bool {
    text.len() <= longest
}

/// The length as QuickBooks counts it, in UTF-16 code units.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// As many whole grapheme clusters as fit, without white space at the end.
pub(super) fn cut(text: &str, longest: usize) -> &str {
    if fits(text, longest) {
        return text;
    }
    let mut room = longest;
    let end = text.grapheme_indices(true).find_map(|(start, grapheme)| {
        match room.checked_sub(length(grapheme)) {
            Some(rest) => {
                room = rest;
                None
            }
            None => Some(start),
        }
    });
    match end.and_then(|end| text.get(..end)) {
        Some(start) => start.trim_end(),
        None => text,
    }
}
