//! The sentences of a workflow's history in English, by the names of their rules.

/// The sentences.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "Invoice",
        "Created in QuickBooks: invoice {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Estimate",
        "Created in QuickBooks: estimate {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "SalesReceipt",
        "Created in QuickBooks: sales receipt {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Purchase",
        "Created in QuickBooks: expense, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "RefundReceipt",
        "Created in QuickBooks: refund receipt {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "created",
        "Created in QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "please_check",
        "Created in QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}. Please check: {{ warnings }}",
    ),
    (
        "please_check of create-expense",
        "Created in QuickBooks: expense, {{ document_total }} {{ document_currency }}. Please check: {{ warnings }}",
    ),
    (
        "already_created",
        "In QuickBooks already: {{ document_type }} {{ document_number }}. Nothing was created a second time.",
    ),
    (
        "already_created of create-expense",
        "In QuickBooks already: expense with the id {{ document_id }}. Nothing was created a second time.",
    ),
    (
        "nothing_to_do",
        "There was nothing to create a document of.",
    ),
    (
        "preview",
        "Only a preview: the settings of the QuickBooks account ask for a dry run. Nothing was created.",
    ),
    (
        "InvalidRequest",
        "The action cannot run for this record as it is set up. {{ error_message }}",
    ),
    (
        "RecordIncomplete",
        "The record lacks something that is needed. {{ error_message }}",
    ),
    (
        "RecordNotFound",
        "The record was not found, or is archived. {{ error_message }}",
    ),
    (
        "HubSpotAccessDenied",
        "HubSpot does not let the app read the record. {{ error_message }}",
    ),
    (
        "HubSpotUnavailable",
        "HubSpot did not answer for too long. {{ error_message }}",
    ),
    (
        "ContactNotEligible",
        "The contact does not meet the sync filter. {{ error_message }}",
    ),
    (
        "CustomerAmbiguous",
        "Several QuickBooks customers fit equally. {{ error_message }}",
    ),
    (
        "ProductNotFound",
        "No QuickBooks product fits a line item. {{ error_message }}",
    ),
    (
        "TaxableLineItem",
        "A line item is taxable, and a paid invoice cannot have it: use a sales receipt. {{ error_message }}",
    ),
    (
        "RefundNotSupported",
        "The payment is not refunded, or only in part. {{ error_message }}",
    ),
    (
        "ConnectionNotFound",
        "The QuickBooks account of this action is not connected. {{ error_message }}",
    ),
    (
        "SettingMissing",
        "A setting of the QuickBooks account is missing. {{ error_message }}",
    ),
    (
        "IdempotencyConflict",
        "The record was changed after its document was created. {{ error_message }}",
    ),
    (
        "AlreadyBooked",
        "The sale has another document in QuickBooks already. {{ error_message }}",
    ),
    (
        "SaleNotBooked",
        "The sale of the refunded payment is not in QuickBooks. {{ error_message }}",
    ),
    (
        "LedgerCorrupt",
        "The record of what was booked cannot be read. {{ error_message }}",
    ),
    (
        "ReauthorizationRequired",
        "The QuickBooks account must be connected again. {{ error_message }}",
    ),
    (
        "QuickBooksRejected",
        "QuickBooks refused the document. {{ error_message }}",
    ),
    (
        "QuickBooksThrottled",
        "QuickBooks' quota stayed used up for too long. {{ error_message }}",
    ),
    (
        "QuickBooksUnavailable",
        "QuickBooks did not answer for too long. {{ error_message }}",
    ),
    (
        "OutcomeUnknown",
        "It is not known yet whether QuickBooks has the document. {{ error_message }}",
    ),
    (
        "InProgress",
        "Another run of the same record took too long. {{ error_message }}",
    ),
    (
        "StorageUnavailable",
        "The QuickBooks actions could not reach their data. {{ error_message }}",
    ),
    ("RunFailed", "The run broke off. {{ error_message }}"),
];
