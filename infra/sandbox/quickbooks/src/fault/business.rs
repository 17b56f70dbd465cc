//! The rules of bookkeeping: codes from 5010 on.

use super::Fault;

impl Fault {
    /// 5010: the row has changed since it was read.
    pub(crate) fn stale() -> Self {
        let detail = "Stale Object Error : You and root were working on this at the same time. \
                      root finished before you did, so your work was not saved.";
        Self::new("5010", "Stale Object Error", detail.to_owned())
    }

    /// 6000: any other rule of the business.
    pub(crate) fn business(what: &str) -> Self {
        let message = "A business validation error has occurred while processing your request";
        Self::new(
            "6000",
            message,
            format!("Business Validation Error: {what}"),
        )
    }

    /// 6000: a link to a transaction that is not there.
    pub(crate) fn link_missing(kind: &str, id: &str) -> Self {
        Self::business(&format!(
            "The entity {kind} {id} that you are trying to link does not exist. {kind} {id}"
        ))
    }

    /// 6010: an account needs a type.
    pub(crate) fn account_type_missing() -> Self {
        let text = "AccountType or AccountSubType needed";
        Self::new(
            "6010",
            text,
            "AccountType or AccountSubType is required to create an account.".to_owned(),
        )
    }

    /// 6070: a line's amount is not quantity times price.
    pub(crate) fn amount_mismatch(supplied: &str) -> Self {
        let detail = format!("Amount is not equal to UnitPrice * Qty. Supplied value:{supplied}");
        Self::new(
            "6070",
            "Amount calculation incorrect in the request",
            detail,
        )
        .at("Line.Amount")
    }

    /// 6080: a customer or vendor without any name.
    pub(crate) fn no_name() -> Self {
        let detail = "At least one of DisplayName, Title, GivenName, MiddleName, FamilyName and Suffix is required.";
        Self::new("6080", "No Name Provided", detail.to_owned())
    }

    /// 6090: a discount line that does not say how much.
    pub(crate) fn discount_incomplete() -> Self {
        let detail = "A discount line needs an Amount, or PercentBased and DiscountPercent.";
        Self::new(
            "6090",
            "Discount Line missing required info",
            detail.to_owned(),
        )
        .at("Line.DiscountLineDetail")
    }

    /// 6100: a line's tax code is not one of the two a US company has.
    pub(crate) fn line_tax_code(supplied: &str) -> Self {
        let detail =
            format!("Invalid Line TaxCode in the request : {supplied}. Supported values:TAX, NON");
        Self::new("6100", "Invalid Line TaxCode in the request", detail).at("Line.TaxCodeRef")
    }

    /// 6140: the number is on another document.
    pub(crate) fn duplicate_number(number: &str, kind: &str, id: &str) -> Self {
        let detail = format!(
            "Duplicate Document Number Error : You must specify a different number. This number has already \
             been used. DocNumber={number} is assigned to TxnType={kind} with TxnId={id}"
        );
        Self::new("6140", "Duplicate Document Number Error", detail)
    }

    /// 6170: tax detail on a document that says no tax applies.
    pub(crate) fn tax_not_applicable() -> Self {
        let text = "TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable";
        Self::new("6170", text, format!("{text}.")).at("TxnTaxDetail")
    }

    /// 6210: the date lies in a closed period.
    pub(crate) fn period_closed() -> Self {
        let detail = "The account period has closed and the account books cannot be updated through the QBO \
                      Services API. Please use the QBO website to make these changes.";
        Self::new(
            "6200",
            "Account Period Closed, Cannot Update Through Services API",
            detail.to_owned(),
        )
    }

    /// 6240: the name is taken.
    pub(crate) fn duplicate_name(by: &str) -> Self {
        let detail = format!("The name supplied already exists. : {by}");
        Self::new("6240", "Duplicate Name Exists Error", detail)
    }

    /// 6270: an inventory item sold before its stock was counted.
    pub(crate) fn before_inventory_start() -> Self {
        let detail = "Transactions with inventory (QOH) products cant be dated earlier than the Inventory Start \
                      Date for the product";
        Self::new(
            "6270",
            "Transaction date is prior to start date for inventory item",
            detail.to_owned(),
        )
    }

    /// 6420: mail is wanted and there is no address.
    pub(crate) fn email_required() -> Self {
        let detail = "An email address is required when EmailStatus is NeedToSend.";
        Self::new("6420", "Email address is required", detail.to_owned()).at("BillEmail")
    }

    /// 6430: the account is of a type that cannot pay this way.
    pub(crate) fn account_type(detail: &str) -> Self {
        Self::new(
            "6430",
            "Invalid account type",
            format!("Invalid account type : {detail}"),
        )
        .at("AccountRef")
    }

    /// 6440: an expense line without item and account.
    pub(crate) fn line_needs_account() -> Self {
        let detail = "Every line of the transaction needs an item or an account.";
        Self::new(
            "6440",
            "Line needs an item or an account",
            detail.to_owned(),
        )
        .at("Line")
    }

    /// 10000: the sandbox itself failed.
    pub(crate) fn system(detail: &str) -> Self {
        let message = "An application error has occurred while processing your request";
        let mut fault = Self::new("10000", message, format!("System Failure Error: {detail}"));
        fault.status = 500;
        fault.kind = "SystemFault";
        fault
    }
}
