//! The columns of a CSV file of records.

use hubspot::ObjectType;

/// The content of a column.
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
    /// The ids of all associated objects of a type, with `;` between.
    Ids(Associated),
    /// The ids of those that come first, in exports `Associated Company IDs (Primary)`.
    PrimaryIds(Associated),
    /// The ids of those with a label of the account's own: `Associated Contact IDs (Billing contact)`.
    LabelledIds(Associated),
    /// Their names, which say nothing that could be booked: `Ada O'Keefe (ada@example.com)`.
    Names(Associated),
    /// An option.
    Option(String),
}

/// The types of associated objects that a request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Associated {
    Contact,
    Company,
    LineItem,
    Deal,
    Quote,
    Payment,
    Invoice,
}

impl Associated {
    const ALL: [Self; 7] = [
        Self::Contact,
        Self::Company,
        Self::LineItem,
        Self::Deal,
        Self::Quote,
        Self::Payment,
        Self::Invoice,
    ];

    /// Where a request holds the objects.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::Contact => "contacts",
            Self::Company => "companies",
            Self::LineItem => "line_items",
            Self::Deal => "deals",
            Self::Quote => "quotes",
            Self::Payment => "payments",
            Self::Invoice => "invoices",
        }
    }

    /// The beginning of columns: the singular, as in `contact.email` and `contact_ids`.
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Company => "company",
            Self::LineItem => "line_item",
            Self::Deal => "deal",
            Self::Quote => "quote",
            Self::Payment => "payment",
            Self::Invoice => "invoice",
        }
    }

    /// The name of one in messages.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::LineItem => "line item",
            _ => self.prefix(),
        }
    }

    /// Its name in HubSpot's headings: `Associated Contact IDs`.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Contact => "Contact",
            Self::Company => "Company",
            Self::LineItem => "Line item",
            Self::Deal => "Deal",
            Self::Quote => "Quote",
            Self::Payment => "Payment",
            Self::Invoice => "Invoice",
        }
    }

    /// The heading of its ids in HubSpot's exports.
    pub(super) fn id_heading(self) -> String {
        format!("Associated {} IDs", self.title())
    }

    /// HubSpot's type of it.
    pub(super) const fn object_type(self) -> ObjectType {
        match self {
            Self::Contact => ObjectType::Contact,
            Self::Company => ObjectType::Company,
            Self::LineItem => ObjectType::LineItem,
            Self::Deal => ObjectType::Deal,
            Self::Quote => ObjectType::Quote,
            Self::Payment => ObjectType::Payment,
            Self::Invoice => ObjectType::Invoice,
        }
    }

    /// The objects of this type, if a request holds any.
    pub(super) fn of(object_type: &ObjectType) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.object_type() == *object_type)
    }

    /// All of them.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter()
    }

    /// True if other objects say of which of these they are.
    pub(super) const fn is_parent(self) -> bool {
        matches!(self, Self::Deal | Self::Quote | Self::Payment)
    }

    /// True if a row can say more of it than its id.
    const fn has_columns(self) -> bool {
        matches!(self, Self::Contact | Self::Company | Self::LineItem)
    }
}

impl Column {
    /// True if it says which record is meant, or what is to be done with it, and nothing of the record itself.
    pub(super) const fn goes_with_an_id(&self) -> bool {
        match self {
            Self::RecordId | Self::ObjectType | Self::Connection | Self::Option(_) => true,
            Self::Property(_)
            | Self::Ids(_)
            | Self::PrimaryIds(_)
            | Self::LabelledIds(_)
            | Self::Names(_)
            | Self::Associated(..) => false,
        }
    }

    /// True if nothing of it is booked, so that it may stand there twice.
    pub(super) const fn is_idle(&self) -> bool {
        matches!(self, Self::Names(_) | Self::LabelledIds(_))
    }

