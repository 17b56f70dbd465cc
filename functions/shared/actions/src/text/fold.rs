//! Comparing names: without regard to case, runs of white space and the form of the apostrophe.

/// The form in which two names that count as equal are the same text.
///
/// QuickBooks' names are unique in any case. Phones write `’` where keyboards write `'`.
pub fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('\u{2019}', "'").to_lowercase()
}

/// True if two names or e-mail addresses count as equal.
pub fn same_text(left: &str, right: &str) -> bool {
    fold(left) == fold(right)
}
