//! The grammar of a query.

use super::lexer::{Token, TokenKind, tokens};
use super::statement::{Comparison, Condition, Order, Query, Selection, Test};
use crate::fault::Fault;

const DEFAULT_MAX: usize = 100;
const LARGEST_MAX: usize = 1000;

/// Reads a query.
pub(super) fn parse(text: &str) -> Result<Query, Fault> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
    };
    parser.keyword("select")?;
    let selection = parser.selection()?;
    parser.keyword("from")?;
    let entity = parser.word("<IDENTIFIER>")?;
    let conditions = if parser.accept("where") {
        parser.conditions()?
    } else {
        Vec::new()
    };
    let mut query = Query {
        selection,
        entity,
        conditions,
        order: Vec::new(),
        start: 1,
        max: DEFAULT_MAX,
    };
    parser.tail(&mut query)?;
    Ok(query)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn selection(&mut self) -> Result<Selection, Fault> {
        if self.sign("*") {
            // `SELECT *, Sku` is accepted, and all is all.
            while self.sign(",") {
                self.word("<IDENTIFIER>")?;
            }
            return Ok(Selection::All);
        }
        let mut properties = vec![self.word("\"*\"")?];
        if properties[0].eq_ignore_ascii_case("count") && self.sign("(") {
            self.expect_sign("*")?;
            self.expect_sign(")")?;
            return Ok(Selection::Count);
        }
        while self.sign(",") {
            properties.push(self.word("<IDENTIFIER>")?);
        }
        Ok(Selection::Properties(properties))
    }

    fn conditions(&mut self) -> Result<Vec<Condition>, Fault> {
        let mut conditions = vec![self.condition()?];
        while self.accept("and") {
            conditions.push(self.condition()?);
        }
        Ok(conditions)
    }

    fn condition(&mut self) -> Result<Condition, Fault> {
        let property = self.word("<IDENTIFIER>")?;
        if self.accept("like") {
            return Ok(Condition {
                property,
                test: Test::Like(self.value()?),
            });
        }
        if self.accept("in") {
            self.expect_sign("(")?;
            let mut values = vec![self.value()?];
            while self.sign(",") {
                values.push(self.value()?);
            }
            self.expect_sign(")")?;
            return Ok(Condition {
                property,
                test: Test::In(values),
            });
        }
        let comparison = match &self.peek().kind {
            TokenKind::Sign("=") => Comparison::Equal,
            TokenKind::Sign("<") => Comparison::Less,
            TokenKind::Sign(">") => Comparison::Greater,
            TokenKind::Sign("<=") => Comparison::AtMost,
            TokenKind::Sign(">=") => Comparison::AtLeast,
            TokenKind::Sign("!=") => Comparison::NotEqual,
            _ => {
                return Err(
                    self.unexpected("\"!=\" \"=\" \"<\" \">\" \"<=\" \">=\" \"in\" \"like\"")
                );
            }
        };
        self.at += 1;
        Ok(Condition {
            property,
            test: Test::Compare(comparison, self.value()?),
        })
    }

    /// Paging and order may come in any order.
    fn tail(&mut self, query: &mut Query) -> Result<(), Fault> {
        while self.peek().kind != TokenKind::End {
            if self.accept("orderby") || self.accept_both("order", "by") {
                query.order = self.orders()?;
            } else if self.accept("startposition") {
                query.start = self.count()?;
            } else if self.accept("maxresults") {
                query.max = self.count()?.min(LARGEST_MAX);
            } else {
                return Err(self.unexpected(
                    "<EOF> \"and\" \"maxresults\" \"orderby\" \"startposition\" \"where\"",
                ));
            }
        }
        Ok(())
    }

    fn orders(&mut self) -> Result<Vec<Order>, Fault> {
        let mut orders = Vec::new();
        loop {
            let property = self.word("<IDENTIFIER>")?;
            let is_descending = self.accept("desc") || {
                self.accept("asc");
                false
            };
            orders.push(Order {
                property,
                is_descending,
            });
            if !self.sign(",") {
                return Ok(orders);
            }
        }
    }

    fn count(&mut self) -> Result<usize, Fault> {
        let TokenKind::Number(digits) = &self.peek().kind else {
            return Err(self.unexpected("<NUMBER>"));
        };
        let too_small = || {
            Fault::query_invalid(&format!(
                "value {digits} is too small. Min allowed value is 1"
            ))
        };
        let count = digits
            .parse::<usize>()
            .ok()
            .filter(|count| *count >= 1)
            .ok_or_else(too_small)?;
        self.at += 1;
        Ok(count)
    }

    /// A text, or an unquoted number or boolean.
    fn value(&mut self) -> Result<String, Fault> {
        let value = match &self.peek().kind {
            TokenKind::Text(text) | TokenKind::Number(text) => text.clone(),
            TokenKind::Word(word) if is_boolean(word) => word.to_ascii_lowercase(),
            _ => return Err(self.unexpected("<STRING> <NUMBER> \"true\" \"false\"")),
        };
        self.at += 1;
        Ok(value)
    }

    fn word(&mut self, expected: &str) -> Result<String, Fault> {
        let TokenKind::Word(word) = &self.peek().kind else {
            return Err(self.unexpected(expected));
        };
        let word = word.clone();
        self.at += 1;
        Ok(word)
    }

    fn keyword(&mut self, keyword: &str) -> Result<(), Fault> {
        if self.accept(keyword) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("\"{keyword}\"")))
        }
    }

    fn accept(&mut self, keyword: &str) -> bool {
        let found = matches!(&self.peek().kind, TokenKind::Word(word) if word.eq_ignore_ascii_case(keyword));
        self.at += usize::from(found);
        found
    }

    fn accept_both(&mut self, first: &str, second: &str) -> bool {
        let start = self.at;
        let found = self.accept(first) && self.accept(second);
        if !found {
            self.at = start;
        }
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek().kind, TokenKind::Sign(present) if present == sign);
        self.at += usize::from(found);
        found
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), Fault> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("\"{sign}\"")))
        }
    }

    /// The last word is the end, and is never passed.
    fn peek(&self) -> &Token {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let Token { kind, column } = self.peek();
        let found = match kind {
            TokenKind::Word(word) => format!("\" <IDENTIFIER> \"{word} \"\""),
            TokenKind::Text(text) => format!("\" <STRING> \"\\'{text}\\' \"\""),
            TokenKind::Number(digits) => format!("\" <NUMBER> \"{digits} \"\""),
            TokenKind::Sign(sign) => format!("\" \"{sign}\" \"{sign} \"\""),
            TokenKind::End => "\"<EOF>\"".to_owned(),
        };
        Fault::query_unreadable(&format!(
            "Encountered {found} at line 1, column {column}.\nWas expecting one of:\n    {expected}\n"
        ))
    }
}

