//! Properties without a value: one that is empty in HubSpot is told apart from one that was not loaded.

use hubspot::Properties;

/// The reason why a property has no value, and the way out.
pub fn absent(properties: &Properties, property: &str) -> String {
    if properties.has(property) {
        format!("`{property}` is empty: fill it in HubSpot")
    } else {
        format!("`{property}` is not in the record: load it too")
    }
}

/// The same for several, of which one would do. One with a value has none that would: `unusable` says what it is not.
pub fn all_absent(properties: &Properties, names: &[&str], unusable: &str) -> String {
    let (valued, others): (Vec<&str>, Vec<&str>) = names
        .iter()
        .copied()
        .partition(|name| properties.get(name).is_some());
    let (empty, missing): (Vec<&str>, Vec<&str>) =
        others.into_iter().partition(|name| properties.has(name));
    let told = [
        (
            missing,
            "is not in the record: load it too",
            "are not in the record: load them too",
        ),
        (
            empty,
            "is empty: fill it in HubSpot",
            "are empty: fill one in in HubSpot",
        ),
        (valued, unusable, unusable),
    ];
    let told = told.into_iter().filter_map(|(names, one, several)| {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        match quoted.as_slice() {
            [] => None,
            [only] => Some(format!("{only} {one}")),
            [before @ .., last] => Some(format!("{} and {last} {several}", before.join(", "))),
        }
    });
    told.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use hubspot::Properties;

    use super::{absent, all_absent};

    #[test]
    fn what_is_empty_is_filled_in_and_what_is_missing_is_loaded() {
        let loaded: Properties = [("email", "")].into_iter().collect();
        assert_eq!(
            absent(&loaded, "email"),
            "`email` is empty: fill it in HubSpot"
        );
        let names = ["firstname", "lastname", "email"];
        assert_eq!(
            all_absent(&loaded, &names, "is no address"),
            "`firstname` and `lastname` are not in the record: load them too; `email` is empty: fill it in HubSpot"
        );
        let unusable: Properties = [("email", "n/a"), ("lastname", "")].into_iter().collect();
        assert_eq!(
            all_absent(&unusable, &["lastname", "email"], "is no address"),
            "`lastname` is empty: fill it in HubSpot; `email` is no address"
        );
        let nothing = Properties::default();
        assert!(absent(&nothing, "email").contains("load it too"));
        assert!(all_absent(&nothing, &names, "").ends_with("are not in the record: load them too"));
        assert!(all_absent(&nothing, &["name"], "").starts_with("`name` is not in the record"));
    }
}
