//! The Lambda function `create-estimate`.

use create_estimate::CreateEstimate;

fn main() -> Result<(), runtime::ServeError> {
    runtime::serve::<CreateEstimate>()
}
