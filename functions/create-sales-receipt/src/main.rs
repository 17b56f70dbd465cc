//! The Lambda function `create-sales-receipt`.

use create_sales_receipt::CreateSalesReceipt;

fn main() -> Result<(), runtime::ServeError> {
    runtime::serve::<CreateSalesReceipt>()
}
