//! The QuickBooks objects that settings name, to be looked for when settings are put.

use serde::Deserialize as _;
use serde_json::{Map, Value};
use storage::MappingKind;

use super::Settings;
use crate::options::{NameOrId, NamedReference, naming};

/// The options that name one by its id, or say how it is found.
const CHOICES: [(&str, MappingKind); 2] = [
    ("customer", MappingKind::Customer),
    ("products", MappingKind::Item),
];

/// An object that settings name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingReference {
    /// The path of the setting, such as `settings.tax.codes.501`.
    pub path: String,
    /// The object.
    pub object: NamedReference,
}

impl SettingReference {
    fn of(kind: MappingKind, object: NameOrId, path: String) -> Self {
        let place = "settings";
        let object = NamedReference {
            kind,
            object,
            place,
        };
        Self { path, object }
    }
}

impl Settings {
    /// The objects that the settings name, and that must be there before anything can be booked by them. A
    /// vendor that may be created is not among them.
    pub fn references(&self) -> Vec<SettingReference> {
        let products = &self.products;
        let one = [
            (
                MappingKind::Account,
                &products.income_account,
                "products.income_account",
            ),
            (
                MappingKind::Item,
                &products.item_without_lines,
                "products.item_without_lines",
            ),
            (
                MappingKind::Item,
                &products.item_of_fees,
                "products.item_of_fees",
            ),
            (MappingKind::TaxCode, &self.fees.tax_code, "fees.tax_code"),
            (
                MappingKind::TaxCode,
                &self.tax.default_code,
                "tax.default_code",
            ),
            (
                MappingKind::TaxCode,
                &self.tax.untaxed_code,
                "tax.untaxed_code",
            ),
        ];
        let one = one.into_iter().filter_map(|(kind, object, path)| {
            let path = format!("settings.{path}");
            Some(SettingReference::of(kind, object.clone()?, path))
        });
        let methods = self.payments.methods.iter().filter_map(|(name, method)| {
            let path = format!("settings.payments.methods.{name}");
            let kind = MappingKind::PaymentMethod;
            Some(SettingReference::of(kind, method.clone()?, path))
        });
        let codes = self.tax.codes.iter().map(|(rate, code)| {
            let path = format!("settings.tax.codes.{rate}");
            SettingReference::of(MappingKind::TaxCode, code.clone(), path)
        });
        one.chain(methods)
            .chain(codes)
            .chain(self.of_defaults())
            .collect()
    }

    fn of_defaults(&self) -> impl Iterator<Item = SettingReference> {
        let all = std::iter::once(("settings.defaults.all".to_owned(), &self.defaults.all));
        let actions = self.defaults.actions.iter();
        let actions = actions
            .map(|(action, defaults)| (format!("settings.defaults.actions.{action}"), defaults));
        all.chain(actions)
            .flat_map(|(path, defaults)| self.references_of(&path, defaults))
    }

    /// The objects that options name which stand at this path, and that must be there before anything can be booked
    /// by them.
    pub fn references_of(&self, path: &str, options: &Map<String, Value>) -> Vec<SettingReference> {
        let named = naming().into_iter().filter_map(|(option, kind)| {
            let may_be_new = kind == MappingKind::Vendor && self.vendors.create_missing;
            let value = options.get(option).filter(|_| !may_be_new)?;
            Some((option, kind, NameOrId::deserialize(value).ok()?))
        });
        let chosen = CHOICES.iter().filter_map(|(option, kind)| {
            let value = options.get(*option)?;
            let object = NameOrId::deserialize(value).ok()?;
            let is_id = matches!(object, NameOrId::Id(_));
            is_id.then_some((*option, *kind, object))
        });
        named
            .chain(chosen)
            .map(|(option, kind, object)| {
                SettingReference::of(kind, object, format!("{path}.{option}"))
            })
            .collect()
    }
}
