//! What the columns of a CSV file of records mean.

use csv::StringRecord;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Column {
    /// HubSpot's id of the record.
    RecordId,
    /// The record's type.
    ObjectType,
    /// The connection.
    Connection,
    /// A property of the record.
    Property(String),
    /// The id or a property of an associated object.
    Associated(Associated, String),
    /// An option.
    Option(String),
}

/// The associated objects that a CSV can carry: one contact, one company, and a line item per row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Associated {
    Contact,
    Company,
    LineItem,
}

impl Associated {
    /// Where a request holds the objects.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::Contact => "contacts",
            Self::Company => "companies",
            Self::LineItem => "line_items",
        }
    }

    /// What columns begin with.
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Company => "company",
            Self::LineItem => "line_item",
        }
    }

    fn of(prefix: &str) -> Option<Self> {
        let all = [Self::Contact, Self::Company, Self::LineItem];
        all.into_iter().find(|one| one.prefix() == prefix)
    }
}

/// Headings of HubSpot's own exports of deals, and the properties' names.
/// <https://knowledge.hubspot.com/properties/hubspots-default-deal-properties>
const LABELS: [(&str, &str); 7] = [
    ("record id", "record_id"),
    ("deal name", "dealname"),
    ("amount", "amount"),
    ("currency", "deal_currency_code"),
    ("close date", "closedate"),
    ("deal stage", "dealstage"),
    ("pipeline", "pipeline"),
];

/// The columns of a heading, or all that is wrong with them.
pub(super) fn of(heading: &StringRecord) -> Result<Vec<Column>, String> {
    let mut columns: Vec<Column> = Vec::new();
    let mut problems = Vec::new();
    for (number, name) in (1..).zip(heading) {
        match column(name.trim()) {
            Ok(column) if columns.contains(&column) => {
                problems.push(format!("column {number}: `{name}` stands there twice"));
            }
            Ok(column) => columns.push(column),
            Err(problem) => problems.push(format!("column {number}: {problem}")),
        }
    }
    if problems.is_empty() && !columns.contains(&Column::RecordId) {
        problems.push("there is no column `record_id`".to_owned());
    }
    if problems.is_empty() {
        return Ok(columns);
    }
    Err(format!(
        "the heading cannot be read: {}",
        problems.join("; ")
    ))
}

fn column(name: &str) -> Result<Column, String> {
    let label = name.to_lowercase();
    let known = LABELS.iter().find(|(known, _)| *known == label);
    let name = known.map_or(name, |(_, name)| name);
    match name.split_once('.') {
        None if !is_internal(name) => Err(format!(
            "`{name}` is not a property's internal name, such as `dealname`: rename the column, or \
             remove it"
        )),
        None => Ok(match name {
            "record_id" | "hs_object_id" => Column::RecordId,
            "object_type" => Column::ObjectType,
            "connection" => Column::Connection,
            property => Column::Property(property.to_owned()),
        }),
        Some((_, property)) if !is_internal(property) => Err(format!(
            "`{property}` in `{name}` is not an internal name, such as `email`"
        )),
        Some(("option", option)) => Ok(Column::Option(option.to_owned())),
        Some((prefix, property)) => match Associated::of(prefix) {
            Some(associated) => Ok(Column::Associated(associated, property.to_owned())),
            None => Err(format!(
                "`{name}`: a CSV carries `contact.`, `company.`, `line_item.` and `option.` besides \
                 the record's own properties; write anything else as JSON lines"
            )),
        },
    }
}

/// HubSpot's internal names: small letters, digits and underscores.
fn is_internal(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.bytes().all(inner)
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;

    use super::{Associated, Column, of};

    #[test]
    fn columns_are_known_by_internal_names_and_by_the_headings_of_hubspot_s_exports() {
        let heading = [
            "Record ID",
            "Deal Name",
            " closedate",
            "contact.id",
            "line_item.hs_sku",
            "option.memo",
        ];
        let expected = vec![
            Column::RecordId,
            Column::Property("dealname".to_owned()),
            Column::Property("closedate".to_owned()),
            Column::Associated(Associated::Contact, "id".to_owned()),
            Column::Associated(Associated::LineItem, "hs_sku".to_owned()),
            Column::Option("memo".to_owned()),
        ];
        assert_eq!(of(&StringRecord::from(heading.to_vec())), Ok(expected));
    }

    #[test]
    fn a_column_that_cannot_be_carried_is_named_with_the_way_out() {
        for (heading, expected) in [
            (
                vec!["record_id", "Deal owner"],
                "column 2: `Deal owner` is not",
            ),
            (vec!["record_id", "fee.amount"], "as JSON lines"),
            (vec!["record_id", "contact.First Name"], "`First Name`"),
            (
                vec!["record_id", "amount", "Amount"],
                "column 3: `Amount` stands there twice",
            ),
            (vec!["dealname"], "no column `record_id`"),
            (vec!["record_id", ""], "column 2"),
        ] {
            let problem = of(&StringRecord::from(heading)).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
    }
}