    /// True if it holds the ids of such objects.
    pub(super) fn has_ids_of(&self, associated: Associated) -> bool {
        match self {
            Self::Ids(of) | Self::PrimaryIds(of) => *of == associated,
            Self::Associated(of, name) => *of == associated && name == "id",
            _ => false,
        }
    }

    /// The column of this name, such as `dealname`, `contact.email`, `deal_ids` or `option.memo`.
    ///
    /// # Errors
    ///
    /// Why there is no such column.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        let Some((prefix, property)) = name.split_once('.') else {
            return Self::own(name);
        };
        if !is_internal(property) {
            return Err(format!(
                "`{property}` in `{name}` is not an internal name, such as `email`"
            ));
        }
        if prefix == "option" {
            return Ok(Self::Option(property.to_owned()));
        }
        let associated = Associated::ALL.into_iter().filter(|one| one.has_columns());
        match associated.into_iter().find(|one| one.prefix() == prefix) {
            Some(associated) if property == "record_id" => {
                Ok(Self::Associated(associated, "id".to_owned()))
            }
            Some(associated) => Ok(match ids_of(property) {
                Some(parents) => Self::Ids(parents),
                None => Self::Associated(associated, property.to_owned()),
            }),
            None => Err(format!(
                "`{name}`: a CSV carries `contact.`, `company.`, `line_item.` and `option.` besides \
                 the record's own properties; write anything else as JSON lines"
            )),
        }
    }

    fn own(name: &str) -> Result<Self, String> {
        if !is_internal(name) {
            return Err(format!(
                "`{name}` is not a property's internal name, such as `dealname`"
            ));
        }
        Ok(match name {
            "record_id" | "hs_object_id" => Self::RecordId,
            "object_type" => Self::ObjectType,
            "connection" => Self::Connection,
            name => match (ids_of(name), name.strip_prefix("primary_").and_then(ids_of)) {
                (Some(associated), _) => Self::Ids(associated),
                (None, Some(associated)) => Self::PrimaryIds(associated),
                (None, None) => Self::Property(name.to_owned()),
            },
        })
    }
}

/// `contact_ids` and its like.
fn ids_of(name: &str) -> Option<Associated> {
    let prefix = name.strip_suffix("_ids")?;
    let mut all = Associated::ALL.into_iter();
    all.find(|one| one.prefix() == prefix)
}

/// HubSpot's internal names: small letters, digits and underscores.
fn is_internal(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.bytes().all(inner)
}

impl std::fmt::Display for Column {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::RecordId => formatter.write_str("record_id"),
            Self::ObjectType => formatter.write_str("object_type"),
            Self::Connection => formatter.write_str("connection"),
            Self::Property(name) => formatter.write_str(name),
            Self::Option(name) => write!(formatter, "option.{name}"),
            Self::Ids(associated) => write!(formatter, "{}_ids", associated.prefix()),
            Self::PrimaryIds(associated) => {
                write!(formatter, "primary_{}_ids", associated.prefix())
            }
            Self::LabelledIds(associated) => {
                write!(formatter, "labelled_{}_ids", associated.prefix())
            }
            Self::Names(associated) => write!(formatter, "{}_names", associated.prefix()),
            Self::Associated(associated, name) => {
                write!(formatter, "{}.{name}", associated.prefix())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Column;

    #[test]
    fn a_column_is_written_as_it_is_read() {
        for name in [
            "record_id",
            "object_type",
            "connection",
            "dealname",
            "contact.email",
            "line_item.hs_sku",
            "contact_ids",
            "quote_ids",
            "primary_company_ids",
            "option.memo",
        ] {
            assert_eq!(Column::named(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn what_a_csv_does_not_carry_is_no_column() {
        for (name, expected) in [
            ("fee.amount", "as JSON lines"),
            ("contact.First Name", "`First Name`"),
            ("Deal owner", "internal name"),
            ("", "internal name"),
        ] {
            let problem = Column::named(name).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
    }
}
