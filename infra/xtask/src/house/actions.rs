//! The places beside its folder that name an action: all that a new one lacks is told at once, before anything is built.

use std::collections::BTreeSet;

/// The folders of actions begin so.
const FOLDERS: &str = "functions/create-";

/// A file for each language.
const LABELS: &str = "functions/shared/editor/src/labels/";

/// A place, with the words by which it names an action.
type Place<'p> = (&'p str, fn(&str) -> String);

const PLACES: [Place<'static>; 9] = [
    ("Cargo.toml", |action| format!("\"functions/{action}\",")),
    ("Cargo.toml", |action| format!("{action} = {{ path")),
    ("infra/registry/Cargo.toml", |action| {
        format!("{action}.workspace")
    }),
    ("infra/registry/src/lib.rs", |action| {
        format!("{}::", action.replace('-', "_"))
    }),
    ("functions/shared/actions/src/options/of_actions.rs", quoted),
    ("functions/shared/editor/src/action.rs", quoted),
    ("template.yaml", |action| format!("Binary: {action} ")),
    ("README.md", |action| {
        format!("functions/{action}/README.md")
    }),
    ("functions/README.md", |action| {
        format!("({action}/README.md)")
    }),
];

fn quoted(action: &str) -> String {
    format!("\"{action}\"")
}

/// The places that do not name an action which has a folder.
pub(crate) fn check(paths: &[String], read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let folders = paths.iter().filter_map(|path| path.strip_prefix(FOLDERS));
    let names = folders.filter_map(|rest| rest.split_once('/'));
    let actions: BTreeSet<String> = names.map(|(name, _)| format!("create-{name}")).collect();
    let is_language = |path: &&String| {
        let file = path.strip_prefix(LABELS);
        file.is_some_and(|file| !file.contains('/'))
    };
    let labels = paths.iter().filter(is_language);
    let labels = labels.map(|path| -> Place<'_> { (path, quoted) });
    let mut broken = Vec::new();
    for (place, words) in PLACES.into_iter().chain(labels) {
        let text = read(place).unwrap_or_default();
        let lacking = actions
            .iter()
            .filter(|action| !text.contains(&words(action)));
        broken.extend(lacking.map(|action| format!("{place}: has no `{}`", words(action).trim())));
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::{PLACES, check};

    #[test]
    fn every_place_that_lacks_an_action_is_named_at_once() {
        let paths = [
            "functions/create-invoice/src/lib.rs",
            "functions/create-credit-memo/src/lib.rs",
            "functions/shared/editor/src/labels/de.rs",
            "functions/shared/editor/src/labels/de/rules.rs",
        ];
        let invoice = PLACES.map(|(_, words)| words("create-invoice")).join("\n");
        let broken = check(&paths.map(str::to_owned), |_| Some(invoice.clone()));
        assert_eq!(broken.len(), PLACES.len() + 1);
        assert_eq!(
            broken.last().unwrap(),
            "functions/shared/editor/src/labels/de.rs: has no `\"create-credit-memo\"`"
        );
    }

    #[test]
    fn a_place_that_cannot_be_read_names_no_action() {
        let paths = ["functions/create-invoice/src/lib.rs".to_owned()];
        assert_eq!(check(&paths, |_| None).len(), PLACES.len());
    }
}
