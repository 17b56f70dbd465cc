//! The people whom QuickBooks names in its refusals though no request names them: its own users.

use quickbooks::Fault;

use super::Redactor;

/// QuickBooks' code for an object that was changed meanwhile. The text on the case says who changed it, in the
/// company's language, and nothing else.
const STALE: &str = "5010";

/// The English sentences of that text, as other codes may say them too: `You and NAME were working on this at the same
/// time. NAME finished before you did, so your work was not saved.`
const BEFORE: &str = "You and ";
const WORKING: &str = " were working on this at the same time";
const FINISHED: &str = " finished before you did";

impl Redactor {
    /// A refusal as messages repeat it: without personal values, and without who else was at work.
    pub fn said(&self, fault: &Fault) -> String {
        let mut fault = fault.clone();
        for error in &mut fault.errors {
            if error.code == STALE {
                error.detail.clear();
            }
        }
        self.clean(&fault.to_string())
    }
}

/// The text with `…` in place of the user who changed an object at the same time.
pub(super) fn without_editor(text: &str) -> String {
    let Some((before, after)) = text.split_once(WORKING) else {
        return text.to_owned();
    };
    let before = match before.rsplit_once(BEFORE) {
        Some((before, _)) => format!("{before}{BEFORE}…"),
        None => before.to_owned(),
    };
    let after = match after.split_once(FINISHED) {
        Some((_, after)) => format!(". …{FINISHED}{}", without_editor(after)),
        None => without_editor(after),
    };
    format!("{before}{WORKING}{after}")
}

#[cfg(test)]
mod tests {
    use quickbooks::{Fault, FaultError};

    use super::Redactor;

    const SENTENCE: &str = "Stale Object Error : You and Grace Hopper were working on this at the same time. Grace Hopper \
                            finished before you did, so your work was not saved.";

    fn said(code: &str, detail: &str) -> String {
        let error = FaultError {
            code: code.into(),
            message: "Stale Object Error".into(),
            detail: detail.into(),
            element: None,
        };
        let errors = vec![error];
        Redactor::default().said(&Fault {
            errors,
            ..Fault::default()
        })
    }

    #[test]
    fn whoever_changed_an_object_at_the_same_time_is_named_nowhere() {
        let french = "Vous et Grace Hopper travailliez sur ceci en même temps.";
        for detail in [SENTENCE, french] {
            assert_eq!(said("5010", detail), "5010: Stale Object Error");
        }
        let cut = "Stale Object Error : You and … were working on this at the same time. … finished before you did, so your \
                   work was not saved.";
        assert_eq!(
            said("6000", SENTENCE),
            format!("6000: Stale Object Error: {cut}")
        );
        let redactor = Redactor::default();
        assert_eq!(
            redactor.clean(&format!("{SENTENCE} {SENTENCE}")),
            format!("{cut} {cut}")
        );
        let unknown = "You and the team";
        assert_eq!(redactor.clean(unknown), unknown);
    }
}
