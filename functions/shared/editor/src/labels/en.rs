//! English: the words of HubSpot's own actions where it has them (help page "Use QuickBooks Online actions with
//! HubSpot workflows").

mod rules;

use super::{ActionLabels, FieldLabels, Labels, Notices, field};

pub(super) const LABELS: Labels = Labels {
    app: "QuickBooks Online",
    actions: &[
        (
            "create-invoice",
            ActionLabels {
                name: "Create a QuickBooks invoice",
                description: "Creates an invoice in QuickBooks Online from the deal or quote, its contact and its line items.",
                card: "Create a QuickBooks invoice in {{connection}}",
            },
        ),
        (
            "create-estimate",
            ActionLabels {
                name: "Create a QuickBooks estimate",
                description: "Creates an estimate in QuickBooks Online from the deal or quote, its contact and its line items.",
                card: "Create a QuickBooks estimate in {{connection}}",
            },
        ),
        (
            "create-sales-receipt",
            ActionLabels {
                name: "Create a QuickBooks sales receipt",
                description: "Creates a sales receipt in QuickBooks Online from the deal, quote or payment, its contact and its line items.",
                card: "Create a QuickBooks sales receipt in {{connection}}",
            },
        ),
        (
            "create-paid-invoice",
            ActionLabels {
                name: "Create a paid invoice in QuickBooks",
                description: "Creates an invoice and the payment that settles it in QuickBooks Online from the payment. Only for line items that are not taxable; a sales receipt takes all kinds of products.",
                card: "Create a paid invoice in QuickBooks in {{connection}}",
            },
        ),
        (
            "create-expense",
            ActionLabels {
                name: "Create a QuickBooks expense",
                description: "Creates an expense in QuickBooks Online from the processing fee of the payment.",
                card: "Create a QuickBooks expense in {{connection}}",
            },
        ),
        (
            "create-refund-receipt",
            ActionLabels {
                name: "Create a QuickBooks refund receipt",
                description: "Creates a refund receipt in QuickBooks Online when the payment was refunded.",
                card: "Create a QuickBooks refund receipt in {{connection}}",
            },
        ),
    ],
    fields: FIELDS,
    filled_in: "{{property_name}} stands for the record's property of that internal name.",
    values: &[
        ("as_set", "As set for the QuickBooks account"),
        ("false", "No"),
        ("true", "Yes"),
    ],
    values_of_fields: &[
        ("customer", "associated_contact", "Associated contact"),
        ("customer", "associated_company", "Associated company"),
        ("products", "line_items", "Line items of the record"),
        ("send_email", "false", "Do not send it"),
        ("send_email", "later", "Mark it to be sent from QuickBooks"),
        ("send_email", "true", "Send it at once"),
        ("payment_type", "Cash", "From a bank account"),
        ("payment_type", "CreditCard", "From a credit card account"),
    ],
    outputs: &[
        ("status", "Status"),
        ("document_type", "Document type"),
        ("document_id", "QuickBooks ID"),
        ("document_number", "Document number"),
        ("document_total", "Total"),
        ("document_currency", "Currency"),
        ("document_url", "Link in QuickBooks"),
        ("payment_link", "Payment link"),
        ("check", "To be checked"),
        ("warnings", "Warnings"),
        ("error_code", "Error code"),
        ("error_message", "Error message"),
    ],
    rules: rules::RULES,
    notices: Notices {
        no_connection: "No QuickBooks account is connected for this HubSpot account",
        choose_connection: "Choose a QuickBooks account first",
        reconnect: "This QuickBooks account must be connected again",
        try_again: "QuickBooks does not answer just now: try again in a minute",
        ask_administrator: "This list cannot be read: ask whoever runs the QuickBooks actions",
    },
};

const FIELDS: &[(&str, FieldLabels)] = &[
    field(
        "connection",
        "Which QuickBooks account should be used?",
        "The QuickBooks company that gets the document.",
    ),
    field(
        "payment_terms",
        "Payment terms",
        "QuickBooks computes the due date from them.",
    ),
    field("customer", "Customer", "The customer who is billed."),
    field(
        "products",
        "Products",
        "The products that are sold: those of the line items, or one for every line.",
    ),
    field(
        "create_missing_products",
        "Create a product in QuickBooks if it doesn't exist",
        "If not, a line item without a product in QuickBooks stops the action, and nothing is created.",
    ),
    field(
        "send_email",
        "E-mail to the customer",
        "Whether QuickBooks e-mails the invoice.",
    ),
    field(
        "bill_email_cc",
        "Copy of the e-mail to",
        "Addresses, separated by commas; 200 characters at most.",
    ),
    field(
        "bill_email_bcc",
        "Blind copy of the e-mail to",
        "Addresses, separated by commas; 200 characters at most.",
    ),
    field(
        "transaction_date",
        "Date",
        "The document's date. If empty, the day of the payment, or else today.",
    ),
    field(
        "due_date",
        "Due date",
        "If empty, it follows from the payment terms.",
    ),
    field(
        "expiration_date",
        "Expiration date",
        "If empty, the quote's own; a deal has none.",
    ),
    field(
        "service_date",
        "Service date",
        "The date of service on every line.",
    ),
    field(
        "document_number",
        "Number",
        "21 characters at most. If empty, QuickBooks counts on.",
    ),
    field(
        "memo",
        "Message to the customer",
        "1,000 characters at most.",
    ),
    field("private_note", "Private note", "Only your company sees it."),
    field("class", "Class", "A class of QuickBooks."),
    field("department", "Location", "A location of QuickBooks."),
    field(
        "from_estimate",
        "Link to the estimate",
        "Links the invoice to the estimate of the same record. Yes: no invoice without an estimate.",
    ),
    field(
        "online_card_payment",
        "Online payment by card",
        "Whether the customer may pay the invoice online by card.",
    ),
    field(
        "online_bank_payment",
        "Online payment by bank transfer",
        "Whether the customer may pay the invoice online by bank transfer.",
    ),
    field(
        "payment_link",
        "Ask for the payment link",
        "Gives later steps the link under which the customer pays online.",
    ),
    field(
        "deposit_account",
        "Deposit to",
        "The account the money went to. If neither it nor the settings say one, Undeposited Funds.",
    ),
    field(
        "payment_method",
        "Payment method",
        "The way in which it was paid or given back.",
    ),
    field(
        "refund_account",
        "Refund from",
        "The account the money was taken from.",
    ),
    field(
        "payment_account",
        "Payment account",
        "The account the fee was paid from.",
    ),
    field(
        "expense_account",
        "Category",
        "The account the fee is booked to.",
    ),
    field("vendor", "Payee", "The vendor who was paid the fee."),
    field(
        "payment_type",
        "Paid from",
        "The kind of the payment account.",
    ),
    field("custom_field_1", "Custom field 1", "31 characters at most."),
    field("custom_field_2", "Custom field 2", "31 characters at most."),
    field("custom_field_3", "Custom field 3", "31 characters at most."),
    field(
        "exchange_rate",
        "Exchange rate",
        "Home currency per unit of the record's currency. If empty, QuickBooks' rate of the date.",
    ),
    field(
        "book_anyway",
        "Create it although the sale is booked already",
        "Yes may book a sale twice.",
    ),
];
