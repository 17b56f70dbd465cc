//! Creates a QuickBooks expense (`Purchase`) from the processing fee of a HubSpot payment.
//!
//! Particular to it: the fee, the three names it is booked by, and that a payment without a
//! fee has no expense. Of the options common to all actions `customer`, `products` and `memo` say
//! nothing about an expense and are passed over.

mod body;
mod booked;
mod fee;
mod options;
mod tax;

pub use options::{ExpenseOptions, PaymentType};

use actions::draft::Body;
use actions::options::NamedReference;
use actions::record::payment::Payment;
use actions::request::EnrolledRecord;
use actions::{Action, ActionError, Documents, DraftInput, ReadInput, Reading, Subject};
use hubspot::ObjectType;
use quickbooks::EntityKind;
use storage::{Connection, LedgerKey};

use fee::Fee;

/// The action `create-expense`.
#[derive(Debug)]
pub struct CreateExpense;

impl Action for CreateExpense {
    type Options = ExpenseOptions;

    const NAME: &'static str = "create-expense";
    const DOCUMENTS: Documents = Documents::one(EntityKind::Purchase);
    const RECORDS: &'static [ObjectType] = &[ObjectType::Payment];

    fn related(connection: &Connection, record: &EnrolledRecord) -> Vec<LedgerKey> {
        booked::entries(connection, record)
    }

    fn read(asked: &ReadInput<'_, ExpenseOptions>) -> Result<Reading, ActionError> {
        let payment = Payment::read(asked.record, &asked.settings.company)?;
        // What was begun is finished or repeated, whatever became of the payment since.
        if !asked.begun {
            payment.require_charged()?;
            if !asked.options.book_anyway {
                booked::refuse_booked_elsewhere(asked)?;
            }
        }
        let Some(fee) = Fee::of(&payment, asked.settings)? else {
            let reason = fee::nothing(&payment, asked.settings)?;
            return Ok(Reading::Nothing { reason });
        };
        asked.options.names()?;
        let [content, of_other_settings] = fee::contents(&payment, asked.settings.fees.source);
        Ok(Reading::Subject(Box::new(Subject {
            content,
            content_otherwise: Some(of_other_settings),
            references: tax::reference(asked.settings)?,
            warnings: fee.warnings,
            ..Subject::of_amount(payment, fee.amount)
        })))
    }

    fn references(options: &ExpenseOptions) -> Vec<NamedReference> {
        options.references()
    }

    fn draft(draft: DraftInput<'_, ExpenseOptions>) -> Result<Body, ActionError> {
        body::expense(draft)
    }
}
