//! Documents on which parts of a sale are received: each is the only one of its deal, and of the quotes of that.

use storage::Holder;

use super::{SaleStanding, Scope, Sold};

impl SaleStanding {
    /// The standing for a unit that may hold the record's deals alone, since further payments settle its document.
    #[must_use]
    pub fn taking_parts(self) -> Self {
        let takes_parts = true;
        Self {
            takes_parts,
            ..self
        }
    }

    /// The state of the quotes of the record's deals: what holds a deal alone is a document of these too, also where each
    /// record is a sale of its own.
    pub fn sold_by_quotes(&self) -> Sold {
        self.sold_by(self.quotes())
    }

    /// The holders that are of quotes, and that share what a part would hold alone.
    pub(super) fn quotes(&self) -> impl Iterator<Item = &Holder> {
        let whole = self.conflicting(Scope::Whole);
        whole.filter(|holder| holder.unit.contains("/quote/"))
    }
}
