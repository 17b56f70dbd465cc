//! The arguments of `backfill`.

mod examples;

use std::path::PathBuf;

use clap::Args;
use registry::RegisteredAction;

pub(crate) use examples::EXAMPLES;

use super::heading::NamedColumn;
use super::input::Format;
use super::period::DocumentDates;
use crate::functions::action_parser;
use crate::installation::InstallationArguments;
use crate::request::OptionsOfAll;

/// Arguments of `backfill`.
#[derive(Debug, Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct BackfillArguments {
    /// The records: JSON lines (.jsonl, .ndjson) or CSV (.csv)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The function that is run on each record
    #[arg(long, value_parser = action_parser())]
    pub(crate) action: RegisteredAction,
    /// Format of FILE, where its ending does not tell
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// Type of the records that do not say theirs, such as `quote`
    #[arg(long, value_name = "TYPE")]
    pub(crate) object_type: Option<String>,
    /// Read every record from HubSpot by its id, whatever else the columns of a CSV say of it; a file of ids
    /// alone is read so anyway
    #[arg(long)]
    #[arg(conflicts_with_all = ["line_items", "contacts", "companies"])]
    pub(crate) by_id: bool,
    /// Export of the line items, joined with the records by their ids
    #[arg(long, value_name = "FILE")]
    pub(crate) line_items: Option<PathBuf>,
    /// Export of the contacts, likewise
    #[arg(long, value_name = "FILE")]
    pub(crate) contacts: Option<PathBuf>,
    /// Export of the companies, likewise
    #[arg(long, value_name = "FILE")]
    pub(crate) companies: Option<PathBuf>,
    /// Meaning of a column of a CSV, such as `Betrag=amount`, `ID=line_item.id`, or `Notiz=` for nothing
    #[arg(long = "column", value_name = "HEADING=NAME")]
    pub(crate) columns: Vec<NamedColumn>,
    /// Pass over the columns of a CSV that are not known
    #[arg(long)]
    pub(crate) ignore_other_columns: bool,
    /// Options for every record, as a JSON object; a record's own win
    #[arg(long, value_name = "JSON")]
    pub(crate) options: Option<OptionsOfAll>,
    /// Where documents are dated that no option dates; needed for deals that were closed, quotes that were made or
    /// paid, and refunds of payments that were made in another month
    #[arg(long, value_enum, value_name = "WHERE")]
    pub(crate) date: Option<DocumentDates>,
    /// File for one row per record; FILE with `.results.csv` (or `.preview.csv`) added when absent
    #[arg(long, value_name = "FILE")]
    pub(crate) results: Option<PathBuf>,
    /// Check every record, and post nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// One record after the other, so that QuickBooks numbers the documents in the file's order
    #[arg(long, conflicts_with = "concurrency")]
    pub(crate) in_order: bool,
    /// Records in progress at once; however many, the setting `quickbooks.quota.concurrent`
    /// says how many requests are under way in QuickBooks
    #[arg(long, value_name = "NUMBER", default_value_t = 25)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) concurrency: u16,
    /// Minutes for which a record is tried again while QuickBooks or the store does not serve
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    pub(crate) patience: u32,
    /// Run the function behind this Lambda Invoke API, such as that of `serve`, instead of in here;
    /// requests are not signed, so it is none of Amazon's own
    #[arg(long, value_name = "URL")]
    #[arg(conflicts_with_all = ["store", "new_store", "company", "settings", "replace_tokens", "second_connection"])]
    pub(crate) endpoint: Option<String>,
    /// The function's name at the endpoint; the action's when absent
    #[arg(long, value_name = "NAME", requires = "endpoint")]
    pub(crate) function_name: Option<String>,
    /// Book into a real company for the first time without being asked
    #[arg(long)]
    pub(crate) yes: bool,
    /// The store and the company.
    #[command(flatten)]
    pub(crate) installation: InstallationArguments,
}
