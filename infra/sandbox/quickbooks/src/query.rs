//! The query language: text in, rows out.

mod evaluate;
mod filterable;
mod found;
mod lexer;
mod parser;
mod sorting;
mod statement;

use serde_json::Value;

use crate::company::Company;
use crate::fault::Fault;
use crate::options::OpenQuestions;

/// Answers a query with the content of its `QueryResponse`.
pub(crate) fn answer(
    company: &Company,
    text: &str,
    open_questions: OpenQuestions,
) -> Result<Value, Fault> {
    evaluate::evaluate(company, &parser::parse(text)?, open_questions)
}

/// The entity a query asks for, when it can be read.
pub(crate) fn entity_of(text: &str) -> Option<String> {
    let entity = parser::parse(text).ok()?.entity;
    Some(
        entity
            .parse::<crate::company::Entity>()
            .map_or(entity, |known| known.name().to_owned()),
    )
}
