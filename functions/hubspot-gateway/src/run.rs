//! The run of the workflow `quickbooks-action` for one execution of HubSpot's.

use serde_json::Value;
use sha2::{Digest, Sha256};
use storage::PortalId;

/// The longest name of an execution in Step Functions.
const LONGEST_NAME: usize = 80;

/// Begins the part of a name that is a digest, so that no callback id can be taken for one.
const DIGEST: &str = "sha256-";

/// The digits of a digest in a name: with the account's number they fit, and 128 bits collide for nobody.
const DIGITS: usize = 32;

/// A run; `Debug` shows its name alone.
#[derive(Clone, derive_more::Debug, PartialEq)]
#[debug("Run({name})")]
pub struct Run {
    /// The name: the same for every delivery of the same execution.
    pub name: String,
    /// The input.
    pub input: Value,
}

/// The name of the run for an execution: the account's number and HubSpot's callback id, or its digest where Step
/// Functions does not take it (letters, digits, `-` and `_` alone, 80 characters at most).
///
/// Nothing else is part of it: HubSpot repeats a call with the newest version of the action's definition, so even
/// the inputs may differ between two deliveries of one execution.
pub fn execution_name(portal: &PortalId, callback_id: &str) -> String {
    let plain = format!("{portal}-{callback_id}");
    let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_name = plain.len() <= LONGEST_NAME && plain.bytes().all(is_taken);
    if is_name && !callback_id.starts_with(DIGEST) {
        return plain;
    }
    format!("{portal}-{DIGEST}{}", digest(callback_id))
}

/// The first digits of the text's SHA-256.
pub(crate) fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let bytes = digest.iter().take(DIGITS / 2);
    let digits: Vec<String> = bytes.map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use storage::PortalId;

    use super::execution_name;

    fn name(callback_id: &str) -> String {
        execution_name(&PortalId::try_from("102670506").unwrap(), callback_id)
    }

    #[test]
    fn the_name_is_made_of_the_account_and_the_callback() {
        assert_eq!(
            name("ap-102670506-56776413549-7-0"),
            "102670506-ap-102670506-56776413549-7-0"
        );
        let other = PortalId::try_from("7").unwrap();
        assert_ne!(execution_name(&other, "ap-1-2-3-0"), name("ap-1-2-3-0"));
    }

    #[test]
    fn a_digest_cannot_be_given_as_a_callback() {
        let hashed = name("ap 1");
        let forged = hashed.strip_prefix("102670506-").unwrap();
        assert_ne!(name(forged), hashed);
    }

    proptest! {
        #[test]
        fn every_callback_has_a_name_that_step_functions_takes(callback in "[ -~]{1,128}", other in "[ -~]{1,128}") {
            let own = name(&callback);
            prop_assert!((1..=80).contains(&own.len()));
            prop_assert!(own.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')));
            prop_assert_eq!(own == name(&other), callback == other);
        }
    }
}