fn is_boolean(word: &str) -> bool {
    word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> Result<Query, &'static str> {
        parse(text).map_err(|fault| fault.code)
    }

    #[test]
    fn keywords_are_read_in_any_case_and_paging_in_any_order() {
        let query = code(
            "SELECT * from Invoice WHERE id IN ('1', '2') AND Active = true ORDER BY TxnDate desc, Id MAXRESULTS 5 startposition 3",
        );
        let query = query.unwrap();
        assert_eq!((query.start, query.max, query.order.len()), (3, 5, 2));
        assert_eq!(
            query.conditions[0].test,
            Test::In(vec!["1".to_owned(), "2".to_owned()])
        );
        assert!(query.order[0].is_descending && !query.order[1].is_descending);
    }

    #[test]
    fn what_cannot_be_read_is_4000_and_what_makes_no_sense_is_4001() {
        let cases = [
            ("", "4000"),
            ("select", "4000"),
            ("select * from", "4000"),
            ("select * from Customer where", "4000"),
            ("select * from Customer where DisplayName", "4000"),
            (
                "select * from Customer where DisplayName = 'O''Keefe'",
                "4000",
            ),
            ("select * from Customer where DisplayName = 'open", "4000"),
            (
                "select * from Customer where PrimaryEmailAddr = a@b.c",
                "4000",
            ),
            ("select * from Customer where Id = '1' or Id = '2'", "4000"),
            (
                "select * from Purchase where TxnDate between '2026-01-01'",
                "4000",
            ),
            ("select * from Customer startposition 0", "4001"),
            ("select * from Customer maxresults -1", "4001"),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_fault_points_at_the_word_that_was_not_expected() {
        let fault = parse("select * from Purchase where TxnDate TxnDate").unwrap_err();
        assert!(
            fault.detail.starts_with(
                "QueryParserError: Encountered \" <IDENTIFIER> \"TxnDate \"\" at line 1, column 38."
            ),
            "{}",
            fault.detail
        );
    }

    #[test]
    fn more_rows_than_a_thousand_are_capped() {
        assert_eq!(
            code("select * from Item maxresults 5000").map(|query| query.max),
            Ok(1000)
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC*") {
            let _ = parse(&text);
        }

        #[test]
        fn nothing_that_looks_like_a_query_makes_the_parser_panic(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "select", "*", "from", "where", "Customer", "count", "(", ")", ",", "'a'", "1", "in", "like",
                    "and", "=", "<=", "order", "by", "orderby", "maxresults", "startposition", "'", "\\", ".",
                ]),
                0..14,
            )
        ) {
            let _ = parse(&words.join(" "));
        }

        #[test]
        fn latin_1_text_escaped_with_backslashes_is_read_back_as_it_was(text in "[ -~\u{a0}-\u{ff}]*") {
            let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
            let query = parse(&format!("select * from Customer where DisplayName = '{escaped}'")).unwrap();
            prop_assert_eq!(&query.conditions[0].test, &Test::Compare(Comparison::Equal, text));
        }

        #[test]
        fn a_character_above_latin_1_makes_any_text_unreadable(
            before in "[ -~\u{a0}-\u{ff}]*", other in "[\u{100}-\u{2ffff}]", after in "\\PC*",
        ) {
            let text = format!("{before}{other}{after}").replace('\\', "\\\\").replace('\'', "\\'");
            let refused = code(&format!("select * from Customer where DisplayName = '{text}'"));
            prop_assert_eq!(refused.err(), Some("4000"));
        }
    }
}
