//! The Lambda function `create-refund-receipt`.

use create_refund_receipt::CreateRefundReceipt;

fn main() -> Result<(), runtime::ServeError> {
    runtime::serve::<CreateRefundReceipt>()
}
