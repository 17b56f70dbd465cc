//! The kind of company it is, and its choices where reports about QuickBooks differ.

use crate::fault::Fault;

/// A sample company to start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompanyTemplate {
    /// "Craig's Design and Landscaping Services" of California, in USD, as Intuit gives it to developers.
    #[default]
    UnitedStates,
    /// The same company as if it had been founded before November 2017: its sales tax is that of the code a
    /// document names (no automated sales tax), people number its sales forms (`CustomTxnNumbers`), and a number used
    /// twice is refused (6140).
    UnitedStatesManualTax,
    /// A company of Ontario, in CAD, with GST, HST and PST.
    Canada,
    /// A company of England, in GBP, with VAT.
    UnitedKingdom,
}

/// The meaning of a line's `Amount` on a document with `GlobalTaxCalculation` `TaxInclusive`, when the line
/// comes without `TaxInclusiveAmt`. With it, `Amount` is the net amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaxInclusiveAmounts {
    /// It includes the tax, which is taken out of it: the sum of the amounts is the total.
    #[default]
    Gross,
    /// It is net and the tax comes on top, as if tax were excluded. Integrators report this of live companies
    /// of Singapore, Ireland, the Philippines and Britain.
    Net,
}

/// The rounding of a tax that comes on top of the amounts, in a company outside the US.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaxRounding {
    /// Each rate once, on all that it applies to, as is recorded of US companies whose tax is not automated.
    #[default]
    OnTheWhole,
    /// Each rate on each line, as Intuit says in its community that QuickBooks Online reckons
    /// (<https://quickbooks.intuit.com/learn-support/en-ca/sales-customers/if-my-subtotal-is-95-40-and-my-gst-hst-is-15-the-total-tax/01/306952>).
    LineByLine,
}

/// The treatment of a transaction in a foreign currency that comes without `ExchangeRate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingExchangeRate {
    /// It is booked one to one and nobody is told, as the makers of wordcamp.org found years later
    /// (WordPress/wordcamp.org, issue 1250).
    #[default]
    OneToOne,
    /// It is refused (2410), as was seen of a bill in a Canadian sandbox company.
    Refused,
}

/// The treatment of the `CurrencyRef` of a new customer or vendor where several currencies are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CurrencyOfNewNames {
    /// It is taken, once and for all.
    #[default]
    Kept,
    /// It is ignored without a word and the row gets the home currency, as was seen of vendors in a Canadian
    /// sandbox company.
    Ignored,
}

/// The treatment of requests of which nobody has published what QuickBooks does with them. Refusing them is the safe
/// side for whoever tests a client: it must not send them.
///
/// - an invoice that links the estimate of another customer
/// - an expense whose total is negative
/// - an expense with a line on the account it is paid from
/// - an expense line that is `Billable` to nobody
/// - an expense whose `EntityRef` does not say of which `type` it is
/// - a query that compares a date with a text that is none, or what is true or false with another word
/// - a customer with `Job` and without a parent
/// - a vendor or an account that brings a balance; where it is accepted, the balance is 0 all the same
/// - tax lines that do not add up to the `TotalTax` beside them; where they are accepted, the total counts
/// - a `TotalTax` below zero
/// - an `ExchangeRate` other than 1 in a company of one currency (accepted, it is not kept)
/// - an item's `bId` of more than 10 characters in a batch with a `requestid`
/// - an item of a batch without `bId`, or without `operation`; where it is accepted, it is a `create`
/// - more lines than Intuit documents: 750 when one of them is taxed, else 10,000
/// - a discount line in a company whose preferences turn discounts off (`SalesFormsPrefs.AllowDiscount`)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OpenQuestions {
    /// They are refused: 2020 where something is missing, 4001 in a query, else 6000 with a text of this company's own.
    #[default]
    Refused,
    /// They are accepted, as far as they make sense.
    Accepted,
}

impl OpenQuestions {
    /// The refusal, where such requests are refused.
    pub(crate) fn refuse(self, refusal: impl FnOnce() -> Fault) -> Result<(), Fault> {
        match self {
            Self::Refused => Err(refusal()),
            Self::Accepted => Ok(()),
        }
    }
}
