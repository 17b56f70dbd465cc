//! The way out where QuickBooks refuses something that a document refers to: who or what that is.

mod field;
mod refusal;

use quickbooks::{Fault, FaultError};
use storage::MappingKind;

pub(crate) use self::refusal::{of_creation, of_document};
use self::refusal::{of_refusal, rule};
use super::needs::Needs;
use super::outcome::{PLACEHOLDER, Resolved};
use crate::options::NameOrId;
use crate::record::payer::Payer;

/// The most objects that are named where QuickBooks does not say which one it refuses.
const MOST_NAMED: usize = 20;

/// The most lines of a document of which some are taxed, as QuickBooks says in its refusal of more.
const MOST_LINES: usize = 750;

/// An object that a document refers to.
struct Referred {
    kind: MappingKind,
    id: String,
    /// The object and who or what it stands for: `customer 58 (of contact 51)`.
    words: String,
    /// The place of an id that options or settings give; none where it was found or mapped.
    place: Option<&'static str>,
}

impl Needs {
    /// The way out where QuickBooks refuses what a document refers to: the customer, the lines' products, or
    /// the place in options or settings. `resolved` is empty where the document was drafted by another
    /// invocation.
    pub fn advice(&self, fault: &Fault, resolved: &Resolved) -> Option<String> {
        if let Some(advice) = of_refusal(fault).or_else(|| self.of_unsellable(fault)) {
            return Some(advice);
        }
        if let Some(advice) = self.of_rule(fault, resolved) {
            return Some(advice);
        }
        let is_stale = fault.is_stale_reference();
        if !is_stale && !["6000", "6430"].iter().any(|code| fault.has_code(code)) {
            return None;
        }
        let referred = self.referred(resolved);
        let named: Vec<&Referred> = referred
            .iter()
            // A business rule says many a number that is no id.
            .filter(|one| is_stale || one.place.is_some())
            .filter(|one| fault.errors.iter().any(|error| names(error, one)))
            .collect();
        match named.as_slice() {
            [] if is_stale => not_said(&referred, fault),
            [] if is_about_account(fault) => {
                of_accounts(&referred).or_else(|| of_accounts_of_products(&referred))
            }
            [] => None,
            [
                Referred {
                    id,
                    place: Some(place),
                    ..
                },
                ..,
            ] => Some(format!(
                "`{place}` names {id}: correct it, or see in QuickBooks whether it is there and active"
            )),
            several => Some(way_out(&words(several.iter().copied()))),
        }
    }

    /// The way out of a business rule of QuickBooks, by the objects of the document that it is about.
    fn of_rule(&self, fault: &Fault, resolved: &Resolved) -> Option<String> {
        let referred = self.referred(resolved);
        let of = |kinds: &[MappingKind]| {
            let of_kinds = referred.iter().filter(|one| kinds.contains(&one.kind));
            words(of_kinds.take(MOST_NAMED))
        };
        if rule(fault, "6270", "inventory start date") {
            let products = of(&[MappingKind::Product, MappingKind::Item]);
            return Some(format!(
                "the document is dated before the stock of one of its products is counted ({products}): give a later \
                 `options.transaction_date`, or correct the product's inventory start date in QuickBooks"
            ));
        }
        if rule(fault, "6000", "currency") {
            let parties = of(&[
                MappingKind::Customer,
                MappingKind::Vendor,
                MappingKind::Account,
            ]);
            return Some(format!(
                "one of these is in another currency than the record's: {parties}: QuickBooks keeps each in one currency for \
                 good, so name one of the record's currency in its option, or correct the record's currency in HubSpot"
            ));
        }
        if rule(fault, "6000", "account") {
            return same_account(&referred);
        }
        let lines = self.lines().count();
        (rule(fault, "6000", "lines") && lines > MOST_LINES).then(|| {
            format!("it has {lines} lines: divide it into several records of at most {MOST_LINES}")
        })
    }

    /// The way out where `options.products` names a bundle or category, which QuickBooks does not name itself.
    fn of_unsellable(&self, fault: &Fault) -> Option<String> {
        let says = |error: &FaultError| {
            let detail = error.detail.to_lowercase();
            let words: &[&str] = match error.code.as_str() {
                // `Categories cannot be used in transactions.`
                "2500" => &["categor"],
                "6000" => &["item", "group", "bundle", "categor"],
                _ => &[],
            };
            words.iter().any(|word| detail.contains(word))
        };
        let is_about_items = fault.errors.iter().any(says);
        let ids = self.products.fixed.iter().filter(|_| is_about_items);
        let id = ids.map(|one| one.item.clone().into_text()).next()?;
        Some(format!(
            "the line's product is {id}, as `options.products` or the setting for it names: if that is a bundle \
             or a category in QuickBooks, name a product that is sold by itself"
        ))
    }

    /// Everything that a document refers to.
    fn referred(&self, resolved: &Resolved) -> Vec<Referred> {
        let fixed = self.products.fixed.iter();
        let products = fixed.filter_map(|one| match &one.item {
            NameOrId::Id(id) => Some(Referred {
                kind: MappingKind::Item,
                id: id.clone(),
                words: format!("product {id}"),
                place: Some("options.products"),
            }),
            NameOrId::Name(_) => None,
        });
        let references = self.references.iter().filter_map(|one| {
            let id = resolved.reference(one.kind, Some(&one.object))?;
            let place = one.place;
            Some(Referred {
                kind: one.kind,
                words: format!("{} {id} (of `{place}`)", word(one.kind)),
                place: matches!(one.object, NameOrId::Id(_)).then_some(place),
                id,
            })
        });
        let payer = self.referred_payer(resolved);
        let lines = self.referred_products(resolved);
        let all = payer
            .into_iter()
            .chain(lines)
            .chain(products)
            .chain(references);
        all.filter(|one| one.id != PLACEHOLDER).collect()
    }

