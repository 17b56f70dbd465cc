//! Runs on a terminal of any width.

use serde_json::Value;

use super::told::{Zone, outcome, text, tone};
use crate::console;

/// The columns of a table beside the ids, where a reason can be read: 20 for it, a state's and a date's longest words, the
/// space around each and the lines between them.
const BESIDE_IDS: usize = 20 + "progress".len() + "2026-11-28".len() + 4 * 2 + 5;

/// Runs in a table, or one below the other where the terminal is too narrow for one.
pub(super) fn listed(runs: &[Value], zone: &Zone, columns: u16) -> String {
    let ids = runs.iter().map(|run| text(&run["id"]).chars().count());
    let is_wide = ids.max().unwrap_or_default() + BESIDE_IDS <= usize::from(columns);
    let state = |run: &Value| text(&run["status"]).replace('_', " ");
    if is_wide {
        let mut table = console::table(["Run", "State", "When", "Came of it"], columns);
        for run in runs {
            table.add_row([
                text(&run["id"]).into(),
                tone(run).cell(state(run)),
                zone.second(&run["at"]).into(),
                comfy_table::Cell::new(outcome(run)),
            ]);
        }
        console::keep_whole(&mut table, &[0]);
        return table.to_string();
    }
    let block = |run: &Value| {
        let (id, when) = (text(&run["id"]), zone.second(&run["at"]));
        let state = tone(run).text(state(run));
        let outcome = Some(outcome(run)).filter(|outcome| !outcome.is_empty());
        let outcome = outcome.map(|outcome| format!("\n  {outcome}"));
        format!("{id}\n  {state} · {when}{}", outcome.unwrap_or_default())
    };
    runs.iter().map(block).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::listed;
    use crate::manage::runs::Zone;

    fn runs() -> Vec<Value> {
        let reason = "payment 38120044265: no product fits the line item, and none may be created";
        vec![
            json!({"id": "create-sales-receipt/payment/38120044265", "status": "failed",
                "at": "2026-11-28T16:12:49Z", "error_type": "ProductNotFound", "message": reason}),
            json!({"id": "create-invoice/deal/9001", "status": "in_progress", "at": "2026-11-28T16:12:49Z"}),
        ]
    }

    #[test]
    fn no_row_is_wider_than_the_terminal_and_no_id_is_broken() {
        let zone = Zone::of(&json!({}));
        for columns in [40, 60, 80, 90, 91, 100, 200] {
            let shown = listed(&runs(), &zone, columns);
            let shown = anstream::adapter::strip_str(&shown).to_string();
            for id in [
                "create-sales-receipt/payment/38120044265",
                "create-invoice/deal/9001",
            ] {
                assert!(shown.contains(id), "{columns}: {shown}");
            }
            let is_table = shown.contains('│');
            assert_eq!(is_table, columns > 90, "{columns}: {shown}");
            let is_narrow = |line: &str| line.chars().count() <= usize::from(columns);
            assert!(
                !is_table || shown.lines().all(is_narrow),
                "{columns}: {shown}"
            );
        }
        let below = anstream::adapter::strip_str(&listed(&runs(), &zone, 60)).to_string();
        assert!(
            below.ends_with("create-invoice/deal/9001\n  in progress · 2026-11-28 16:12:49"),
            "{below}"
        );
    }
}
