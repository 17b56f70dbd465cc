//! The QuickBooks customer of a party, among those that may be it.

use quickbooks::EntityKind;
use quickbooks::entity::Customer;
use quickbooks::{Condition, MAX_RESULTS, Query};

use super::new::MAX_NAME;
use crate::record::payer::{Emails, Party, PartyKind};
use crate::resolve::outcome::{Match, ResolvedObject};
use crate::settings::MatchRule;
use crate::text;
use crate::text::fold::{composed, fold, same_text};

/// The queries whose rows together hold every customer that may be the party's.
pub fn lookups(party: &Party, display_name: &str) -> Vec<Query> {
    let customers = |conditions: Vec<Condition>| {
        let all = Query::select(EntityKind::Customer).max_results(MAX_RESULTS);
        conditions.into_iter().fold(all, Query::filter)
    };
    let alike = |property, name: &str| Condition::alike(property, &composed(&sent(name)));
    let mut queries = vec![customers(vec![alike("DisplayName", display_name)])];
    for email in party.emails.all() {
        // A customer of several addresses has them in one field, and none of them is all of it.
        let among = Condition::contains("PrimaryEmailAddr", email);
        queries.push(customers(vec![among]));
    }
    if let (Some(given), Some(family)) = (&party.given_name, &party.family_name) {
        queries.push(customers(vec![
            alike("GivenName", given),
            alike("FamilyName", family),
        ]));
    }
    if let (PartyKind::Company, Some(company)) = (party.kind, &party.company_name) {
        queries.push(customers(vec![alike("CompanyName", company)]));
    }
    queries
}

/// Chooses among candidates by the first rule that any of them meets, each tried with the address that is
/// billed before it is with the others that HubSpot knows.
///
/// Sub-customers and projects usually repeat the e-mail of their parent, so they count only when no
/// top-level customer meets the rule.
pub fn choose(
    party: &Party,
    display_name: &str,
    candidates: &[Customer],
    rules: &[MatchRule],
) -> Match {
    let names = Names::of(party, display_name);
    let billed = party.emails.first_alone();
    let tries = rules
        .iter()
        .flat_map(|rule| [(rule, &billed), (rule, &party.emails)]);
    for (rule, emails) in tries {
        let fits = |customer: &&Customer| {
            customer.id.is_some()
                && customer.active != Some(false)
                && same_currency(party, customer)
                && meets(*rule, &names, emails, customer)
        };
        let fitting = distinct(candidates.iter().filter(fits));
        let (jobs, top_level): (Vec<_>, Vec<_>) = fitting
            .into_iter()
            .partition(|customer| customer.job == Some(true));
        let chosen = if top_level.is_empty() {
            jobs
        } else {
            top_level
        };
        match chosen.as_slice() {
            [] => {}
            [customer] => {
                let found = ResolvedObject::row(
                    customer.id.as_deref(),
                    customer.display_name.as_deref(),
                    *rule,
                );
                return Match::One(found);
            }
            several => {
                let ids = several.iter().filter_map(|customer| customer.id.clone());
                return Match::Ambiguous(ids.collect());
            }
        }
    }
    Match::None
}

/// `true` for a sub-customer of the customer with the id `parent`.
pub fn is_under(customer: &Customer, parent: &str) -> bool {
    let above = customer.parent_ref.as_ref();
    above.is_some_and(|above| above.value == parent)
}

fn distinct<'c>(customers: impl Iterator<Item = &'c Customer>) -> Vec<&'c Customer> {
    let mut seen = std::collections::HashSet::new();
    customers
        .filter(|customer| seen.insert(customer.id.clone()))
        .collect()
}

fn meets(rule: MatchRule, names: &Names, ours: &Emails, customer: &Customer) -> bool {
    let theirs = emails(customer);
    let is_theirs = |email: &str| theirs.iter().any(|other| same_text(email, other));
    let same_email = ours.all().any(is_theirs);
    match rule {
        MatchRule::NameAndEmail => same_email && names.are_of(customer),
        // A company's address is that of one of its people, who may be another company's by now.
        MatchRule::Email => same_email && (!names.is_company() || names.are_of(customer)),
        MatchRule::Name => {
            let differ = ours.first.is_some() && !theirs.is_empty() && !same_email;
            if differ {
                names.is_company() && names.are_shown_by(customer)
            } else {
                names.are_of(customer)
            }
        }
    }
}

/// A customer of another currency cannot be billed in the sale's. One that names no currency is of the
/// company's own.
fn same_currency(party: &Party, customer: &Customer) -> bool {
    let theirs = customer
        .currency_ref
        .as_ref()
        .map(|currency| &currency.value);
    match (&party.currency, theirs) {
        (Some(ours), Some(theirs)) => ours == theirs,
        (Some(_), None) => party.foreign_currency.is_none(),
        (None, _) => true,
    }
}

/// QuickBooks keeps several e-mails in one field, separated by commas.
fn emails(customer: &Customer) -> Vec<&str> {
    let address = customer
        .primary_email_addr
        .as_ref()
        .and_then(|email| email.address.as_deref());
    let parts = address.unwrap_or_default().split([',', ';']);
    parts
        .map(str::trim)
        .filter(|email| !email.is_empty())
        .collect()
}

/// A party's names, each as it is sent to QuickBooks: that is what a customer made of it is called there.
struct Names {
    /// The name of a new customer, and the party's name as HubSpot shows it.
    displayed: [Option<String>; 2],
    /// A person's given and family name, or a company's name.
    own: Option<OwnName>,
}

enum OwnName {
    Person { given: String, family: String },
    Company(String),
}

impl Names {
    fn of(party: &Party, display_name: &str) -> Self {
        let folded = |name: &str| fold(&sent(name));
        let own = match party.kind {
            PartyKind::Contact => {
                let names = party
                    .given_name
                    .as_deref()
                    .zip(party.family_name.as_deref());
                names.map(|(given, family)| OwnName::Person {
                    given: folded(given),
                    family: folded(family),
                })
            }
            PartyKind::Company => {
                let name = party.company_name.as_deref();
                name.map(|name| OwnName::Company(folded(name)))
            }
        };
        let shown = party.full_name();
        Self {
            displayed: [
                (!display_name.is_empty()).then(|| fold(display_name)),
                shown.as_deref().map(fold),
            ],
            own,
        }
    }

    const fn is_company(&self) -> bool {
        matches!(self.own, Some(OwnName::Company(_)))
    }

    /// True for a customer whose display name is one of these.
    fn are_shown_by(&self, customer: &Customer) -> bool {
        let mut displayed = self.displayed.iter().flatten();
        displayed.any(|name| is_written(name, customer.display_name.as_deref()))
    }

    fn are_of(&self, customer: &Customer) -> bool {
        let same = |ours: &str, theirs: &Option<String>| is_written(ours, theirs.as_deref());
        self.are_shown_by(customer)
            || match &self.own {
                Some(OwnName::Person { given, family }) => {
                    same(given, &customer.given_name) && same(family, &customer.family_name)
                }
                Some(OwnName::Company(name)) => same(name, &customer.company_name),
                None => false,
            }
    }
}

fn is_written(folded: &str, name: Option<&str>) -> bool {
    name.is_some_and(|name| fold(name) == folded)
}

fn sent(name: &str) -> String {
    text::sent_name(name, MAX_NAME)
}

#[cfg(test)]
mod tests;
