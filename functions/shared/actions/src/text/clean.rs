//! Characters that QuickBooks refuses or that nobody sees.

/// A text without them, and whether there were any.
pub(super) struct Cleaned {
    pub(super) text: String,
    /// White space around or between words does not count: its loss is no news to anybody.
    pub(super) replaced: bool,
}

/// A text on one line, without colons; runs of white space are one space.
pub(super) fn name(text: &str) -> Cleaned {
    let mut replaced = false;
    let mut spaced = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            ':' => {
                let ends_word = chars.peek().is_some_and(|next| next.is_whitespace());
                spaced.push_str(if ends_word { " -" } else { "-" });
            }
            char if is_refused(char) => spaced.push(' '),
            char => spaced.push(char),
        }
        replaced |= char == ':' || (is_refused(char) && !char.is_whitespace());
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    Cleaned {
        text: words.join(" "),
        replaced,
    }
}

/// A text on one line; runs of white space are one space.
pub(super) fn line(text: &str) -> Cleaned {
    let replaced = text
        .chars()
        .any(|char| is_refused(char) && !char.is_whitespace());
    let spaced: String = text
        .chars()
        .map(|char| if is_refused(char) { ' ' } else { char })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    Cleaned {
        text: words.join(" "),
        replaced,
    }
}

/// A text of several lines; every line end is `\n`.
pub(super) fn text(text: &str) -> Cleaned {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        let text = text.trim().to_owned();
        let replaced = false;
        return Cleaned { text, replaced };
    }
    let unix = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let is_replaced = |char: char| is_refused(char) && char != '\n';
    let replaced = unix.chars().any(|char| is_replaced(char) && char != '\t');
    let spaced: String = unix
        .chars()
        .map(|char| if is_replaced(char) { ' ' } else { char })
        .collect();
    Cleaned {
        text: spaced.trim().to_owned(),
        replaced,
    }
}

/// Control characters, the two that are no characters (XML has no way to write them), two
/// without width, of which a name would look empty, and those that turn the direction of what follows, by which a name looks
/// like another. The joiner of emoji is not one of them.
fn is_refused(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{FFFE}'
                | '\u{FFFF}'
                | '\u{200B}'
                | '\u{FEFF}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
        )
}
