//! The words of a query.

use crate::fault::Fault;

/// A word, and where it stands.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// 1-based, in characters.
    pub(super) column: usize,
}

#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum TokenKind {
    /// A keyword or a name, as written.
    Word(String),
    /// A quoted text, unescaped.
    Text(String),
    /// A number, as written.
    Number(String),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [&str; 11] = ["<=", ">=", "!=", "=", "<", ">", "(", ")", ",", "*", "."];

/// The last character the parser of queries knows: reported for `’`, `–`, `ł` and `李` (quickbooks-ruby, issues
/// 54, 309 and 362; QuickBooks-V3-PHP-SDK, issue 397), while Latin-1 letters such as `é` are read.
const LAST_CHARACTER: char = '\u{ff}';

/// Cuts a query into words. Dots join names: `MetaData.LastUpdatedTime` is one word.
pub(super) fn tokens(query: &str) -> Result<Vec<Token>, Fault> {
    let characters: Vec<char> = query.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        let column = at + 1;
        let rest = &characters[at..];
        let (kind, length) = match first {
            space if space.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            '\'' => quoted(rest, column)?,
            letter if letter.is_ascii_alphabetic() || letter == '_' => {
                let length = run(rest, |c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
                (TokenKind::Word(rest[..length].iter().collect()), length)
            }
            digit if digit.is_ascii_digit() || digit == '-' => {
                let length = 1 + run(&rest[1..], |c| c.is_ascii_digit() || c == '.');
                (TokenKind::Number(rest[..length].iter().collect()), length)
            }
            _ => sign(rest, column)?,
        };
        tokens.push(Token { kind, column });
        at += length;
    }
    tokens.push(Token {
        kind: TokenKind::End,
        column: at.max(1),
    });
    Ok(tokens)
}

fn run(characters: &[char], belongs: impl Fn(char) -> bool) -> usize {
    characters
        .iter()
        .take_while(|character| belongs(**character))
        .count()
}

/// A backslash takes the next character as it is; a doubled apostrophe is the end of one text and the start of
/// another, which no query allows.
fn quoted(characters: &[char], column: usize) -> Result<(TokenKind, usize), Fault> {
    let mut text = String::new();
    let mut at = 1;
    loop {
        match (characters.get(at), characters.get(at + 1)) {
            (Some(&unknown), _) | (Some('\\'), Some(&unknown)) if unknown > LAST_CHARACTER => {
                let until = characters.iter().take_while(|c| **c <= LAST_CHARACTER);
                let read: String = until.collect();
                return Err(lexical_error(
                    Some(unknown),
                    column + read.chars().count(),
                    &read,
                ));
            }
            (Some('\\'), Some(&next)) => {
                text.push(next);
                at += 2;
            }
            (Some('\''), _) => return Ok((TokenKind::Text(text), at + 1)),
            (Some(&character), _) => {
                text.push(character);
                at += 1;
            }
            (None, _) => {
                let read: String = characters.iter().collect();
                return Err(lexical_error(None, column + at, &read));
            }
        }
    }
}

fn sign(characters: &[char], column: usize) -> Result<(TokenKind, usize), Fault> {
    let starts_with = |sign: &&&str| characters.iter().take(sign.len()).copied().eq(sign.chars());
    match SIGNS.iter().find(starts_with) {
        Some(sign) => Ok((TokenKind::Sign(sign), sign.len())),
        None => Err(lexical_error(characters.first().copied(), column, "")),
    }
}

/// The text of Java's `TokenMgrError`: the character, its number, and what of the word was read before it.
fn lexical_error(found: Option<char>, column: usize, read: &str) -> Fault {
    let found = found.map_or("<EOF>".to_owned(), |character| {
        // Java counts in UTF-16 and so meets the first half of a character above U+FFFF.
        let unit = character.encode_utf16(&mut [0; 2])[0];
        format!("\"{}\" ({unit}),", escaped(unit))
    });
    let read: String = read.encode_utf16().map(escaped).collect();
    Fault::query_unreadable(&format!(
        "Invalid content. Lexical error at line 1, column {column}.  Encountered: {found} after : \"{read}\""
    ))
}

/// A character as Java's source code writes it.
fn escaped(unit: u16) -> String {
    match u8::try_from(unit).map(char::from) {
        Ok(quote @ ('"' | '\'' | '\\')) => format!("\\{quote}"),
        Ok(character) if character.is_ascii_graphic() || character == ' ' => character.to_string(),
        _ => format!("\\u{unit:04x}"),
    }
}
