//! Serde's reasons, as messages repeat them.

use crate::text::bounded;

/// Serde quotes the offending value in some of its messages: ``string "Ada"`` becomes `string`, and so
/// does what it calls an unknown variant. Names of fields stay, if they are short.
pub fn without_values(message: &str) -> String {
    // The known ones stand in a list after it.
    let known = |rest: &str| {
        let (_, known) = rest.rsplit_once("`, expected ")?;
        Some(format!("unknown variant, expected {known}"))
    };
    let message = match message.strip_prefix(UNKNOWN_VARIANT) {
        Some(rest) => known(rest).unwrap_or_else(|| "unknown variant".to_owned()),
        None => message.to_owned(),
    };
    let mut cleaned = String::with_capacity(message.len());
    let (mut quoted, mut escaped) = (false, false);
    for character in message.chars() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match character {
            '"' => quoted = !quoted,
            '\\' if quoted => escaped = true,
            other if !quoted => cleaned.push(other),
            _ => {}
        }
    }
    bounded(in_plain_words(&cleaned), LONGEST_REASON)
}

/// Serde's message of a value of another kind, in the words of JSON.
fn in_plain_words(message: &str) -> String {
    if message == "invalid number" {
        return "expected a whole number of zero or more".to_owned();
    }
    let kinds = message.strip_prefix("invalid type: ");
    match kinds.and_then(|kinds| kinds.split_once(", expected ")) {
        Some((found, expected)) => format!("expected {}, found {}", kind(expected), kind(found)),
        None => message.to_owned(),
    }
}

/// A kind of value as people call it.
fn kind(serde_s: &str) -> &str {
    let name = serde_s.trim().trim_start_matches("a ");
    match name.split(' ').next().unwrap_or_default() {
        "string" if name.contains(" or map") => "a text or an object",
        "string" if !name.contains(" or ") => "a text",
        "map" | "struct" => "an object",
        "sequence" => "a list",
        "number" | "integer" | "floating" | "usize" | "u8" | "u16" | "u32" | "u64" | "i64" => {
            "a number"
        }
        "boolean" => "true or false",
        _ => serde_s.trim(),
    }
}

/// Before the variant itself, in serde's message.
const UNKNOWN_VARIANT: &str = "unknown variant `";

/// The most bytes of serde's own words: it repeats the name of an unknown field whole.
const LONGEST_REASON: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::without_values;

    #[test]
    fn a_value_of_another_kind_is_told_in_the_words_of_json_and_never_itself() {
        let cases = [
            (
                r#"invalid type: string "Ada \" Canary", expected a map"#,
                "expected an object, found a text",
            ),
            (
                "invalid type: number, expected a string",
                "expected a text, found a number",
            ),
            (
                "invalid type: integer `1`, expected a boolean",
                "expected true or false, found a number",
            ),
            (
                "invalid type: null, expected struct Record",
                "expected an object, found null",
            ),
            (
                "invalid type: boolean `true`, expected string or map",
                "expected a text or an object, found true or false",
            ),
            (
                "invalid type: string \"10\", expected usize",
                "expected a number, found a text",
            ),
            ("invalid number", "expected a whole number of zero or more"),
            ("missing field `id`", "missing field `id`"),
        ];
        for (message, expected) in cases {
            assert_eq!(without_values(message), expected);
        }
    }

    #[test]
    fn all_known_variants_are_named_and_the_unknown_one_is_not() {
        let cases = [
            (
                "unknown variant `foo`, expected `deal` or `record`",
                "unknown variant, expected `deal` or `record`",
            ),
            (
                "unknown variant `foo`, expected one of `warn`, `refuse`, `book`",
                "unknown variant, expected one of `warn`, `refuse`, `book`",
            ),
            (
                "unknown variant `Ada`, expected Canary`, expected one of `warn`, `refuse`, `book`",
                "unknown variant, expected one of `warn`, `refuse`, `book`",
            ),
            (
                "unknown variant `Canary`, there are no variants",
                "unknown variant",
            ),
        ];
        for (message, expected) in cases {
            assert_eq!(without_values(message), expected);
        }
    }
}
