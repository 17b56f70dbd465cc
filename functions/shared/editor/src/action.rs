//! The actions, each with its records and its fields.

use hubspot::ObjectType;

use crate::fields::{
    BILL_EMAIL_BCC, BILL_EMAIL_CC, BOOK_ANYWAY, CLASS, CONNECTION, DEPARTMENT, DEPOSIT_ACCOUNT,
    DOCUMENT_NUMBER, DUE_DATE, EXCHANGE_RATE, EXPENSE_ACCOUNT, EXPIRATION_DATE, FROM_ESTIMATE,
    ON_SALES_FORMS, ONLINE_BANK_PAYMENT, ONLINE_CARD_PAYMENT, PAYMENT_ACCOUNT, PAYMENT_LINK,
    PAYMENT_METHOD, PAYMENT_TERMS, PAYMENT_TYPE, PRIVATE_NOTE, REFUND_ACCOUNT, SEND_EMAIL,
    TRANSACTION_DATE, VENDOR, WHAT_IS_SOLD, WITH_CUSTOM_FIELDS,
};
use crate::{Field, RecordType, Slot};

/// An action as the editor shows it.
#[derive(Debug)]
pub struct EditorAction {
    /// Its name, such as `create-invoice`: the path of its address, and its function's.
    pub name: &'static str,
    /// The types of the records for which it is offered.
    pub records: &'static [RecordType],
    /// The place among a record's properties that its document is told in.
    pub slot: Slot,
    /// Its fields in the order in which they are shown, in groups, of which actions share some: first those of
    /// HubSpot's own actions.
    groups: &'static [&'static [Field]],
}

impl EditorAction {
    /// The action of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ACTIONS.iter().find(|action| action.name == name)
    }

    /// Its fields, in the order in which they are shown.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().copied().flatten()
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }

    /// The type of the record, if the action is for it.
    pub fn takes(&self, record: &ObjectType) -> Option<RecordType> {
        let mut records = self.records.iter().copied();
        records.find(|offered| offered.object_type() == *record)
    }

    /// The fields that can be filled in only after the connection was chosen.
    pub fn fields_of_connection(&self) -> impl Iterator<Item = &'static Field> {
        self.fields().filter(|field| field.depends_on_connection())
    }
}

/// Every action, in the order in which they are shown.
pub const ACTIONS: &[EditorAction] = &[
    EditorAction {
        name: "create-invoice",
        records: &[RecordType::Deal, RecordType::Quote],
        slot: Slot::Sale,
        groups: &[
            &[CONNECTION, PAYMENT_TERMS],
            WHAT_IS_SOLD,
            &[
                SEND_EMAIL,
                BILL_EMAIL_CC,
                BILL_EMAIL_BCC,
                TRANSACTION_DATE,
                DUE_DATE,
            ],
            ON_SALES_FORMS,
            &[
                FROM_ESTIMATE,
                ONLINE_CARD_PAYMENT,
                ONLINE_BANK_PAYMENT,
                PAYMENT_LINK,
            ],
            WITH_CUSTOM_FIELDS,
            &[BOOK_ANYWAY],
        ],
    },
    EditorAction {
        name: "create-estimate",
        records: &[RecordType::Deal, RecordType::Quote],
        slot: Slot::Estimate,
        groups: &[
            &[CONNECTION],
            WHAT_IS_SOLD,
            &[TRANSACTION_DATE, EXPIRATION_DATE],
            ON_SALES_FORMS,
            WITH_CUSTOM_FIELDS,
        ],
    },
    EditorAction {
        name: "create-sales-receipt",
        records: &[RecordType::Deal, RecordType::Quote, RecordType::Payment],
        slot: Slot::Sale,
        groups: SALE_THAT_WAS_PAID,
    },
    EditorAction {
        name: "create-paid-invoice",
        records: &[RecordType::Payment],
        slot: Slot::Sale,
        groups: SALE_THAT_WAS_PAID,
    },
    EditorAction {
        name: "create-expense",
        records: &[RecordType::Payment],
        slot: Slot::Expense,
        groups: &[&[
            CONNECTION,
            PAYMENT_ACCOUNT,
            EXPENSE_ACCOUNT,
            VENDOR,
            PAYMENT_TYPE,
            TRANSACTION_DATE,
            DOCUMENT_NUMBER,
            PRIVATE_NOTE,
            CLASS,
            DEPARTMENT,
            EXCHANGE_RATE,
            BOOK_ANYWAY,
        ]],
    },
    EditorAction {
        name: "create-refund-receipt",
        records: &[RecordType::Payment],
        slot: Slot::Refund,
        groups: &[
            &[CONNECTION, REFUND_ACCOUNT, PAYMENT_METHOD],
            WHAT_IS_SOLD,
            &[TRANSACTION_DATE],
            ON_SALES_FORMS,
            WITH_CUSTOM_FIELDS,
            &[BOOK_ANYWAY],
        ],
    },
];

/// The fields of the actions that book a sale with its payment.
const SALE_THAT_WAS_PAID: &[&[Field]] = &[
    &[CONNECTION],
    WHAT_IS_SOLD,
    &[DEPOSIT_ACCOUNT, PAYMENT_METHOD, TRANSACTION_DATE],
    ON_SALES_FORMS,
    WITH_CUSTOM_FIELDS,
    &[BOOK_ANYWAY],
];
