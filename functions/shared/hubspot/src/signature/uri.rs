//! The form in which version 3 signs an address.

/// The characters that are signed decoded, by their codes; all others stay as they are, `%20` and `%25` among
/// them.
const DECODED: [(&[u8; 2], u8); 12] = [
    (b"3A", b':'),
    (b"2F", b'/'),
    (b"3F", b'?'),
    (b"40", b'@'),
    (b"21", b'!'),
    (b"24", b'$'),
    (b"27", b'\''),
    (b"28", b'('),
    (b"29", b')'),
    (b"2A", b'*'),
    (b"2C", b','),
    (b"3B", b';'),
];

/// The address as it is signed. One pass: `%253A` is an encoded per cent sign, and no colon.
pub(super) fn decoded(uri: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.first_chunk::<2>().filter(|_| *first == b'%');
        if let Some(character) = code.and_then(|code| character(*code)) {
            decoded.push(character);
            rest = after.get(2..).unwrap_or_default();
        } else {
            decoded.push(*first);
            rest = after;
        }
    }
    decoded
}

fn character(code: [u8; 2]) -> Option<u8> {
    let mut known = DECODED.iter();
    let found = known.find(|(known, _)| known.eq_ignore_ascii_case(&code));
    found.map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::decoded;

    fn text(uri: &str) -> String {
        String::from_utf8(decoded(uri)).unwrap()
    }

    #[test]
    fn the_characters_of_hubspots_list_are_decoded_and_no_others() {
        for (encoded, expected) in [
            (
                "/a?b=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B",
                "/a?b=:/?@!$'()*,;",
            ),
            ("/a?b=%3a%2f", "/a?b=:/"),
            (
                "/a?b=c%20d%26e%3Df%25g%2Bh%23",
                "/a?b=c%20d%26e%3Df%25g%2Bh%23",
            ),
            ("/a?b=%253A", "/a?b=%253A"),
            ("/a?b=%%3A", "/a?b=%:"),
            ("/a?b=%3", "/a?b=%3"),
            ("/a?b=%", "/a?b=%"),
            ("/a?b=%C3%A9é", "/a?b=%C3%A9é"),
            ("", ""),
        ] {
            assert_eq!(text(encoded), expected, "{encoded}");
        }
    }

    proptest! {
        #[test]
        fn an_address_without_codes_is_signed_as_it_is(uri in "[^%]{0,80}") {
            prop_assert_eq!(text(&uri), uri);
        }
    }
}
