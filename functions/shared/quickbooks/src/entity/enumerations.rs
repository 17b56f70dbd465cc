//! The value lists of the API. Each is open: a value this crate does not know is kept as it is.

use serde_with::{DeserializeFromStr, SerializeDisplay};
use strum::{Display, EnumString};

macro_rules! open_enum {
    ($(#[$attribute:meta])* $name:ident { $($(#[$variant_attribute:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$attribute])*
        #[derive(
            Clone, Debug, PartialEq, Eq, Display, EnumString, SerializeDisplay, DeserializeFromStr,
        )]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)+
            /// A value this crate does not know.
            #[strum(default)]
            Other(String),
        }
    };
}

open_enum! {
    /// The kind of detail a line holds.
    DetailType {
        /// A product or service sold.
        SalesItemLineDetail,
        /// A discount on the whole document.
        DiscountLineDetail,
        /// The subtotal QuickBooks appends.
        SubTotalLineDetail,
        /// A line of text.
        DescriptionOnly,
        /// A bundle.
        GroupLineDetail,
        /// An expense booked to an account.
        AccountBasedExpenseLineDetail,
        /// A product or service bought.
        ItemBasedExpenseLineDetail,
        /// A line of `TxnTaxDetail`.
        TaxLineDetail,
    }
}

open_enum! {
    /// The state of a document’s e-mail.
    EmailStatus {
        /// Not to be e-mailed.
        NotSet,
        /// To be e-mailed; needs `BillEmail` (6420).
        NeedToSend,
        /// Was e-mailed.
        EmailSent,
    }
}

open_enum! {
    /// The state of a document’s print.
    PrintStatus {
        /// Not to be printed.
        NotSet,
        /// To be printed.
        NeedToPrint,
        /// Was printed.
        PrintComplete,
    }
}

open_enum! {
    /// The relation of a document’s amounts to tax (outside the US).
    GlobalTaxCalculation {
        /// Amounts are before tax.
        TaxExcluded,
        /// Amounts include tax.
        TaxInclusive,
        /// No tax applies; `TxnTaxDetail` is then refused (6170).
        NotApplicable,
    }
}

open_enum! {
    /// The kind of product or service an item is.
    ItemType {
        /// A service.
        Service,
        /// A product whose quantity is not tracked.
        NonInventory,
        /// A product whose quantity is tracked.
        Inventory,
        /// A folder of items.
        Category,
        /// A bundle of items.
        Group,
    }
}

open_enum! {
    /// The way in which an expense or refund was paid.
    PaymentType {
        /// From a bank account or cash.
        Cash,
        /// By check, from a bank account.
        Check,
        /// From a credit-card account.
        CreditCard,
    }
}

open_enum! {
    /// Where an estimate stands.
    TxnStatus {
        /// Not answered yet.
        Pending,
        /// Accepted by the customer.
        Accepted,
        /// Made into an invoice, or closed by hand.
        Closed,
        /// Refused by the customer.
        Rejected,
        /// Converted to an invoice.
        Converted,
    }
}

#[cfg(test)]
mod tests {
    use super::EmailStatus;

    #[test]
    fn a_known_value_is_its_wire_name() {
        let json = serde_json::to_string(&EmailStatus::NeedToSend).unwrap();
        assert_eq!(json, r#""NeedToSend""#);
        assert_eq!(
            serde_json::from_str::<EmailStatus>(&json).unwrap(),
            EmailStatus::NeedToSend
        );
    }

    #[test]
    fn an_unknown_value_survives_a_round_trip() {
        let status: EmailStatus = serde_json::from_str(r#""Viewed""#).unwrap();
        assert_eq!(status, EmailStatus::Other("Viewed".to_owned()));
        assert_eq!(serde_json::to_string(&status).unwrap(), r#""Viewed""#);
    }
}
