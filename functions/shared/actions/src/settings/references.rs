//! The QuickBooks objects that settings name, to be looked for when settings are put.

use serde::Deserialize as _;
use serde_json::Value;
use storage::MappingKind;

use super::Settings;
use crate::options::{NameOrId, NamedReference};

/// The options that name an object of QuickBooks, where they stand among the defaults.
const OPTIONS: [(&str, MappingKind, &str); 9] = [
    (
        "payment_terms",
        MappingKind::Term,
        "settings.defaults, payment_terms",
    ),
    ("class", MappingKind::Class, "settings.defaults, class"),
    (
        "department",
        MappingKind::Department,
        "settings.defaults, department",
    ),
    (
        "deposit_account",
        MappingKind::Account,
        "settings.defaults, deposit_account",
    ),
    (
        "payment_account",
        MappingKind::Account,
        "settings.defaults, payment_account",
    ),
    (
        "expense_account",
        MappingKind::Account,
        "settings.defaults, expense_account",
    ),
    (
        "refund_account",
        MappingKind::Account,
        "settings.defaults, refund_account",
    ),
    ("vendor", MappingKind::Vendor, "settings.defaults, vendor"),
    (
        "payment_method",
        MappingKind::PaymentMethod,
        "settings.defaults, payment_method",
    ),
];

impl Settings {
    /// The objects that the settings name, and that must be there before anything can be booked by them. A
    /// vendor that may be created is not among them.
    pub fn references(&self) -> Vec<NamedReference> {
        let of = |kind, object: &NameOrId, place| NamedReference {
            kind,
            object: object.clone(),
            place,
        };
        let products = &self.products;
        let one = [
            (
                MappingKind::Account,
                products.income_account.as_ref(),
                "settings.products.income_account",
            ),
            (
                MappingKind::Item,
                products.item_without_lines.as_ref(),
                "settings.products.item_without_lines",
            ),
            (
                MappingKind::Item,
                products.item_of_fees.as_ref(),
                "settings.products.item_of_fees",
            ),
            (
                MappingKind::TaxCode,
                self.fees.tax_code.as_ref(),
                "settings.fees.tax_code",
            ),
            (
                MappingKind::TaxCode,
                self.tax.default_code.as_ref(),
                "settings.tax.default_code",
            ),
            (
                MappingKind::TaxCode,
                self.tax.untaxed_code.as_ref(),
                "settings.tax.untaxed_code",
            ),
        ];
        let one = one
            .into_iter()
            .filter_map(|(kind, object, place)| Some(of(kind, object?, place)));
        let methods = self.payments.methods.values().flatten();
        let methods = methods.map(|method| {
            of(
                MappingKind::PaymentMethod,
                method,
                "settings.payments.methods",
            )
        });
        let codes = self.tax.codes.values();
        let codes = codes.map(|code| of(MappingKind::TaxCode, code, "settings.tax.codes"));
        one.chain(methods)
            .chain(codes)
            .chain(self.of_defaults())
            .collect()
    }

    fn of_defaults(&self) -> impl Iterator<Item = NamedReference> {
        let all = std::iter::once(&self.defaults.all).chain(self.defaults.actions.values());
        all.flat_map(|defaults| {
            OPTIONS.iter().filter_map(|(option, kind, place)| {
                let may_be_new = *kind == MappingKind::Vendor && self.vendors.create_missing;
                let value: &Value = defaults.get(*option).filter(|_| !may_be_new)?;
                Some(NamedReference {
                    kind: *kind,
                    object: NameOrId::deserialize(value).ok()?,
                    place,
                })
            })
        })
    }
}
