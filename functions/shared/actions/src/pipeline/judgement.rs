//! The decision whether a document that QuickBooks made may stand.

use quickbooks::EntityKind;

use super::prepare::Prepared;
use crate::ActionError;
use crate::action::Action;
use crate::draft::totals::{Expected, QuickBooksTotals};
use crate::response::Warning;
use crate::settings::{Mismatch, is_inclusive};
use crate::subject::priced_sale::{PricedSale, ShownBy};

/// The decision on a document that QuickBooks made.
pub(super) enum Judgement {
    /// It stands, with these warnings.
    Stands(Vec<Warning>),
    /// It is deleted and made again with other cents, by the rates at which QuickBooks taxed it.
    OtherCents,
    /// It is deleted again, for this reason.
    Refused(ActionError),
}

impl<A: Action> Prepared<A> {
    /// Decides what becomes of a document by its totals and its currency. It `may_retax` once.
    pub(super) fn judge(
        &self,
        computed: &QuickBooksTotals,
        made_in: Option<&str>,
        expected: &Expected,
        may_retax: bool,
    ) -> Judgement {
        if may_retax && self.has_other_cents(computed, expected) {
            return Judgement::OtherCents;
        }
        let in_currency = self.check_currency(computed.document, made_in);
        match in_currency.and_then(|()| self.accept(computed, expected)) {
            Ok(warnings) => Judgement::Stands(warnings),
            Err(error) => Judgement::Refused(error),
        }
    }

    /// Checks that QuickBooks made the document in the record's currency: it names none where it is the company's own, as
    /// the settings have that.
    fn check_currency(&self, kind: EntityKind, made_in: Option<&str>) -> Result<(), ActionError> {
        let wanted = self.subject.currency.code();
        match made_in {
            Some(made_in) if !made_in.eq_ignore_ascii_case(wanted) => {
                Err(ActionError::SettingMissing {
                    message: format!(
                        "{}: the record is in {wanted}, and QuickBooks made the {kind} in {}: it was deleted again; set \
                         `company.home_currency` to the currency in which QuickBooks keeps the company's books",
                        self.subject.label, made_in
                    ),
                })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// True where QuickBooks has taxed a sale as it does where it rounds the other way, and other cents of its lines come
    /// to HubSpot's total by that.
    fn has_other_cents(&self, computed: &QuickBooksTotals, expected: &Expected) -> bool {
        let sale = self.subject.sale.as_ref();
        let is_as_posted = computed.total.checked_sub(computed.tax) == Some(expected.total);
        is_as_posted
            && expected.tax.is_some()
            && sale.is_some_and(|priced| priced.otherwise == Some(computed.tax))
    }

    /// Decides by the action's rule and by the totals if a document may stand.
    ///
    /// # Errors
    ///
    /// Where it may not, so that it is to be deleted again.
    fn accept(
        &self,
        computed: &QuickBooksTotals,
        expected: &Expected,
    ) -> Result<Vec<Warning>, ActionError> {
        let kind = computed.document;
        let mut warnings = A::accept(&self.subject, computed, &self.settings)?;
        let label = &self.subject.label;
        let differences = expected.differences(computed, label);
        // Some companies are reported to ignore `TaxInclusive` and to put the tax on top: a customer
        // must not be billed that, whatever the settings. A cent of tax in the same total is no such thing.
        let is_rounded = expected.is_rounded_otherwise(computed);
        let amounts = &self.settings.amounts;
        let is_total_refused =
            expected.tax_shown_by == ShownBy::Total && amounts.on_mismatch == Mismatch::Refuse;
        let refuse = (expected.inclusive && !is_rounded)
            || is_total_refused
            || amounts.on_quickbooks_mismatch == Mismatch::Refuse;
        if let Some(first) = differences.first().filter(|_| refuse) {
            let way_out = self.way_out(is_total_refused, is_rounded);
            let sale = self.subject.sale.as_ref();
            let of_style = sale.map_or("", PricedSale::way_out_of_tax);
            return Err(ActionError::invalid(format!(
                "{}: the {kind} was deleted again; {of_style}{way_out}",
                first.message,
            )));
        }
        warnings.extend(differences);
        Ok(warnings)
    }

    /// The way out of a total that differs from the one that was expected.
    fn way_out(&self, is_total_refused: bool, is_rounded: bool) -> &'static str {
        if is_total_refused {
            "correct the tax in HubSpot or in QuickBooks, or set `amounts.on_mismatch` and \
             `amounts.on_quickbooks_mismatch` to `warn`"
        } else if is_inclusive(&self.settings) && !is_rounded {
            "if HubSpot puts the tax on top of the prices, set `tax.prices` to `exclusive`; else correct the \
             rate in HubSpot, or its code in `tax.codes`, or set `tax.inclusive_amounts` to the other of `net` and `gross`"
        } else {
            "correct the tax in HubSpot or in QuickBooks, or set `amounts.on_quickbooks_mismatch` to `warn`"
        }
    }
}
