//! A local QuickBooks Online company as a server.
//!
//! An independent implementation of what Intuit's Accounting API (v3, minor version 75) is known to answer:
//! OAuth, rows, queries, batches, refusals, `requestid`, quotas, and failures on demand. It shares no code with
//! the client it stands opposite to.
//!
//! [`Sandbox::start`] runs it inside a test or a program; [`InProcessSandbox`] is the same company without a
//! server. The same control is there over HTTP, and a page at `/`
//! lists the company's documents:
//!
//! | request | does |
//! |---|---|
//! | `POST /_sandbox/reset` | [`Sandbox::reset`] |
//! | `GET`, `DELETE /_sandbox/journal` | answers ([`JournalEntry`]) or forgets what was asked |
//! | `POST`, `DELETE /_sandbox/faults` | arranges a [`FaultScript`], forgets all |
//! | `PUT /_sandbox/quotas` | sets [`Quotas`] |
//! | `POST /_sandbox/expire-tokens` | [`Sandbox::expire_access_tokens`] |
//! | `GET /_sandbox/credentials` | [`Sandbox::credentials`] and the realm's id |
//! | `GET`, `POST`, `PATCH /_sandbox/documents/{entity}` | lists, inserts, edits rows |
//!
//! # Companies
//!
//! [`CompanyTemplate`] chooses the sample company: the US one that Intuit gives to developers, with documents; or
//! one of Canada or the United Kingdom, with lists and no documents. Accounts and items that exist in several of
//! them have the same ids ("Sales of Product Income" 79, "Undeposited Funds" 4, "Services" 1, "Hours" 2).
//!
//! | company | realm | tax codes: id, name, sales rate |
//! |---|---|---|
//! | United States | `9341453172000001` | 2 California 8 %; 3 Tucson 7.1 + 2 %; lines `TAX`, `NON` |
//! | the same with manual tax | `9341453172000004` | the same; numbers by hand, each once |
//! | Canada | `9341453172000002` | 2 Exempt; 3 Zero-rated; 4 Out of Scope; 5 GST 5 %; 6 HST ON 13 %; 7 GST/PST BC 5 + 7 % |
//! | United Kingdom | `9341453172000003` | 2 Exempt; 3 0.0% Z; 4 No VAT; 5 5.0% R; 6 20.0% S |
//!
//! Outside the US every line needs a tax code of the company, and the tax follows from the lines alone: what each
//! rate applies to is added up over the document, then the tax is rounded half up to cents. Where prices include
//! tax, each line is rounded to its net amount and the tax is what these leave of the total.
//!
//! # Where Intuit is silent
//!
//! Behaviour that nobody has published is a setting ([`SandboxOptions`], most of all [`OpenQuestions`]) or decided
//! strictly, so that a client must not rely on it: an item needs a `Type`, an amount has two decimals, `Qty` alone is not
//! multiplied, `OR`, `BETWEEN` and `CONTAINS` are refused,
//! and over-application of a payment is a 6000 whose text is the sandbox's own. So is
//! the text that refuses a foreign currency while only one is in use. Outside the US, tax is due on what a discount
//! leaves, and a line's code that the company does not have, such as `TAX`, is a 2500.
//! Automated sales tax has one code for all addresses ([`SandboxOptions::default_us_tax_code`]); it keeps a code that is
//! sent, and heeds a `TotalTax` that is sent with one.
//! Not implemented: taxes on taxes, tax amounts set by hand without automated tax, exchange gains and losses,
//! group items, stock counts, attachments, reports. Entities that no action touches (bills, journal entries, time
//! activities, deposits, purchase orders …) stay out.

mod company;
mod error;
mod fault;
mod faults;
mod grants;
mod journal;
mod options;
mod query;
mod quotas;
mod replay;
mod sandbox;
mod server;
mod state;
mod webhooks;

pub use crate::error::SandboxError;
pub use crate::fault::Fault;
pub use crate::faults::{FaultEffect, FaultScript, RequestMatch, ThrottleAnswer, ThrottleFormat};
pub use crate::journal::{JournalEntry, JournalItem, Operation};
pub use crate::options::WebhookTarget;
pub use crate::options::{
    CompanyTemplate, CurrencyOfNewNames, MissingExchangeRate, OpenQuestions, RequestIdPolicy,
    SandboxCredentials, SandboxOptions, TaxInclusiveAmounts, TaxRounding, TokenPolicy,
};
pub use crate::quotas::Quotas;
pub use crate::sandbox::{InProcessSandbox, Sandbox};
pub use loopback::clock::{Clock, ManualClock};
pub use loopback::faults::{Occurrence, Pause, ScriptedAnswer};
