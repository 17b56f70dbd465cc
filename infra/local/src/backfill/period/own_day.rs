//! The day of a record, where its document is dated today unless somebody says otherwise.

use hubspot::ObjectType;
use registry::RegisteredAction;

use super::OPTION;

/// A day that a record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backfill) struct OwnDay {
    /// The property that holds it.
    pub(in crate::backfill) property: &'static str,
    /// Its heading in HubSpot's exports.
    pub(in crate::backfill) heading: &'static str,
    /// The event of that day: `closed`.
    pub(in crate::backfill) done: &'static str,
}

/// A deal's.
pub(super) const CLOSED: OwnDay = OwnDay {
    property: "closedate",
    heading: "Close Date",
    done: "closed",
};
/// A quote's, for a document of money that came.
const PAID: OwnDay = OwnDay {
    property: "hs_payment_date",
    heading: "Payment Date",
    done: "paid",
};
/// A payment's, for a refund, whose own day HubSpot does not tell.
const CHARGED: OwnDay = OwnDay {
    property: "hs_initiated_date",
    heading: "Payment Date",
    done: "paid",
};
/// Any record's, where it tells no other.
const MADE: OwnDay = OwnDay {
    property: "hs_createdate",
    heading: "Create Date",
    done: "made",
};

impl OwnDay {
    /// The days that a record of this type may have, the best first; none where it dates its document by itself.
    pub(in crate::backfill) fn of(
        action: RegisteredAction,
        kind: Option<&ObjectType>,
    ) -> &'static [Self] {
        match (kind, action) {
            (Some(ObjectType::Payment), RegisteredAction::CreateRefundReceipt) => &[CHARGED, MADE],
            (Some(ObjectType::Payment), _) => &[],
            (Some(ObjectType::Quote), RegisteredAction::CreateSalesReceipt) => &[PAID, MADE],
            (Some(ObjectType::Quote), _) => &[MADE],
            _ => &[CLOSED],
        }
    }

    /// The option that dates each document on it.
    pub(super) fn option(self) -> String {
        format!(
            "--options '{{\"{OPTION}\": \"{{{{{}}}}}\"}}'",
            self.property
        )
    }

    /// The ways of saying where documents are dated.
    pub(super) fn ways_out(self, action: RegisteredAction) -> String {
        let (done, option) = (self.done, self.option());
        if self == CLOSED {
            return format!(
                "give --date closedate for the day each was closed, or --date today; or a column `option.{OPTION}` of YYYY-MM-DD, or \
                 {option}"
            );
        }
        if action == RegisteredAction::CreateRefundReceipt {
            return format!(
                "give a column `option.{OPTION}` of YYYY-MM-DD with the day of each refund, which HubSpot does not tell, or --date \
                 today; or {option} for the day each payment was {done}"
            );
        }
        format!(
            "give {option} for the day each was {done}, or --date today; or a column `option.{OPTION}` of YYYY-MM-DD"
        )
    }
}

/// True for a day that only records of another type have. HubSpot may tell of a deal when it was made, so that is one
/// only where it is `strictly` judged.
pub(super) fn is_of_another(kind: &ObjectType, property: &str, strictly: bool) -> bool {
    let own: &[OwnDay] = match kind {
        ObjectType::Deal if strictly => &[CLOSED],
        ObjectType::Deal => &[CLOSED, MADE],
        ObjectType::Quote => &[PAID, MADE],
        ObjectType::Payment => &[CHARGED, MADE],
        _ => return false,
    };
    let is = |day: &OwnDay| day.property == property;
    [CLOSED, PAID, CHARGED, MADE].iter().any(is) && !own.iter().any(is)
}

#[cfg(test)]
mod tests;
