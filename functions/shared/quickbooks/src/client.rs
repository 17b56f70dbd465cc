//! Calls to one company.

use std::time::Duration;

use secrecy::SecretString;

use crate::{
    answer::Answer,
    entity::Entity,
    outcome::{CallError, classify},
    query::{MAX_RESULTS, Query},
    request::{Endpoint, Request},
    transport::Transport,
};

/// Calls to one company over one transport. Repeats nothing by itself.
#[derive(Clone, Debug)]
pub struct Client<T> {
    transport: T,
    endpoint: Endpoint,
}

impl<T: Transport> Client<T> {
    /// A client of the company behind the endpoint.
    pub fn new(transport: T, endpoint: Endpoint) -> Self {
        Self {
            transport,
            endpoint,
        }
    }

    /// The company.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends the request once and tells what came of it.
    pub async fn call(
        &self,
        access_token: &SecretString,
        request: &Request,
        timeout: Duration,
    ) -> Result<Answer, CallError> {
        let http_request = request.to_http(&self.endpoint, access_token)?;
        let result = self.transport.send(http_request, timeout).await;
        let outcome = classify(request.is_write(), result);
        trace(request, outcome.as_ref());
        outcome
    }

    /// All rows of a query, a page at a time; the timeout is for each page.
    ///
    /// Pages have the query’s `max_results` rows, or 1000. Without an order of its own the query is
    /// ordered by `Id`: QuickBooks lists documents by their last change, so one that changes between
    /// two pages would appear twice, and push another out of sight.
    pub async fn rows_all<E: Entity>(
        &self,
        access_token: &SecretString,
        query: &Query,
        timeout: Duration,
    ) -> Result<Vec<E>, CallError> {
        let page_size = query.page_size().unwrap_or(MAX_RESULTS);
        let mut position = query.first_position().unwrap_or(1);
        let mut rows = Vec::new();
        loop {
            let page = page(query, position, page_size);
            let answer = self
                .call(access_token, &Request::query(&page), timeout)
                .await?;
            let found = answer.rows::<E>()?;
            let is_last = found.len() < page_size as usize;
            rows.extend(found);
            if is_last {
                return Ok(rows);
            }
            position = position.saturating_add(page_size);
        }
    }
}

fn page(query: &Query, position: u32, page_size: u32) -> Query {
    let page = query
        .clone()
        .start_position(position)
        .max_results(page_size);
    if page.is_ordered() {
        page
    } else {
        page.order_by("Id")
    }
}

fn trace(request: &Request, outcome: Result<&Answer, &CallError>) {
    match outcome {
        Ok(answer) => tracing::debug!(
            quickbooks.request = ?request,
            quickbooks.intuit_tid = answer.intuit_tid,
            "QuickBooks answered"
        ),
        Err(error) => tracing::debug!(
            quickbooks.request = ?request,
            quickbooks.intuit_tid = error.intuit_tid(),
            quickbooks.error = ?error,
            "QuickBooks call failed"
        ),
    }
}

#[cfg(test)]
mod tests;
