//! The lists that dropdowns are filled from while somebody edits a workflow.

/// A list that a dropdown is filled from; `list-options` reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum OptionList {
    /// The connections to QuickBooks companies that belong to the HubSpot account.
    Connections,
    /// Payment terms.
    Terms,
    /// Customers.
    Customers,
    /// Products and services that can stand on a line.
    Products,
    /// Accounts that money goes to or is given back from: bank accounts and other current assets.
    DepositAccounts,
    /// Accounts that an expense is paid from: bank accounts and credit cards.
    PaymentAccounts,
    /// Accounts that an expense is booked to.
    ExpenseAccounts,
    /// Vendors.
    Vendors,
    /// Classes.
    Classes,
    /// Departments, which QuickBooks calls locations.
    Departments,
    /// Payment methods.
    PaymentMethods,
}

impl OptionList {
    /// True for a list of one company's: it can be read only when the connection is chosen.
    pub const fn is_of_connection(self) -> bool {
        !matches!(self, Self::Connections)
    }
}
