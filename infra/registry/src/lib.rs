//! The actions, one row each. All that goes over every action reads this list: the local program and its
//! demonstration, the tests of promises that all actions keep, the simulation, the tests of the built
//! functions, and the check of the template.
//!
//! A new action is a folder under `functions/`, a line among the workspace's members and one among its
//! dependencies, a row here with the dependency that it names, and the places that `.github/CONTRIBUTING.md` lists: what
//! functions are built from cannot read this list, which is made of them.
//!
//! ```
//! use registry::RegisteredAction;
//!
//! let invoice = RegisteredAction::named("create-invoice").unwrap();
//! assert_eq!(invoice.documents().first, quickbooks::EntityKind::Invoice);
//! assert!(invoice.options().contains(&"payment_terms"));
//! ```

mod connections;
mod expected;
mod row;
mod sample;

pub use connections::{FIRST_CONNECTION, connections};
pub use expected::{Expected, ExpectedDocument, ExpectedError, ExpectedMessage};
pub use sample::Sample;

use std::fmt;

row::registry! {
    create_invoice::CreateInvoice: "Creates an invoice from a deal or a quote";
    create_estimate::CreateEstimate: "Creates an estimate from a deal or a quote";
    create_sales_receipt::CreateSalesReceipt: "Creates a sales receipt from a deal, a quote or a payment";
    create_paid_invoice::CreatePaidInvoice: "Creates an invoice and the payment that settles it, from a payment";
    create_expense::CreateExpense: "Creates an expense from the processing fee of a payment";
    create_refund_receipt::CreateRefundReceipt: "Creates a refund receipt from a refund of a payment";
}

impl RegisteredAction {
    /// The action of this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|action| action.name() == name)
    }
}

/// The action's name.
impl fmt::Display for RegisteredAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use actions::options::of_actions;
    use actions::request::NEVER_OPTIONS;

    use super::RegisteredAction;

    #[test]
    fn every_folder_of_an_action_has_one_row() {
        let functions = concat!(env!("CARGO_MANIFEST_DIR"), "/../../functions");
        let entries = std::fs::read_dir(functions).unwrap();
        let folders = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let folders: BTreeSet<String> =
            folders.filter(|name| name.starts_with("create-")).collect();
        let rows = RegisteredAction::ALL.iter().map(ToString::to_string);
        assert_eq!(rows.clone().count(), folders.len());
        assert_eq!(rows.collect::<BTreeSet<_>>(), folders);
    }

    /// The options that all actions have.
    #[derive(serde::Deserialize)]
    struct NoneOfItsOwn {}

    #[test]
    fn no_option_has_the_name_of_a_field_that_every_record_has() {
        let letters = |name: &str| name.replace(['_', '-', ' '], "").to_lowercase();
        let never: BTreeSet<String> = NEVER_OPTIONS.into_iter().map(letters).collect();
        let common = actions::options::names::<NoneOfItsOwn>();
        for action in RegisteredAction::ALL {
            let options = action.options().iter().chain(&common);
            let options: BTreeSet<String> = options.map(|it| letters(it)).collect();
            assert_eq!(options.intersection(&never).next(), None, "{action}");
        }
    }

    #[test]
    fn the_options_of_every_action_are_known_where_the_actions_are_not() {
        let names = |action: &RegisteredAction| -> BTreeSet<&str> {
            let known = of_actions::of(action.name()).unwrap_or_default().iter();
            known.map(|(name, _)| *name).collect()
        };
        let has = |action: &RegisteredAction| action.options().iter().copied().collect();
        let all = RegisteredAction::ALL.iter();
        let wrong: Vec<_> = all.filter(|action| names(action) != has(action)).collect();
        assert!(
            wrong.is_empty() && of_actions::OF_ACTIONS.len() == RegisteredAction::ALL.len(),
            "shared/actions/src/options/of_actions.rs has other options than these have, or other actions: {wrong:?}"
        );
    }

    #[test]
    fn an_action_is_found_by_its_name_alone() {
        for action in RegisteredAction::ALL {
            assert_eq!(RegisteredAction::named(action.name()), Some(*action));
        }
        assert_eq!(RegisteredAction::named("create-invoices"), None);
        assert_eq!(RegisteredAction::named(""), None);
    }

    /// It documents the action, too.
    #[test]
    fn the_summary_of_an_action_begins_with_a_verb() {
        for action in RegisteredAction::ALL {
            assert!(action.summary().starts_with("Creates "), "{action}");
        }
    }

    #[test]
    fn the_type_of_an_action_is_called_as_its_folder_is() {
        for action in RegisteredAction::ALL {
            let words = action.name().split('-');
            let pascal: String = words
                .map(|word| word[..1].to_uppercase() + &word[1..])
                .collect();
            assert_eq!(action.type_name(), pascal);
        }
    }
}
