//! `CONTAINS_TOKEN`: words in a text, with `*` as a wildcard.

use unicode_segmentation::UnicodeSegmentation;

use super::operand::fold;

/// Tells whether `value` contains every word of `operand`, in any order and any case.
///
/// Words are those of Unicode's word boundaries, so `hubspot.com` is one in `ada@hubspot.com`. A
/// word with a wildcard may also span the text between spaces, or all of it: HubSpot's own example
/// `*@hubspot.com` finds e-mail addresses of that domain.
pub(super) fn contains(value: &str, operand: &str) -> bool {
    let (value, operand) = (fold(value), fold(operand));
    let candidates = candidates(&value);
    operand
        .split_whitespace()
        .all(|word| contains_word(&candidates, word))
}

fn candidates(value: &str) -> Vec<&str> {
    let words = value.unicode_words();
    words
        .chain(value.split_whitespace())
        .chain([value])
        .collect()
}

fn contains_word(candidates: &[&str], word: &str) -> bool {
    let pattern: Vec<char> = word.chars().collect();
    if candidates.iter().any(|candidate| glob(&pattern, candidate)) {
        return true;
    }
    // A word such as `smith-jones` is two words by Unicode's rules, and both must be there.
    let mut parts = word.unicode_words().peekable();
    !word.contains('*') && parts.peek().is_some() && parts.all(|part| candidates.contains(&part))
}

/// Tells whether all of `text` fits `pattern`, where `*` stands for any characters, or none.
///
/// Remembers the last `*` only, so the time is at most the product of the two lengths.
fn glob(pattern: &[char], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut position) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while position < text.len() {
        if pattern.get(at) == Some(&'*') {
            star = Some((at, position));
            at += 1;
        } else if pattern.get(at) == text.get(position) {
            at += 1;
            position += 1;
        } else if let Some((star_at, taken)) = star {
            star = Some((star_at, taken + 1));
            at = star_at + 1;
            position = taken + 1;
        } else {
            return false;
        }
    }
    pattern.iter().skip(at).all(|char| *char == '*')
}
