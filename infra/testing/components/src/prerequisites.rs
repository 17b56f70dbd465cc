//! Programs that must be on a machine before components can be installed there.

use std::process::Command;

use crate::ComponentError;
use crate::command::output;

/// A program, the arguments with which it answers if it will do, and what to install if it is missing.
struct Prerequisite {
    program: &'static str,
    arguments: &'static [&'static str],
    missing: &'static str,
}

const PREREQUISITES: [Prerequisite; 4] = [
    Prerequisite {
        program: "java",
        // With two hyphens, which Java 8 does not know.
        arguments: &["--version"],
        missing: "Java 11 or later (`java`), which runs DynamoDB Local",
    },
    Prerequisite {
        program: "npm",
        arguments: &["--version"],
        missing: "Node.js with `npm`, which installs DynamoDB Local and HubSpot's client",
    },
    Prerequisite {
        program: "python3",
        arguments: &[
            "-c",
            "import sys, venv, ensurepip; assert sys.version_info >= (3, 10)",
        ],
        missing: "Python 3.10 or later (`python3`) with its modules venv and ensurepip (on Debian \
            the package python3-venv), which runs moto, sam, the linters and HubSpot's client",
    },
    Prerequisite {
        program: "tar",
        arguments: &["--version"],
        missing: "`tar`, which unpacks DynamoDB Local",
    },
];

/// Checks for all of them, and names all that are missing at once.
///
/// # Errors
///
/// [`ComponentError::Missing`] with what to install.
pub fn check() -> Result<(), ComponentError> {
    let missing = PREREQUISITES.iter().filter(|wanted| !wanted.is_there());
    let missing: Vec<_> = missing.map(|wanted| wanted.missing.to_owned()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(ComponentError::Missing(missing))
}

impl Prerequisite {
    fn is_there(&self) -> bool {
        output(Command::new(self.program).args(self.arguments)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Prerequisite;

    #[test]
    fn a_program_that_is_not_there_or_will_not_do_is_missing() {
        let table: [(_, &[&str], _); 3] = [
            ("true", &[], true),
            ("false", &[], false),
            ("no-such-program", &[], false),
        ];
        for (program, arguments, expected) in table {
            let wanted = Prerequisite {
                program,
                arguments,
                missing: "",
            };
            assert_eq!(wanted.is_there(), expected, "{program}");
        }
    }
}
