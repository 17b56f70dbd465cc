//! Decisions by the mappings and QuickBooks' answers, kind by kind.

use rust_decimal::Decimal;

use super::evidence::Evidence;
use super::needs::Needs;
use super::new_object::{AnyNewObject, Creation, NewObject};
use super::plan::Plan;
use super::{customers, products, references};
use crate::ActionError;
use crate::record::payer::Payer;
use crate::resolve::outcome::ResolvedObject;
use crate::response::MatchedBy;

impl Needs {
    /// Decides everything that the evidence decides; hands back what is to be created: vendors, the
    /// customer or the company above it, items.
    pub(super) fn decide(
        &self,
        evidence: Evidence<'_>,
    ) -> Result<(Plan, Vec<Creation>), ActionError> {
        let mut plan = Plan::new(&self.label);
        let vendors =
            references::decide(&self.references, self.create_vendors, evidence, &mut plan)?;
        references::decide_income_account(self.income_account.as_ref(), evidence, &mut plan);
        plan.resolved.exchange_rate = self.decide_rate(evidence)?;
        plan.resolved.customer = match &self.payer {
            Some(Payer::Fixed { id }) => Some(known(id, MatchedBy::Options)),
            Some(Payer::OfSale(customer)) => Some(known(&customer.id, MatchedBy::Sale)),
            Some(Payer::Party(_)) | None => None,
        };
        let customer = match self.customer() {
            Some(payer) => customers::decide(payer, self.parent(), evidence, &mut plan)?,
            None => None,
        };
        let items = products::decide(&self.products, self.create_missing, evidence, &mut plan)?;
        let new = boxed(vendors).chain(boxed(customer)).chain(boxed(items));
        Ok((plan, new.map(Creation::of).collect()))
    }

    /// QuickBooks' own rate of the day; without one the document would be booked one to one.
    fn decide_rate(&self, evidence: Evidence<'_>) -> Result<Option<Decimal>, ActionError> {
        let Some((currency, day)) = &self.rate else {
            return Ok(None);
        };
        let found = evidence.findings.rate.as_ref().and_then(|rate| rate.rate);
        found.filter(|rate| *rate > Decimal::ZERO).map(Some).ok_or_else(|| {
            ActionError::invalid(format!(
                "{}: QuickBooks has no exchange rate for {currency} on {day}: nothing was created; give \
                 `options.exchange_rate`",
                self.label
            ))
        })
    }
}

fn known(id: &str, matched_by: MatchedBy) -> ResolvedObject {
    ResolvedObject {
        id: id.to_owned(),
        name: None,
        matched_by,
    }
}

fn boxed<O: NewObject + 'static>(
    objects: impl IntoIterator<Item = O>,
) -> impl Iterator<Item = AnyNewObject> {
    let boxed = |object| -> AnyNewObject { Box::new(object) };
    objects.into_iter().map(boxed)
}
