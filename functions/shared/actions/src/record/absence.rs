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

/// The same for several, of which one would do.
pub fn all_absent(properties: &Properties, names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let list = match quoted.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        all => all.concat(),
    };
    let be = if names.len() == 1 { "is" } else { "are" };
    if names.iter().any(|name| properties.has(name)) {
        format!("{list} {be} empty: fill one in in HubSpot")
    } else {
        format!("{list} {be} not in the record: load them too")
    }
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
            all_absent(&loaded, &names),
            "`firstname`, `lastname` and `email` are empty: fill one in in HubSpot"
        );
        let nothing = Properties::default();
        assert!(absent(&nothing, "email").contains("load it too"));
        assert!(all_absent(&nothing, &names).ends_with("are not in the record: load them too"));
        assert!(all_absent(&nothing, &["name"]).starts_with("`name` is not in the record"));
    }
}
