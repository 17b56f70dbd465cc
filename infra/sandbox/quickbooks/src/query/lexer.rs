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

/// Cuts a query into words. Dots join names: `MetaData.LastUpdatedTime` is one word.
pub(super) fn tokens(query: &str) -> Result<Vec<Token>, Fault> {
    let characters: Vec<char> = query.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        let column = at + 1;
        let rest = &characters[at..];
        let (kind, length) = match first {
            space if space.is_whitespace() => {
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
            (Some('\\'), Some(&next)) => {
                text.push(next);
                at += 2;
            }
            (Some('\''), _) => return Ok((TokenKind::Text(text), at + 1)),
            (Some(&character), _) => {
                text.push(character);
                at += 1;
            }
            (None, _) => return Err(lexical_error("<EOF>", column + at)),
        }
    }
}

fn sign(characters: &[char], column: usize) -> Result<(TokenKind, usize), Fault> {
    let starts_with = |sign: &&&str| characters.iter().take(sign.len()).copied().eq(sign.chars());
    match SIGNS.iter().find(starts_with) {
        Some(sign) => Ok((TokenKind::Sign(sign), sign.len())),
        None => Err(lexical_error(
            &characters.iter().take(1).collect::<String>(),
            column,
        )),
    }
}

fn lexical_error(found: &str, column: usize) -> Fault {
    Fault::query_unreadable(&format!(
        "Lexical error at line 1, column {column}.  Encountered: \"{found}\""
    ))
}
