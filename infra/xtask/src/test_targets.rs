//! Test targets that are run by name: those that need components.

use std::process::Command;

use crate::workspace::{cargo, root};

/// The test targets that run only when they are named, so that clippy has to be told of them.
pub(crate) const ON_COMPONENTS: [&str; 8] = [
    "aws",
    "browser",
    "clients",
    "gateway-cost",
    "lambda",
    "packaged",
    "transformed",
    "workflows",
];

/// The command that runs the actions' own tests, on the build of the workspace's tests. Those of speed and of large numbers
/// meet no open question, and are left out.
pub(crate) const OF_ACTIONS: [&str; 23] = [
    "test",
    "--workspace",
    "--all-features",
    "--test",
    "expenses",
    "--test",
    "invoices",
    "--test",
    "offers",
    "--test",
    "paid_invoices",
    "--test",
    "payments",
    "--test",
    "refund_receipts",
    "--test",
    "rules",
    "--",
    "--skip=burst::",
    "--skip=quotas::",
    "--skip=random_orders::",
    "--skip=random_refunds::",
    "--skip=throughput::",
];

/// The command that runs the tests of this name in every package, built as the tests of the workspace are, so that
/// nothing is built a second time.
pub(crate) fn named(name: &str) -> Command {
    let mut test = Command::new(cargo());
    test.args(["test", "--workspace", "--all-features", "--test", name]);
    test.current_dir(root());
    test
}