    fn referred_payer(&self, resolved: &Resolved) -> Option<Referred> {
        let (id, words, place) = match self.payer.as_ref()? {
            Payer::Fixed { id } => (
                id.clone(),
                format!("customer {id}"),
                Some("options.customer"),
            ),
            Payer::OfSale(customer) => (
                customer.id.clone(),
                format!(
                    "customer {} (of its sale, {}; `options.customer` names another)",
                    customer.id,
                    customer.named()
                ),
                None,
            ),
            Payer::Party(party) => {
                let id = resolved.customer.as_ref()?.id.clone();
                let words = format!("customer {id} (of {})", party.label());
                (id, words, None)
            }
        };
        Some(Referred {
            kind: MappingKind::Customer,
            id,
            words,
            place,
        })
    }

    fn referred_products(&self, resolved: &Resolved) -> impl Iterator<Item = Referred> {
        self.products.distinct.iter().filter_map(|product| {
            let line = product.lines.first()?;
            let id = resolved.products.get(line)?.id.clone();
            Some(Referred {
                kind: MappingKind::Product,
                words: format!("product {id} (of {})", product.label()),
                id,
                place: None,
            })
        })
    }
}

/// The advice where two options name the same account, which a document cannot both pay from and book to.
fn same_account(referred: &[Referred]) -> Option<String> {
    let accounts = || {
        referred
            .iter()
            .enumerate()
            .filter(|(_, one)| one.kind == MappingKind::Account)
    };
    let same = accounts().find_map(|(place, one)| {
        let (_, other) = accounts().find(|(later, other)| *later > place && other.id == one.id)?;
        Some([one, other])
    })?;
    Some(format!(
        "{} are the same account: name another in one of the two",
        words(same.into_iter())
    ))
}

/// True where an error names the id of an object, under the list that the object is in.
///
/// QuickBooks says `Names element id 58 not found` of customers and vendors, and `Accounts`, `Klasses` and
/// `Depts` of these; how it says it of other lists is not known.
fn names(error: &FaultError, one: &Referred) -> bool {
    let mut words = error
        .detail
        .split(|char: char| !char.is_ascii_alphanumeric());
    let list = match one.kind {
        MappingKind::Customer | MappingKind::Vendor => Some("Names"),
        MappingKind::Account => Some("Accounts"),
        MappingKind::Class => Some("Klasses"),
        MappingKind::Department => Some("Depts"),
        MappingKind::Product
        | MappingKind::Item
        | MappingKind::Term
        | MappingKind::PaymentMethod
        | MappingKind::TaxCode => None,
    };
    let lists = ["Names", "Accounts", "Klasses", "Depts"];
    let said = lists
        .into_iter()
        .find(|list| error.detail.contains(&format!("{list} element")));
    words.any(|word| word == one.id) && (said.is_none() || said == list)
}

/// The advice where QuickBooks does not say what it refuses: a customer's code is of the customer alone.
fn not_said(referred: &[Referred], fault: &Fault) -> Option<String> {
    let is_customer = fault.has_code("6250");
    let candidates = referred
        .iter()
        .filter(|one| !is_customer || one.kind == MappingKind::Customer);
    let candidates = words(candidates.take(MOST_NAMED));
    let which = "QuickBooks does not say which object it refuses; the document refers to ";
    (!candidates.is_empty()).then(|| format!("{which}{}", way_out(&candidates)))
}

/// True where QuickBooks wants an account of another type, and does not say which one (English companies only).
fn is_about_account(fault: &Fault) -> bool {
    let mut errors = fault.errors.iter();
    errors.any(|error| error.code == "6430" || error.detail.contains("type of account"))
}

/// The advice where one of the accounts that options name is of a type that the document does not take.
fn of_accounts(referred: &[Referred]) -> Option<String> {
    let accounts = referred
        .iter()
        .filter(|one| one.kind == MappingKind::Account);
    let accounts = words(accounts);
    (!accounts.is_empty()).then(|| {
        format!("it refers to {accounts}: name an account of the type that QuickBooks asks for")
    })
}

/// The advice where no option names an account, so that QuickBooks speaks of a product's own.
fn of_accounts_of_products(referred: &[Referred]) -> Option<String> {
    let is_product = |one: &&Referred| matches!(one.kind, MappingKind::Product | MappingKind::Item);
    let products = words(referred.iter().filter(is_product).take(MOST_NAMED));
    (!products.is_empty()).then(|| {
        format!(
            "an account of one of its products is of a type that QuickBooks does not take there: correct it in QuickBooks, at \
             {products}"
        )
    })
}

fn words<'r>(referred: impl Iterator<Item = &'r Referred>) -> String {
    let words: Vec<&str> = referred.map(|one| one.words.as_str()).collect();
    words.join(", ")
}

fn way_out(objects: &str) -> String {
    format!(
        "{objects}: see in QuickBooks whether it is there and active, or map the record to another object"
    )
}

fn word(kind: MappingKind) -> String {
    kind.to_string().replace('_', " ")
}
