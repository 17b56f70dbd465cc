//! The tables of the demonstration, as wide as the terminal.

use actions::Status;
use comfy_table::{Cell, ColumnConstraint, Table, Width};
use quickbooks::RequestCounts;
use registry::RegisteredAction;

use super::books::Books;
use super::pass::Played;
use crate::console::{self, Tone, align_right};

/// The narrowest terminal in which a document's number and the rule of its customer have columns of their own.
const WIDE: u16 = 96;

/// The announcement of what follows.
pub(super) fn opening(actions: &[RegisteredAction], verbose: bool) -> String {
    let samples = actions.iter().map(|action| action.samples().len());
    let samples: usize = samples.sum();
    if !verbose {
        return format!(
            "{samples} sample deals, quotes and payments, each booked twice into made-up QuickBooks companies …"
        );
    }
    format!(
        "{samples} sample deals, quotes and payments; the last of each function is given by its id, and read \
         from a\nlocal HubSpot account. Each function has a made-up QuickBooks company in memory. Writes are \
         the\nrequests that change it; reads are counted as Intuit meters them, each query of a batch as one."
    )
}

/// The outcomes of the first pass of an action.
pub(super) fn first(action: RegisteredAction, played: &[Played]) -> String {
    let name = action.name();
    let mut parts = vec![
        format!(
            "\n{}\n{}\n\nMade:",
            Tone::Strong.text(name),
            "━".repeat(name.len())
        ),
        made(played).to_string(),
    ];
    let warned = warnings(played);
    if warned.row_count() > 0 {
        parts.extend(["\nWarnings:".to_owned(), warned.to_string()]);
    }
    let refused = refused(played);
    if refused.row_count() > 0 {
        parts.extend([
            "\nRefused, and nothing made:".to_owned(),
            refused.to_string(),
        ]);
    }
    parts.join("\n")
}

/// The outcomes of the second pass.
pub(super) fn second(played: &[Played]) -> String {
    let mut table = table(["Record", "Answer", "Document", "Writes", "Reads"]);
    align_right(&mut table, &[3, 4]);
    for played in played {
        let (answer, document) = match &played.result {
            Ok(response) => (
                Tone::Good.cell(response.status),
                played.documents().join(", "),
            ),
            Err(error) => (Tone::Notice.cell(error.error_type()), String::new()),
        };
        let [writes, reads] = requests(played.requests).map(Cell::new);
        let record = Cell::new(&played.record);
        table.add_row([record, answer, Cell::new(document), writes, reads]);
    }
    format!("\nThe same {} again:\n{table}", played.len())
}

/// The documents that the company holds in the end.
pub(super) fn closing(action: RegisteredAction, played: &[Played], books: [&Books; 2]) -> String {
    let [before, after] = books;
    let made = after.new_since(before).count();
    let records = count(played, Status::Created);
    let refused = played.iter().filter(|played| played.result.is_err());
    let refused = refused.count();
    let idle = count(played, Status::NothingToDo);
    let kinds = action.documents().iter();
    let kinds: Vec<String> = kinds.map(|kind| kind.to_string()).collect();
    format!(
        "\nThe company holds {made} new documents ({}) for {records} records, {} in all.\nRefused: {refused}, \
         nothing to do: {idle}.",
        kinds.join(", "),
        after.len()
    )
}

/// The number of samples that were answered so.
pub(super) fn count(played: &[Played], status: Status) -> usize {
    let responses = played
        .iter()
        .filter_map(|played| played.result.as_ref().ok());
    responses
        .filter(|response| response.status == status)
        .count()
}

/// The documents that were made; a narrow terminal leaves out their numbers and what their customers were matched by.
fn made(played: &[Played]) -> Table {
    let width = console::width();
    let rows: Vec<[String; 8]> = played.iter().filter_map(row).collect();
    if width < WIDE {
        let mut table = table(["Record", "Document", "Total", "Customer", "Writes", "Reads"]);
        align_right(&mut table, &[2, 4, 5]);
        let rows = rows.into_iter().map(|row| {
            let [record, document, _, total, customer, _, writes, reads] = row;
            [record, document, total, customer, writes, reads]
        });
        table.add_rows(rows);
        return table;
    }
    let mut table = table([
        "Record",
        "Document",
        "Number",
        "Total",
        "Customer",
        "Matched by",
        "Writes",
        "Reads",
    ]);
    align_right(&mut table, &[3, 6, 7]);
    for (index, widest) in [(0, 14), (1, 18), (3, 14), (5, 16)] {
        keep_in_one_line(&mut table, &rows, index, widest);
    }
    table.add_rows(rows);
    table
}

/// The row of a sample that a document was made of.
fn row(played: &Played) -> Option<[String; 8]> {
    let response = played.result.as_ref().ok()?;
    let made = response.document.as_ref()?;
    let customer = response.customer.as_ref();
    let matched_by = customer.map(|customer| customer.matched_by.to_string());
    // An answer to a record that is given by its id names no person.
    let named = customer.map(|customer| {
        let unnamed = || format!("customer {}", customer.id);
        customer.name.clone().unwrap_or_else(unnamed)
    });
    let [writes, reads] = requests(played.requests);
    Some([
        played.record.clone(),
        played.documents().join(", "),
        made.number.clone().unwrap_or_default(),
        format!("{} {}", made.total, made.currency),
        named.unwrap_or_default(),
        matched_by.unwrap_or_default(),
        writes,
        reads,
    ])
}

/// Gives a column the width of its longest cell with the space around it, up to `widest`; a longer cell stands in
/// several lines, a word in each.
fn keep_in_one_line(table: &mut Table, rows: &[[String; 8]], index: usize, widest: u16) {
    let length = |text: &str| u16::try_from(text.chars().count() + 2).unwrap_or(widest);
    let cells = rows.iter().filter_map(|row| row.get(index));
    let lines = cells.map(|cell| match length(cell) {
        whole if whole <= widest => whole,
        _ => cell.split(' ').map(length).max().unwrap_or_default(),
    });
    let width = lines.max().unwrap_or_default().min(widest);
    if let Some(column) = table.column_mut(index) {
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
}

fn warnings(played: &[Played]) -> Table {
    let mut table = table(["Record", "Warning", "Message"]);
    for played in played {
        let warnings = played.result.iter().flat_map(|response| &response.warnings);
        for warning in warnings {
            let code = Tone::Notice.cell(&warning.code);
            let (record, message) = (Cell::new(&played.record), Cell::new(&warning.message));
            table.add_row([record, code, message]);
        }
    }
    table
}

fn refused(played: &[Played]) -> Table {
    let mut table = table(["Record", "Error type", "Message"]);
    for played in played {
        if let Err(error) = &played.result {
            let error_type = Tone::Notice.cell(error.error_type());
            let (record, message) = (Cell::new(&played.record), Cell::new(error));
            table.add_row([record, error_type, message]);
        }
    }
    table
}

/// The requests to QuickBooks that write, and the reads that Intuit meters.
fn requests(requests: RequestCounts) -> [String; 2] {
    [requests.writes, requests.reads].map(|number| number.to_string())
}

fn table<const N: usize>(header: [&str; N]) -> Table {
    console::table(header, console::width())
}
