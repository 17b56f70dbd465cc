//! The documents that are left in QuickBooks, since they could not be deleted again.

use super::ActionError;

impl ActionError {
    /// The refusal of a document, where the one it belongs to, such as `Invoice 1038 (id 145)`, was settled in QuickBooks
    /// meanwhile and so could not be deleted again.
    #[must_use]
    pub fn orphaned(self, document: &str) -> Self {
        self.followed_by(&format!(
            "{document} was made before and paid on in QuickBooks since, so it was left as it is"
        ))
    }

    /// The refusal of a document, where the one it belongs to was made before and QuickBooks refused to delete it again.
    #[must_use]
    pub fn left_standing(self, document: &str, refusal: &Self) -> Self {
        self.followed_by(&format!(
            "{document} was made before and stands, since it could not be deleted again ({refusal}): once what is refused is \
             put right, run the record again, which goes on from it; or delete it in QuickBooks"
        ))
    }

    /// The reason for which a document was to be deleted again, where QuickBooks refused that.
    #[must_use]
    pub fn not_withdrawn(mut self, document: &str, refusal: &Self) -> Self {
        self.replace("was deleted again", "was to be deleted again");
        self.followed_by(&format!(
            "{document} stands, since it could not be deleted ({refusal}): see to that in QuickBooks, and run the record \
             again, which deletes it, or delete it there"
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::ActionError;

    #[test]
    fn a_document_that_could_not_be_deleted_is_named_with_both_refusals_and_the_way_out() {
        let refusal = || ActionError::QuickBooksRejected {
            code: "6540".into(),
            text: "6540: Deposited".into(),
            intuit_tid: "1-2".into(),
        };
        let reason = ActionError::invalid(
            "payment 1: the total differs: the Invoice was deleted again; correct the tax",
        );
        let told = reason.not_withdrawn("Invoice 1038 (id 145)", &refusal());
        assert_eq!(
            told.to_string(),
            "payment 1: the total differs: the Invoice was to be deleted again; correct the tax; Invoice 1038 (id 145) \
             stands, since it could not be deleted (QuickBooks refused: 6540: Deposited (code 6540, intuit_tid 1-2)): see \
             to that in QuickBooks, and run the record again, which deletes it, or delete it there"
        );
        let told = refusal().left_standing("Invoice 1038 (id 145)", &refusal());
        assert_eq!(told.error_type(), "QuickBooksRejected");
        let told = told.to_string();
        for part in [
            "refused: 6540: Deposited; Invoice 1038 (id 145) was made before and stands",
            "run the record again",
        ] {
            assert!(told.contains(part), "{told}");
        }
    }
}
