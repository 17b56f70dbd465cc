//! The Lambda function `create-expense`.

use create_expense::CreateExpense;

fn main() -> Result<(), runtime::ServeError> {
    runtime::serve::<CreateExpense>()
}
