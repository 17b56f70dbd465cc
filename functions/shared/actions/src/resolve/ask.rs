//! Asking QuickBooks: all questions in as few batches as the settings allow.

use quickbooks::entity::ExchangeRate;
use quickbooks::{Answer, Batch, BatchItem, Fault, MAX_RESULTS, Request, RequestId, Transport};
use storage::{Mappings, Quota, Tokens};

use super::findings::{Findings, Question};
use super::needs::Needs;
use super::objects::unreadable;
use super::resolver::Resolver;
use crate::ActionError;
use crate::books::CallFailure;
use crate::books::environment::Environment;

impl<S: Mappings + Tokens + Sync, T: Transport + Sync, E: Environment> Resolver<'_, S, T, E> {
    /// Asks all questions; each is metered as a read, so none is asked that a mapping answers.
    pub(super) async fn ask(&self, questions: Vec<Question>) -> Result<Findings, ActionError> {
        let mut findings = Findings::default();
        for chunk in questions.chunks(self.settings.quickbooks.batch_items) {
            let batch = chunk
                .iter()
                .fold(Batch::new(), |batch, one| batch.query(one.query()));
            let answers = self.send(&batch, None).await?;
            for (question, answer) in chunk.iter().zip(answers) {
                let answer =
                    answer.map_err(|fault| self.books.refused_item(&fault, self.redactor))?;
                let rows = findings
                    .add(question, &answer)
                    .map_err(|error| unreadable(&error))?;
                if rows == MAX_RESULTS as usize {
                    self.ask_further(question, &mut findings).await?;
                }
            }
        }
        Ok(findings)
    }

    /// Asks for the pages after the first: without them a match could be missed, and made again.
    async fn ask_further(
        &self,
        question: &Question,
        findings: &mut Findings,
    ) -> Result<(), ActionError> {
        let mut start = MAX_RESULTS + 1;
        loop {
            let page = Batch::new().query(question.query().start_position(start));
            let mut rows = 0;
            for answer in self.send(&page, None).await? {
                let answer =
                    answer.map_err(|fault| self.books.refused_item(&fault, self.redactor))?;
                rows = findings
                    .add(question, &answer)
                    .map_err(|error| unreadable(&error))?;
            }
            if rows < MAX_RESULTS as usize {
                return Ok(());
            }
            start = start.saturating_add(MAX_RESULTS);
        }
    }

    /// Asks for the exchange rate of the document's day. This cannot stand in a batch, and it is asked
    /// for every time: the warm path of a foreign document that gives no rate has one read.
    pub(super) async fn exchange_rate(
        &self,
        needs: &Needs,
    ) -> Result<Option<ExchangeRate>, ActionError> {
        let Some((currency, day)) = &needs.rate else {
            return Ok(None);
        };
        match self
            .books
            .call(&Request::exchange_rate(currency, *day))
            .await
        {
            Ok(answer) => answer
                .entity()
                .map(Some)
                .map_err(|error| unreadable(&error)),
            // QuickBooks refuses to name a rate it does not have.
            Err(CallFailure::Rejected { .. }) => Ok(None),
            Err(failure) => Err(failure.into_error(self.redactor)),
        }
    }

    /// Sends a batch and hands back the answers to its items, in their order.
    pub(super) async fn send(
        &self,
        batch: &Batch,
        request_id: Option<&RequestId>,
    ) -> Result<Vec<Result<BatchItem, Fault>>, ActionError> {
        let request = Request::batch(batch, request_id)
            .map_err(|error| ActionError::invalid(error.to_string()))?;
        self.redactor.note_sent(request.body());
        // A preview is for a person who waits for it: it may try.
        if self.write {
            self.books.check_quota(Quota::Batches)?;
        }
        let answer: Result<Answer, CallFailure> = self.books.call(&request).await;
        let answer = answer.map_err(|failure| failure.into_error(self.redactor))?;
        answer.batch().map_err(|error| unreadable(&error))
    }
}
