//! Accounts that are there, and of a type that QuickBooks does not take where they are named.

use quickbooks::BatchItem;
use quickbooks::entity::Account;
use storage::MappingKind;

use super::objects::unreadable;
use crate::ActionError;
use crate::options::{NameOrId, NamedReference, account_types};

impl NamedReference {
    /// The fault of an account that is there, by an answer to [`NamedReference::question`], and of a type that QuickBooks
    /// does not take where it is named: by the option or setting of this name.
    ///
    /// # Errors
    ///
    /// An answer that cannot be read.
    pub fn fault_of_type(
        &self,
        name: &str,
        answer: &BatchItem,
    ) -> Result<Option<String>, ActionError> {
        let Some(types) = account_types(name).filter(|_| self.kind == MappingKind::Account) else {
            return Ok(None);
        };
        let accounts = answer.rows::<Account>();
        let accounts = accounts.map_err(|error| unreadable(&error))?;
        let Some(id) = self.found(answer)? else {
            return Ok(None);
        };
        let account = accounts
            .iter()
            .find(|account| account.id.as_ref() == Some(&id));
        let own = account.and_then(|account| account.account_type.as_deref());
        let wrong = own.filter(|own| !types.contains(own));
        let named = match &self.object {
            NameOrId::Name(name) => format!("`{name}`"),
            NameOrId::Id(id) => id.clone(),
        };
        Ok(wrong.map(|own| {
            format!(
                "account {named} is of the type {own} in QuickBooks, which takes {} here: name one of these",
                types.join(", ")
            )
        }))
    }
}
