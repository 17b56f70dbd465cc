//! A contact or company of HubSpot as somebody to bill.

use hubspot::{Properties, Record};

use crate::ActionError;
use crate::record::absence::all_absent;
use crate::record::merged;
use crate::record::payer::{Address, Emails};

/// Somebody to bill, with what HubSpot knows of them. `Debug` shows the id alone.
#[derive(Clone, derive_more::Debug, PartialEq)]
#[debug("Party({kind:?} {id})")]
pub struct Party {
    /// Its kind: a person or a company.
    pub kind: PartyKind,
    /// HubSpot's id.
    pub id: String,
    /// The ids of those that were merged into it.
    pub merged: Vec<String>,
    /// A person's first name.
    pub given_name: Option<String>,
    /// A person's last name.
    pub family_name: Option<String>,
    /// A company's name, or the one a person wrote down.
    pub company_name: Option<String>,
    /// The e-mail addresses: the one to bill, and others.
    pub emails: Emails,
    /// The postal address and the telephone number.
    pub address: Address,
    /// The currency of the sale, where it is not the company's own: a QuickBooks customer has one
    /// currency for good, so a party is another customer in each.
    pub foreign_currency: Option<String>,
    /// The currency of the sale, where the company has several.
    pub currency: Option<String>,
    /// The company under which a contact is billed as a sub-customer.
    pub parent: Option<Box<Party>>,
}

/// The kind of a party: a person or a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyKind {
    /// A HubSpot contact.
    Contact,
    /// A HubSpot company.
    Company,
}

impl Party {
    /// A person, from a HubSpot contact.
    pub fn from_contact(contact: &Record) -> Result<Self, ActionError> {
        let properties = &contact.properties;
        let party = Self {
            kind: PartyKind::Contact,
            id: contact.id.clone(),
            merged: merged_into(contact),
            given_name: value(properties, "firstname"),
            family_name: value(properties, "lastname"),
            company_name: value(properties, "company"),
            emails: Emails::of(contact),
            address: Address::of(properties, &PartyKind::Contact.label(&contact.id)),
            foreign_currency: None,
            currency: None,
            parent: None,
        };
        if party.full_name().is_some() {
            return Ok(party);
        }
        Err(party.nameless(properties, &["firstname", "lastname", "company", "email"]))
    }

    /// A company, from a HubSpot company; its e-mail is the contact's, since companies have none.
    pub fn from_company(company: &Record, contact: Option<&Record>) -> Result<Self, ActionError> {
        let properties = &company.properties;
        let party = Self {
            kind: PartyKind::Company,
            id: company.id.clone(),
            merged: merged_into(company),
            given_name: None,
            family_name: None,
            company_name: value(properties, "name"),
            emails: contact.map(Emails::of).unwrap_or_default(),
            address: Address::of(properties, &PartyKind::Company.label(&company.id)),
            foreign_currency: None,
            currency: None,
            parent: None,
        };
        if party.company_name.is_none() {
            return Err(party.nameless(properties, &["name"]));
        }
        Ok(party)
    }

    /// The same party as a customer in the currency of a sale.
    #[must_use]
    pub fn in_currency(self, currency: Option<String>, home: &str) -> Self {
        let foreign_currency = currency.clone().filter(|currency| currency != home);
        let parent = self
            .parent
            .map(|parent| Box::new(parent.in_currency(currency.clone(), home)));
        Self {
            foreign_currency,
            currency,
            parent,
            ..self
        }
    }

    /// The same contact as a sub-customer of a company.
    ///
    /// # Errors
    ///
    /// [`ActionError::RecordIncomplete`] for a company without a name.
    pub fn under(self, company: &Record) -> Result<Self, ActionError> {
        // Not by the contact's e-mail: that is the sub-customer's own.
        let parent = Some(Box::new(Self::from_company(company, None)?));
        Ok(Self { parent, ..self })
    }

    /// The source of the party's mapping, such as `contact:51`, `contact:51@EUR` for a customer in a
    /// foreign currency, or `contact:51/company:77` for a sub-customer.
    pub fn source(&self) -> String {
        let under = self.parent.as_ref().map(|parent| parent.id.as_str());
        source(
            self.kind.word(),
            &self.id,
            under,
            self.foreign_currency.as_deref(),
        )
    }

    /// The sources of the mappings that may be the party's: its own, then those under the ids of the
    /// records that were merged into it.
    pub fn sources(&self) -> Vec<String> {
        let under: Vec<&str> = self.parent.iter().flat_map(|parent| parent.ids()).collect();
        let currency = self.foreign_currency.as_deref();
        sources(self.kind.word(), &self.ids(), &under, currency)
    }

    /// The party itself, whoever it is billed under: the sources of a customer of its own, under each id
    /// it ever had.
    pub fn own_sources(&self) -> Vec<String> {
        let currency = self.foreign_currency.as_deref();
        sources(self.kind.word(), &self.ids(), &[], currency)
    }

    /// The party's own id, then those of the records that were merged into it.
    fn ids(&self) -> Vec<&str> {
        let merged = self.merged.iter().map(String::as_str);
        std::iter::once(self.id.as_str()).chain(merged).collect()
    }

    /// The party as messages name it, such as `contact 51`.
    pub fn label(&self) -> String {
        self.kind.label(&self.id)
    }

    /// The name to show: a person's first and last name, else the company, else the e-mail.
    pub fn full_name(&self) -> Option<String> {
        let names = [self.given_name.as_deref(), self.family_name.as_deref()];
        let person = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if person.is_empty() {
            self.company_name
                .clone()
                .or_else(|| self.emails.first.clone())
        } else {
            Some(person)
        }
    }

    fn nameless(&self, properties: &Properties, names: &[&str]) -> ActionError {
        let reason = all_absent(properties, names, "is no e-mail address, and no name");
        ActionError::incomplete(format!("{}: {reason}", self.label()))
    }
}

impl PartyKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Company => "company",
        }
    }

    /// One of this kind as messages name it.
    fn label(self, id: &str) -> String {
        format!("{} {id}", self.word())
    }
}

/// The source of a party's mapping, as a sub-customer of a company where it is one.
fn source(kind: &str, id: &str, company: Option<&str>, foreign_currency: Option<&str>) -> String {
    let company = company.map(|company| format!("/company:{company}"));
    let currency = foreign_currency.map(|currency| format!("@{currency}"));
    format!(
        "{kind}:{id}{}{}",
        company.unwrap_or_default(),
        currency.unwrap_or_default()
    )
}

/// The sources of a party's mappings under several ids, and as a sub-customer under several ids of its
/// company, where that has any.
pub(crate) fn sources(
    kind: &str,
    ids: &[&str],
    companies: &[&str],
    foreign_currency: Option<&str>,
) -> Vec<String> {
    let under = |id: &&str| match companies {
        [] => vec![source(kind, id, None, foreign_currency)],
        companies => {
            let of = |company: &&str| source(kind, id, Some(company), foreign_currency);
            companies.iter().map(of).collect()
        }
    };
    ids.iter().flat_map(under).collect()
}

fn merged_into(record: &Record) -> Vec<String> {
    let old = merged::ids_of(record).into_iter().skip(1);
    old.map(str::to_owned).collect()
}

fn value(properties: &Properties, name: &str) -> Option<String> {
    properties.get(name).map(str::to_owned)
}
