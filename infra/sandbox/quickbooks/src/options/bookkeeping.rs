//! The kind of company it is, and its choices where reports about QuickBooks differ.

/// A sample company to start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompanyTemplate {
    /// "Craig's Design and Landscaping Services" of California, in USD, as Intuit gives it to developers.
    #[default]
    UnitedStates,
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
