//! The Lambda function `create-paid-invoice`.

use create_paid_invoice::CreatePaidInvoice;

fn main() -> Result<(), runtime::ServeError> {
    runtime::serve::<CreatePaidInvoice>()
}
