//! The options that no field offers.

/// An option that no field offers.
#[derive(Clone, Copy, Debug)]
pub struct NotOffered {
    /// The action, or all of them.
    pub action: Option<&'static str>,
    /// The option.
    pub option: &'static str,
    /// The reason.
    pub reason: &'static str,
}

/// The options that no field offers, each with the reason.
pub const NOT_OFFERED: &[NotOffered] = &[
    NotOffered {
        action: None,
        option: "dry_run",
        reason: "nobody is there to read a preview while a workflow runs, and one left on by mistake books nothing",
    },
    of_sales_alone("customer"),
    of_sales_alone("products"),
    of_sales_alone("create_missing_products"),
    of_sales_alone("memo"),
    of_sales_alone("service_date"),
    of_sales_alone("custom_fields"),
];

const fn of_sales_alone(option: &'static str) -> NotOffered {
    NotOffered {
        action: Some("create-expense"),
        option,
        reason: "an expense is for a vendor and sells nothing, so the action passes it over",
    }
}
