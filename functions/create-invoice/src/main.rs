//! The Lambda function `create-invoice`.

use create_invoice::CreateInvoice;

fn main() -> Result<(), runtime::ServeError> {
    runtime::serve::<CreateInvoice>()
}
