//! A customer that QuickBooks does not have yet.

use quickbooks::entity::{Customer, EmailAddress};
use quickbooks::{EntityKind, Reference};
use serde_json::Value;
use storage::{MappingKey, MappingKind};

use super::matching::{choose, is_under};
use crate::ActionError;
use crate::record::payer::{Party, PartyKind};
use crate::resolve::findings::Question;
use crate::resolve::new_object::{AnyNewObject, NewObject};
use crate::resolve::objects::to_body;
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::resolve::plan::Plan;
use crate::resolve::resolution::{
    CreationName, Holder, MarkedNames, Resolution, TakenName, by_policy,
};
use crate::response::Warning;
use crate::settings::Settings;
use crate::text::{self, Fitted};

/// The longest given, family and company name QuickBooks takes.
pub(super) const MAX_NAME: usize = 100;

/// The mark that tells a customer from a vendor or an employee of the same name.
const SUFFIX: &str = " (customer)";

/// The mapping key of a contact or company.
pub fn customer_key(party: &Party) -> MappingKey {
    MappingKey {
        kind: MappingKind::Customer,
        source: party.source(),
    }
}

/// A customer to create, for who is billed or for the company above.
pub(crate) struct NewCustomer {
    pub(super) party: Party,
    pub(super) name: Fitted,
    /// The inactive customer to make active again in its place.
    pub(super) inactive: Option<Holder>,
    /// QuickBooks' id of the customer of whom it is a sub-customer.
    pub(super) under: Option<String>,
    /// The customer to create under it once it has an id, which is then the one that is billed.
    pub(super) sub_customer: Option<Box<NewCustomer>>,
}

impl NewObject for NewCustomer {
    fn kind(&self) -> EntityKind {
        EntityKind::Customer
    }

    fn name(&self) -> &Fitted {
        &self.name
    }

    fn name_field(&self) -> String {
        format!("{}, its name", self.party.label())
    }

    fn losses(&self) -> &[Warning] {
        &self.party.address.warnings
    }

    fn owner(&self) -> String {
        self.party.label()
    }

    fn advice(&self) -> &'static str {
        "correct what it names in HubSpot, or map the contact or company to a customer of QuickBooks"
    }

    fn body(&self, name: &str, _plan: &Plan, _settings: &Settings) -> Result<Value, ActionError> {
        to_body(&new_customer(&self.party, name, self.under.as_deref()))
    }

    fn holders(&self, name: &CreationName) -> Vec<Question> {
        vec![Question::Customers(name.holders(self.kind()))]
    }

    fn inactive(&self) -> Option<&Holder> {
        self.inactive.as_ref()
    }

    /// A sub-customer's very own is one of the same parent.
    fn resolution(&self, taken: &TakenName<'_>) -> Resolution {
        let TakenName {
            name,
            found,
            settings,
        } = taken;
        let rules = &settings.customers;
        let named = |row: &&Customer| name.is_of(row.display_name.as_ref());
        let rows: Vec<Customer> = found.customers.iter().filter(named).cloned().collect();
        let under = self.under.as_deref();
        let is_own = |row: &&Customer| under.is_none_or(|parent| is_under(row, parent));
        let own: Vec<Customer> = rows.iter().filter(is_own).cloned().collect();
        // The name as it was about to be sent: that of its kind is the same for all records of its name.
        if let Match::One(found) = choose(&self.party, &name.text, &own, &rules.match_by) {
            return Resolution::its_own(found);
        }
        let rows = rows.into_iter();
        let holder = Holder::first(rows.map(|row| (row.id, row.sync_token, row.active)));
        let (plain, longest) = (&self.name.text, rules.display_name_length);
        let marked = MarkedNames {
            kind: Some(text::with_suffix(plain, SUFFIX, longest)),
            own: suffixed_name(&self.party, plain, longest),
        };
        by_policy(self.kind(), name, holder, rules.name_conflict, marked)
    }

    fn settle(self: Box<Self>, found: ResolvedObject, plan: &mut Plan) -> Option<AnyNewObject> {
        plan.learn(customer_key(&self.party), None, &found);
        let Some(sub_customer) = self.sub_customer else {
            plan.resolved.customer = Some(found);
            return None;
        };
        let under = Some(found.id);
        Some(Box::new(Self {
            under,
            ..*sub_customer
        }))
    }
}

/// The customer to create for a party, under a display name, and as a sub-customer of the customer with
/// the id `parent`, where there is one.
fn new_customer(party: &Party, display_name: &str, parent: Option<&str>) -> Customer {
    let name = |name: &Option<String>| {
        name.as_deref()
            .and_then(|name| text::person_name(name, MAX_NAME).ok())
            .map(|fit| fit.text)
    };
    Customer {
        display_name: Some(display_name.to_owned()),
        given_name: name(&party.given_name),
        family_name: name(&party.family_name),
        company_name: name(&party.company_name),
        primary_email_addr: party.emails.first.clone().map(|address| EmailAddress {
            address: Some(address),
        }),
        primary_phone: party.address.phone.clone(),
        bill_addr: party.address.place.clone(),
        job: parent.map(|_| true),
        parent_ref: parent.map(Reference::to),
        currency_ref: party.foreign_currency.clone().map(Reference::to),
        ..Customer::default()
    }
}

/// The display name under which a party can be created when its own is taken: with HubSpot's id in
/// brackets, so that the same party always gets the same name.
fn suffixed_name(party: &Party, display_name: &str, longest: usize) -> String {
    let currency = party
        .foreign_currency
        .as_ref()
        .map(|currency| format!(", {currency}"));
    let currency = currency.unwrap_or_default();
    let company = party.parent.as_ref();
    let company = company.map_or_else(String::new, |parent| format!(", company {}", parent.id));
    let suffix = match party.kind {
        PartyKind::Contact => format!(" (HubSpot {}{company}{currency})", party.id),
        PartyKind::Company => format!(" (HubSpot company {}{currency})", party.id),
    };
    text::with_suffix(display_name, &suffix, longest)
}
