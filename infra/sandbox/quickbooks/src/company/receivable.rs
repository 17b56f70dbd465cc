//! The balances of customers.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::company::revision::mark_updated;
use crate::company::{Company, Entity, Fields, decimal, reference_id};

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
        self.change(Entity::Customer, customer, |fields| {
            let balance = decimal::field(fields, "Balance").unwrap_or_default() + amount;
            fields.insert("Balance".to_owned(), decimal::money(balance));
            mark_updated(fields, stamp);
        });
    }

    /// A customer's balance and that of all customers below.
    pub(crate) fn balance_with_jobs(&self, customer: &str) -> Decimal {
        let own = self
            .fields(Entity::Customer, customer)
            .and_then(|fields| decimal::field(fields, "Balance"));
        let below = self
            .rows(Entity::Customer)
            .filter(|row| reference_id(&row.fields, "ParentRef") == Some(customer));
        let below: Decimal = below
            .filter_map(|row| row.fields.get("Id").and_then(Value::as_str))
            .filter(|id| *id != customer)
            .map(|id| self.balance_with_jobs(id))
            .sum();
        own.unwrap_or_default() + below
    }
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
