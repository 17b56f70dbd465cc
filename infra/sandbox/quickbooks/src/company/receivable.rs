//! The balances of customers.

use crate::company::revision::mark_updated;
use crate::company::{Company, Entity, Fields, decimal, reference_id};
use rust_decimal::Decimal;

impl Company {
    /// Lets customers' balances follow a document that replaced another.
    ///
    /// Recorded: a customer's `LastUpdatedTime` changes with the balance, the `SyncToken` does not.
    pub(super) fn settle_receivable(
        &mut self,
        entity: Entity,
        old: Option<&Fields>,
        new: Option<&Fields>,
        stamp: &str,
    ) {
        if entity == Entity::Customer {
            self.settle_parents(old, new);
        }
        let before = old.and_then(|fields| owed(entity, fields));
        let after = new.and_then(|fields| owed(entity, fields));
        if before == after {
            return;
        }
        if let Some((customer, amount)) = before {
            self.add_to_balance(&customer, -amount, stamp);
        }
        if let Some((customer, amount)) = after {
            self.add_to_balance(&customer, amount, stamp);
        }
    }

    fn add_to_balance(&mut self, customer: &str, amount: Decimal, stamp: &str) {
        let mut parent = None;
        self.change(Entity::Customer, customer, |fields| {
            add(fields, "Balance", amount);
            add(fields, "BalanceWithJobs", amount);
            mark_updated(fields, stamp);
            parent = reference_id(fields, "ParentRef").map(str::to_owned);
        });
        self.add_with_jobs(parent, amount);
    }

    /// A customer who is new under a parent, or has another one, takes its balance along.
    fn settle_parents(&mut self, old: Option<&Fields>, new: Option<&Fields>) {
        let parent = |fields: &Fields| reference_id(fields, "ParentRef").map(str::to_owned);
        let total = |fields: &Fields| decimal::field(fields, "BalanceWithJobs").unwrap_or_default();
        let (before, after) = (old.and_then(parent), new.and_then(parent));
        if before != after {
            self.add_with_jobs(before, -old.map(total).unwrap_or_default());
            self.add_with_jobs(after, new.map(total).unwrap_or_default());
        }
    }

    /// Adds to the balance that a customer has together with all below, and to those of all above.
    fn add_with_jobs(&mut self, mut customer: Option<String>, amount: Decimal) {
        while let Some(id) = customer.take().filter(|_| !amount.is_zero()) {
            self.change(Entity::Customer, &id, |fields| {
                add(fields, "BalanceWithJobs", amount);
                customer = reference_id(fields, "ParentRef").map(str::to_owned);
            });
        }
    }
}

fn add(fields: &mut Fields, name: &str, amount: Decimal) {
    let sum = decimal::field(fields, name).unwrap_or_default() + amount;
    fields.insert(name.to_owned(), decimal::money(sum));
}

/// The customer who owes for a document, and how much; credits and unapplied payments count against it.
fn owed(entity: Entity, fields: &Fields) -> Option<(String, Decimal)> {
    let (property, sign) = match entity {
        Entity::Invoice => ("Balance", Decimal::ONE),
        Entity::CreditMemo => ("RemainingCredit", Decimal::NEGATIVE_ONE),
        Entity::Payment => ("UnappliedAmt", Decimal::NEGATIVE_ONE),
        _ => return None,
    };
    let customer = reference_id(fields, "CustomerRef")?;
    Some((
        customer.to_owned(),
        decimal::field(fields, property)? * sign,
    ))
}
