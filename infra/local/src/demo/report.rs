//! What the demonstration shows, in at most 100 columns.

use actions::{Response, Status};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::books::Books;
use super::pass::Played;
use crate::transport::Requests;

const WIDTH: u16 = 100;

/// What came of the first pass.
pub(super) fn first(played: &[Played]) -> String {
    let mut parts = vec![
        "Ten sample deals and quotes, against a made-up QuickBooks company in memory. Writes and reads\nare the requests each took.\n\nMade:"
            .to_owned(),
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

/// What came of the second pass.
pub(super) fn second(played: &[Played]) -> String {
    let mut table = table(["Record", "Answer", "Document", "Writes", "Reads"]);
    align_right(&mut table, &[3, 4]);
    for played in played {
        let (answer, document) = match &played.result {
            Ok(response) => (response.status.to_string(), document(response)),
            Err(error) => (error.error_type().to_owned(), String::new()),
        };
        let [writes, reads] = requests(played.requests);
        table.add_row([played.record.clone(), answer, document, writes, reads]);
    }
    format!("\nThe same ten again:\n{table}")
}

/// What the company holds in the end.
pub(super) fn closing(played: &[Played], before: &Books, after: &Books) -> String {
    let made = after.new_since(before).count();
    let records = count(played, Status::Created);
    let refused = played
        .iter()
        .filter(|played| played.result.is_err())
        .count();
    format!(
        "\nThe company holds {made} new invoices for {records} records ({refused} records were \
         refused), {} in all.",
        after.len()
    )
}

fn count(played: &[Played], status: Status) -> usize {
    let responses = played
        .iter()
        .filter_map(|played| played.result.as_ref().ok());
    responses
        .filter(|response| response.status == status)
        .count()
}

fn made(played: &[Played]) -> Table {
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
    if let Some(matched_by) = table.column_mut(5) {
        // "name_and_email" with the space around it, in one line.
        matched_by.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(16)));
    }
    for played in played {
        let Ok(response) = &played.result else {
            continue;
        };
        let made = response.document.as_ref();
        let customer = response.customer.as_ref();
        let [writes, reads] = requests(played.requests);
        table.add_row([
            played.record.clone(),
            document(response),
            made.and_then(|made| made.number.clone())
                .unwrap_or_default(),
            made.map(|made| format!("{} {}", made.total, made.currency))
                .unwrap_or_default(),
            customer
                .and_then(|customer| customer.name.clone())
                .unwrap_or_default(),
            customer
                .map(|customer| customer.matched_by.to_string())
                .unwrap_or_default(),
            writes,
            reads,
        ]);
    }
    table
}

fn warnings(played: &[Played]) -> Table {
    let mut table = table(["Record", "Warning", "Message"]);
    for played in played {
        let warnings = played.result.iter().flat_map(|response| &response.warnings);
        for warning in warnings {
            let (code, message) = (warning.code.clone(), warning.message.clone());
            table.add_row([played.record.clone(), code, message]);
        }
    }
    table
}

fn refused(played: &[Played]) -> Table {
    let mut table = table(["Record", "Error type", "Message"]);
    for played in played {
        if let Err(error) = &played.result {
            let error_type = error.error_type().to_owned();
            table.add_row([played.record.clone(), error_type, error.to_string()]);
        }
    }
    table
}

fn document(response: &Response) -> String {
    let document = response.document.as_ref();
    let id = document.and_then(|document| Some((&document.kind, document.id.as_ref()?)));
    id.map(|(kind, id)| format!("{kind} {id}"))
        .unwrap_or_default()
}

/// The requests to QuickBooks: writes, and reads, which Intuit meters.
fn requests(requests: Requests) -> [String; 2] {
    [requests.writes, requests.reads].map(|number| number.to_string())
}

fn align_right(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(header);
    table
}
