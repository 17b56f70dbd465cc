//! A document as PDF: one page with its number, date, customer, lines and total.
//!
//! QuickBooks' own looks otherwise; clients that download it get a file that a reader opens.

use std::fmt::Write as _;

use serde_json::Value;

use crate::company::{Company, Entity, Fields, decimal, reference_id, text};
use crate::fault::Fault;

/// The lines that a page has room for.
const LINES: usize = 50;

/// The document's file, in characters of one byte each.
pub(super) fn of(company: &Company, entity: Entity, id: &str) -> Result<String, Fault> {
    if !entity.can_be_sent() {
        return Err(Fault::unsupported("pdf"));
    }
    let document = company.find(entity, id)?;
    Ok(file(&words(company, entity, document)))
}

/// The lines of the page.
fn words(company: &Company, entity: Entity, document: &Fields) -> Vec<String> {
    let of = |name: &str| text(document, name).unwrap_or_default().to_owned();
    let customer = reference_id(document, "CustomerRef")
        .and_then(|id| text(company.fields(Entity::Customer, id)?, "DisplayName"));
    let mut words = vec![
        format!("{} {}", entity.name(), of("DocNumber")),
        of("TxnDate"),
        customer.unwrap_or_default().to_owned(),
        String::new(),
    ];
    let lines = document.get("Line").and_then(Value::as_array);
    for line in lines.into_iter().flatten().filter_map(Value::as_object) {
        let description = text(line, "Description").or_else(|| text(line, "DetailType"));
        let amount = amount(line, "Amount");
        words.push(format!("{}  {amount}", description.unwrap_or_default()));
    }
    words.truncate(LINES);
    let currency = reference_id(document, "CurrencyRef").unwrap_or_default();
    words.push(String::new());
    words.push(format!(
        "Total  {} {currency}",
        amount(document, "TotalAmt")
    ));
    words
}

fn amount(fields: &Fields, name: &str) -> String {
    decimal::field(fields, name).map_or_else(String::new, |amount| format!("{amount:.2}"))
}

/// A file of one page: a catalog, its pages, the page, a font, and what is written on it.
///
/// ISO 32000-1, 7.5: each object stands in the table at the end with the byte that it begins at.
fn file(words: &[String]) -> String {
    let mut page = "BT /F1 11 Tf 56 780 Td 14 TL".to_owned();
    for line in words {
        let _ = write!(page, "\n({}) Tj T*", written(line));
    }
    page.push_str("\nET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
    ];
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), String::new());
    for (number, object) in (1..).zip(&objects) {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (begin, size) = (file.len(), objects.len() + 1);
    let _ = write!(
        file,
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n"
    );
    file
}

/// A text between brackets; what the font does not have is a question mark.
fn written(text: &str) -> String {
    let mut written = String::new();
    for character in text.chars() {
        match character {
            '(' | ')' | '\\' => written.extend(['\\', character]),
            ' '..='~' => written.push(character),
            '\u{a0}'..='\u{ff}' => {
                let _ = write!(written, "\\{:03o}", u32::from(character));
            }
            _ => written.push('?'),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn each_object_begins_where_the_table_says() {
        let file = file(&["Größe (rund) \\ 漢".to_owned(), String::new()]);
        assert!(file.is_ascii());
        assert!(file.contains(r"(Gr\366\337e \(rund\) \\ ?) Tj"), "{file}");
        let (_, table) = file.split_once("xref\n").unwrap();
        for (number, line) in (1..=5).zip(table.lines().skip(2)) {
            let place: usize = line.split(' ').next().unwrap().parse().unwrap();
            assert!(file[place..].starts_with(&format!("{number} 0 obj\n")));
        }
        let begin = file.lines().rev().nth(1).unwrap().parse().unwrap();
        let at: usize = begin;
        assert!(file[at..].starts_with("xref\n"));
    }
}
