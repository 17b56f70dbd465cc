//! The course every write takes: read the body, check, complete, store, settle the consequences.

mod conclude;
mod revise;

use serde_json::Value;

use crate::company::draft::{Draft, Settings};
use crate::company::{
    Company, Entity, Fields, account, customer, expense, item, named_list, payment, preferences,
    sales_form, text,
};
use crate::fault::Fault;

/// One request to change the company.
pub(crate) struct Write<'a> {
    pub(crate) entity: Entity,
    pub(crate) kind: WriteKind,
    pub(crate) body: &'a Fields,
}

/// A kind of write.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum WriteKind {
    Create,
    Update,
    Delete,
    Void,
    /// Mails a document to its address, or to this one.
    Send {
        id: String,
        to: Option<String>,
    },
}

impl Company {
    /// Carries out a write wholly or not at all, and answers the row as it is afterwards.
    pub(crate) fn write(&mut self, write: &Write<'_>, settings: &Settings) -> Result<Value, Fault> {
        let mark = self.mark();
        let answer = self.carry_out(write, settings);
        if answer.is_err() {
            self.go_back(mark);
        }
        answer
    }

    fn carry_out(&mut self, write: &Write<'_>, settings: &Settings) -> Result<Value, Fault> {
        let Write { entity, kind, body } = write;
        match kind {
            WriteKind::Create => self.create(*entity, body, settings),
            WriteKind::Update => self.update(*entity, body, settings),
            WriteKind::Delete => self.delete(*entity, body, settings),
            WriteKind::Void => self.void(*entity, body, settings),
            WriteKind::Send { id, to } => self.send(*entity, id, to.as_deref(), settings),
        }
    }

    /// Applies the rules of the entity to a draft.
    fn complete(&mut self, draft: &mut Draft<'_>) -> Result<(), Fault> {
        match draft.entity {
            Entity::Preferences => {
                preferences::complete(draft);
                Ok(())
            }
            Entity::Customer | Entity::Vendor | Entity::Employee => customer::complete(self, draft),
            Entity::Item => item::complete(self, draft),
            Entity::Account => account::complete(self, draft),
            Entity::Payment => payment::complete(self, draft),
            Entity::Purchase => expense::complete(self, draft),
            Entity::Term | Entity::PaymentMethod | Entity::Class | Entity::Department => {
                named_list::complete(self, draft)
            }
            Entity::Invoice
            | Entity::Estimate
            | Entity::SalesReceipt
            | Entity::CreditMemo
            | Entity::RefundReceipt => sales_form::complete(self, draft),
            Entity::CompanyInfo | Entity::ExchangeRate | Entity::TaxCode | Entity::TaxRate => {
                Ok(())
            }
        }
    }

    /// The row that a body with `Id` and `SyncToken` means.
    fn stored(&self, entity: Entity, sent: &Fields) -> Result<(String, Fields), Fault> {
        let id = text(sent, "Id").ok_or_else(|| Fault::missing("Id"))?;
        let old = self.find(entity, id)?;
        let token = text(sent, "SyncToken").ok_or_else(|| Fault::missing("SyncToken"))?;
        if text(old, "SyncToken") == Some(token) {
            Ok((id.to_owned(), old.clone()))
        } else {
            Err(Fault::stale())
        }
    }

    /// The row of that id: 2030 when it is not a number, 610 when there is none.
    pub(crate) fn find(&self, entity: Entity, id: &str) -> Result<&Fields, Fault> {
        let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        match self.fields(entity, id) {
            Some(row) => Ok(row),
            None if is_number => Err(Fault::not_found()),
            None => Err(Fault::invalid_id(id)),
        }
    }

    /// Stores a row and lets the customer's balance follow.
    pub(super) fn replace(
        &mut self,
        entity: Entity,
        id: &str,
        old: Option<&Fields>,
        new: Fields,
        stamp: &str,
    ) {
        self.settle_receivable(entity, old, Some(&new), stamp);
        self.put(entity, id, new);
    }
}
