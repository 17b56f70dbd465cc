//! Bounds for what is repeated in messages: a caller's own words may be a megabyte long.

/// The most characters of a name that is repeated.
const LONGEST_NAME: usize = 60;

/// A name that somebody gave, as messages repeat it: on one line, and cut after 60 characters.
pub fn shortened(name: &str) -> String {
    let visible = |character: char| {
        if character.is_control() {
            '\u{fffd}'
        } else {
            character
        }
    };
    let mut characters = name.chars();
    let mut short: String = characters
        .by_ref()
        .take(LONGEST_NAME)
        .map(visible)
        .collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

/// A text of at most `longest` bytes, and a mark where it was cut.
pub fn bounded(mut text: String, longest: usize) -> String {
    if text.len() > longest {
        text.truncate(text.floor_char_boundary(longest));
        text.push('…');
    }
    text
}

/// A text as a line of a log may hold it: what ends lines, or tells a terminal something, is written out.
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        let is_mark = matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || is_mark {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{bounded, on_one_line, shortened};

    #[test]
    fn what_is_repeated_has_a_bound_and_stays_on_its_line() {
        assert_eq!(shortened("payment_term"), "payment_term");
        assert_eq!(
            shortened("a\n\u{1b}[31mERROR"),
            "a\u{fffd}\u{fffd}[31mERROR"
        );
        let long = shortened(&"é".repeat(1_000_000));
        assert_eq!(long.chars().count(), 61);
        assert_eq!(bounded("é".repeat(10), 5), "éé…");
        assert_eq!(bounded("short".into(), 5), "short");
    }

    #[test]
    fn a_line_of_a_log_is_one() {
        let forged = "a\u{1b}[31mRED\r\n2026 ERROR faked \u{202e}é\"";
        let line = r#"a\u{1b}[31mRED\r\n2026 ERROR faked \u{202e}é""#;
        assert_eq!(on_one_line(forged), line);
    }
}
