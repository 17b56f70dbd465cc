//! The examples of `backfill`, and its exit codes.

/// The end of the help.
pub(crate) const EXAMPLES: &str = "\
Examples:
  quickbooks-actions backfill deals.csv --action create-invoice --dry-run \\
    --store books.redb
  quickbooks-actions backfill deals.csv --action create-invoice \\
    --store books.redb
  quickbooks-actions backfill deals.csv --action create-invoice \\
    --line-items lines.csv --contacts contacts.csv --date closedate \\
    --store books.redb
  quickbooks-actions backfill ids.csv --action create-invoice \\
    --object-type deal --date closedate --store books.redb
  quickbooks-actions backfill deals.jsonl --action create-invoice \\
    --endpoint http://127.0.0.1:9400

FILE is JSON lines (one request, or one record, a line) or CSV: an export of HubSpot's as it is, or \
columns `record_id`, properties by their names, `contact.id`, `contact.email`, `line_item.id`, \
`line_item.amount`, `option.memo` …, one row per line item. A file of ids alone (`record_id`) is \
enough too: each record is read from HubSpot, as fast as its limits allow. infra/local/README.md says \
more. What cannot be read is named with its line, and then nothing is booked at all.

One row per record is written to the result file. Ctrl-C lets what is in progress end; run the same \
command again to go on. It is always safe to run it again: the ledger knows what is booked.
Exit code 0: every record is booked (or has nothing to book). 1: some are not. 2: nothing was run. \
130: it was told to end before all were reached.";
