//! The fields, each once: the same name is the same field in every action that has it.

use crate::OptionList;
use crate::field::{Field, Input, OptionForm, Target};

/// The value of a dropdown that leaves the option to the connection's settings. QuickBooks' ids are digits, so it is
/// none of them.
pub const AS_SET: &str = "as_set";

/// The value of the one option that explains why a dropdown is empty; an action that was published with it is refused.
pub const UNAVAILABLE: &str = "unavailable";

const NO_OR_YES: &[&str] = &["false", "true"];
const AS_SET_NO_OR_YES: &[&str] = &[AS_SET, "false", "true"];

const fn option(name: &'static str, form: OptionForm, input: Input) -> Field {
    let target = Target::Option { name, form };
    Field {
        name,
        target,
        input,
        is_required: false,
    }
}

const fn required(field: Field) -> Field {
    Field {
        is_required: true,
        ..field
    }
}

/// An object of the chosen company, or the one that the settings name.
const fn object(name: &'static str, of: OptionList) -> Field {
    let first = &[AS_SET];
    option(name, OptionForm::Object, Input::List { first, of })
}

const fn custom_field(name: &'static str, id: &'static str) -> Field {
    Field {
        name,
        target: Target::CustomField { id },
        input: Input::Text,
        is_required: false,
    }
}

pub(crate) const CONNECTION: Field = Field {
    name: "connection",
    target: Target::Connection,
    input: Input::List {
        first: &[],
        of: OptionList::Connections,
    },
    is_required: true,
};

const CUSTOMER: Field = required(option(
    "customer",
    OptionForm::Customer,
    Input::List {
        first: &["associated_contact", "associated_company"],
        of: OptionList::Customers,
    },
));

const PRODUCTS: Field = required(option(
    "products",
    OptionForm::Products,
    Input::List {
        first: &["line_items"],
        of: OptionList::Products,
    },
));

const CREATE_MISSING_PRODUCTS: Field = required(option(
    "create_missing_products",
    OptionForm::Truth,
    Input::Select(NO_OR_YES),
));

pub(crate) const BOOK_ANYWAY: Field =
    option("book_anyway", OptionForm::Truth, Input::Select(NO_OR_YES));

pub(crate) const PAYMENT_TERMS: Field = object("payment_terms", OptionList::Terms);
pub(crate) const DEPOSIT_ACCOUNT: Field = object("deposit_account", OptionList::DepositAccounts);
pub(crate) const REFUND_ACCOUNT: Field = object("refund_account", OptionList::DepositAccounts);
pub(crate) const PAYMENT_ACCOUNT: Field = object("payment_account", OptionList::PaymentAccounts);
pub(crate) const EXPENSE_ACCOUNT: Field = object("expense_account", OptionList::ExpenseAccounts);
pub(crate) const VENDOR: Field = object("vendor", OptionList::Vendors);
pub(crate) const PAYMENT_METHOD: Field = object("payment_method", OptionList::PaymentMethods);
pub(crate) const CLASS: Field = object("class", OptionList::Classes);
pub(crate) const DEPARTMENT: Field = object("department", OptionList::Departments);

pub(crate) const PAYMENT_TYPE: Field = option(
    "payment_type",
    OptionForm::Word,
    Input::Select(&[AS_SET, "Cash", "CreditCard"]),
);

pub(crate) const SEND_EMAIL: Field = option(
    "send_email",
    OptionForm::Word,
    Input::Select(&[AS_SET, "false", "later", "true"]),
);

pub(crate) const BILL_EMAIL_CC: Field = option("bill_email_cc", OptionForm::Addresses, Input::Text);
pub(crate) const BILL_EMAIL_BCC: Field =
    option("bill_email_bcc", OptionForm::Addresses, Input::Text);

pub(crate) const ONLINE_CARD_PAYMENT: Field = as_set_no_or_yes("online_card_payment");
pub(crate) const ONLINE_BANK_PAYMENT: Field = as_set_no_or_yes("online_bank_payment");
pub(crate) const FROM_ESTIMATE: Field = as_set_no_or_yes("from_estimate");
pub(crate) const PAYMENT_LINK: Field = as_set_no_or_yes("payment_link");

const fn as_set_no_or_yes(name: &'static str) -> Field {
    option(name, OptionForm::Truth, Input::Select(AS_SET_NO_OR_YES))
}

pub(crate) const TRANSACTION_DATE: Field =
    option("transaction_date", OptionForm::Moment, Input::Date);
pub(crate) const DUE_DATE: Field = option("due_date", OptionForm::Day, Input::Date);
pub(crate) const EXPIRATION_DATE: Field = option("expiration_date", OptionForm::Day, Input::Date);
const SERVICE_DATE: Field = option("service_date", OptionForm::Day, Input::Date);

pub(crate) const DOCUMENT_NUMBER: Field = option("document_number", OptionForm::Text, Input::Text);
const MEMO: Field = option("memo", OptionForm::Text, Input::LongText);
pub(crate) const PRIVATE_NOTE: Field = option("private_note", OptionForm::Text, Input::LongText);
pub(crate) const EXCHANGE_RATE: Field = option("exchange_rate", OptionForm::Decimal, Input::Number);

// QuickBooks' sales forms have three custom fields at most, and their ids are these.
const CUSTOM_FIELD_1: Field = custom_field("custom_field_1", "1");
const CUSTOM_FIELD_2: Field = custom_field("custom_field_2", "2");
const CUSTOM_FIELD_3: Field = custom_field("custom_field_3", "3");

/// The fields of every sales form that say what is sold, and to whom.
pub(crate) const WHAT_IS_SOLD: &[Field] = &[CUSTOMER, PRODUCTS, CREATE_MISSING_PRODUCTS];

/// The fields of every sales form that stand after its dates.
pub(crate) const ON_SALES_FORMS: &[Field] = &[
    SERVICE_DATE,
    DOCUMENT_NUMBER,
    MEMO,
    PRIVATE_NOTE,
    CLASS,
    DEPARTMENT,
];

/// The last fields of every sales form.
pub(crate) const WITH_CUSTOM_FIELDS: &[Field] = &[
    CUSTOM_FIELD_1,
    CUSTOM_FIELD_2,
    CUSTOM_FIELD_3,
    EXCHANGE_RATE,
];
