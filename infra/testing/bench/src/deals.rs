//! The events that are measured: the first sample of the action, as many times and with as many lines as asked.

use lambda_emulator::sample;
use serde_json::Value;

/// The sum of the sample's one line, in dollars.
const LINE: usize = 1_480;

/// A deal of its own, of lines that all name the same product.
pub(crate) fn deal(id: usize, lines: usize) -> Vec<u8> {
    let mut event = sample("create-invoice", "01-deal", &id.to_string());
    let record = &mut event["record"];
    let line = record["line_items"][0].clone();
    let lines: Vec<Value> = (0..lines)
        .map(|place| with_id(&line, 7_001 + place))
        .collect();
    let total = format!("{}.00", LINE * lines.len());
    record["properties"]["amount"] = total.into();
    record["line_items"] = lines.into();
    event.to_string().into_bytes()
}

/// Gives the one line of an event's deal this id: in HubSpot a line is one deal's alone.
pub(crate) fn give_own_line(event: &mut Value, id: usize) {
    let line = &mut event["record"]["line_items"][0];
    *line = with_id(line, id);
}

fn with_id(line: &Value, id: usize) -> Value {
    let mut line = line.clone();
    line["id"] = id.to_string().into();
    line["properties"]["hs_object_id"] = id.to_string().into();
    line
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::deal;

    #[test]
    fn a_deal_s_amount_is_that_of_its_lines_whose_ids_differ() {
        let event: Value = serde_json::from_slice(&deal(5, 3)).unwrap();
        let record = &event["record"];
        assert_eq!(record["id"], "5");
        assert_eq!(record["properties"]["amount"], "4440.00");
        assert_eq!(record["line_items"][2]["id"], "7003");
    }
}
