//! The course every write takes: read the body, check, complete, store, settle the consequences.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::company::schema::{self, Kind};
use crate::company::{
    Company, Deleted, Entity, Fields, account, customer, exchange_rate, expense, item, linking,
    named_list, payment, preferences, reference, sales_form, text, view,
};
use crate::fault::Fault;

/// One request to change the company.
#[derive(Debug)]
pub(crate) struct Write<'a> {
    pub(crate) entity: Entity,
    pub(crate) kind: WriteKind,
    pub(crate) body: &'a Fields,
}

/// What a write does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WriteKind {
    Create,
    Update,
    Delete,
    Void,
    /// Mails a document to its address, or to this one.
    Send {
        id: String,
        to: Option<String>,
    },
}

/// The circumstances of a write.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) now: Timestamp,
    /// Whether a document number may be used twice in this request.
    pub(crate) allow_duplicate_numbers: bool,
    pub(crate) send_increments_sync_token: bool,
}

/// A row that is being written.
pub(crate) struct Draft<'a> {
    pub(crate) entity: Entity,
    pub(crate) id: String,
    /// What was sent, read against the schema; `null` clears a property.
    pub(crate) sent: &'a Fields,
    /// What will be stored.
    pub(crate) fields: Fields,
    /// What is stored now.
    pub(crate) old: Option<Fields>,
    pub(crate) settings: &'a Settings,
}

impl Company {
    /// Carries out a write wholly or not at all, and answers the row as it is afterwards.
    pub(crate) fn write(&mut self, write: &Write<'_>, settings: &Settings) -> Result<Value, Fault> {
        let mut changed = self.clone();
        let answer = changed.carry_out(write, settings)?;
        *self = changed;
        Ok(answer)
    }

    fn carry_out(&mut self, write: &Write<'_>, settings: &Settings) -> Result<Value, Fault> {
        let Write { entity, kind, body } = write;
        match kind {
            WriteKind::Create => self.create(*entity, body, settings),
            WriteKind::Update => self.update(*entity, body, settings),
            WriteKind::Delete => self.delete(*entity, body, settings),
            WriteKind::Void => self.void(*entity, body, settings),
            WriteKind::Send { id, to } => self.send(*entity, id, to.as_deref(), settings),
        }
    }

    fn create(
        &mut self,
        entity: Entity,
        body: &Fields,
        settings: &Settings,
    ) -> Result<Value, Fault> {
        if entity == Entity::ExchangeRate {
            return exchange_rate::set(self, body, settings);
        }
        if !entity.can_be_created() {
            return Err(Fault::unsupported("create"));
        }
        let sent = schema::read(entity, body)?;
        let id = self.next_id(entity);
        self.create_as(entity, &id, &sent, settings)?;
        Ok(view::single(self, entity, &id))
    }

    /// Creates a row under an id that is already taken from its counter.
    pub(super) fn create_as(
        &mut self,
        entity: Entity,
        id: &str,
        sent: &Fields,
        settings: &Settings,
    ) -> Result<(), Fault> {
        reference::check(self, entity, sent)?;
        let mut fields = sent.clone();
        fields.retain(|name, value| !value.is_null() && !is_control(name));
        let mut draft = Draft {
            entity,
            id: id.to_owned(),
            sent,
            fields,
            old: None,
            settings,
        };
        self.complete(&mut draft)?;
        let stamp = self.stamp(settings.now);
        let Draft { mut fields, .. } = draft;
        fields.insert("Id".to_owned(), Value::from(id));
        fields.insert("SyncToken".to_owned(), Value::from("0"));
        fields.insert(
            "MetaData".to_owned(),
            json!({ "CreateTime": stamp, "LastUpdatedTime": stamp }),
        );
        linking::settle(self, entity, id, None, Some(&fields), &stamp)?;
        self.replace(entity, id, None, fields, &stamp);
        Ok(())
    }

    fn update(
        &mut self,
        entity: Entity,
        body: &Fields,
        settings: &Settings,
    ) -> Result<Value, Fault> {
        if entity == Entity::ExchangeRate {
            return exchange_rate::set(self, body, settings);
        }
        if !entity.can_be_updated() {
            return Err(Fault::unsupported("update"));
        }
        let sent = schema::read(entity, body)?;
        let (id, old) = self.stored(entity, &sent)?;
        reference::check(self, entity, &sent)?;
        let is_sparse = sent.get("sparse") == Some(&Value::Bool(true));
        let fields = if is_sparse {
            merged(&old, &sent)
        } else {
            replaced(entity, &old, &sent)
        };
        let mut draft = Draft {
            entity,
            id,
            sent: &sent,
            fields,
            old: Some(old),
            settings,
        };
        self.complete(&mut draft)?;
        let Draft {
            id, fields, old, ..
        } = draft;
        // Recorded: an update that changes nothing leaves SyncToken and LastUpdatedTime alone.
        if old.as_ref() != Some(&fields) {
            self.store_changed(entity, &id, old.as_ref(), fields, settings)?;
        }
        Ok(view::single(self, entity, &id))
    }

    /// Stores a changed row under its next `SyncToken`.
    fn store_changed(
        &mut self,
        entity: Entity,
        id: &str,
        old: Option<&Fields>,
        mut fields: Fields,
        settings: &Settings,
    ) -> Result<(), Fault> {
        let stamp = self.stamp(settings.now);
        increment_sync_token(&mut fields);
        mark_updated(&mut fields, &stamp);
        linking::settle(self, entity, id, old, Some(&fields), &stamp)?;
        self.replace(entity, id, old, fields, &stamp);
        Ok(())
    }

    fn delete(
        &mut self,
        entity: Entity,
        body: &Fields,
        settings: &Settings,
    ) -> Result<Value, Fault> {
        if !entity.is_transaction() {
            return Err(Fault::unsupported("delete"));
        }
        let sent = schema::read(entity, body)?;
        let (id, old) = self.stored(entity, &sent)?;
        let stamp = self.stamp(settings.now);
        linking::settle(self, entity, &id, Some(&old), None, &stamp)?;
        self.take(entity, &id);
        self.settle_receivable(entity, Some(&old), None, &stamp);
        self.deleted.push(Deleted {
            entity,
            id: id.clone(),
            time: settings.now,
        });
        Ok(json!({ "domain": "QBO", "status": "Deleted", "Id": id }))
    }

    fn void(&mut self, entity: Entity, body: &Fields, settings: &Settings) -> Result<Value, Fault> {
        if !matches!(
            entity,
            Entity::Invoice | Entity::SalesReceipt | Entity::Payment
        ) {
            return Err(Fault::unsupported("void"));
        }
        let sent = schema::read(entity, body)?;
        let (id, old) = self.stored(entity, &sent)?;
        let stamp = self.stamp(settings.now);
        // What was linked is let go as if the document were deleted; the row itself stays, at zero.
        linking::settle(self, entity, &id, Some(&old), None, &stamp)?;
        let mut fields = old.clone();
        if entity == Entity::Payment {
            payment::void(&mut fields);
        } else {
            sales_form::void(&mut fields);
        }
        increment_sync_token(&mut fields);
        mark_updated(&mut fields, &stamp);
        self.replace(entity, &id, Some(&old), fields, &stamp);
        Ok(view::single(self, entity, &id))
    }

    fn send(
        &mut self,
        entity: Entity,
        id: &str,
        to: Option<&str>,
        settings: &Settings,
    ) -> Result<Value, Fault> {
        if !entity.can_be_sent() {
            return Err(Fault::unsupported("send"));
        }
        let old = self.find(entity, id)?.clone();
        let mut fields = old.clone();
        if let Some(address) = to {
            let email = schema::read(
                Entity::Customer,
                &as_fields(json!({ "PrimaryEmailAddr": { "Address": address } })),
            )?;
            fields.insert(
                "BillEmail".to_owned(),
                email.get("PrimaryEmailAddr").cloned().unwrap_or_default(),
            );
        }
        if !fields.contains_key("BillEmail") {
            return Err(Fault::email_required());
        }
        let stamp = self.stamp(settings.now);
        fields.insert("EmailStatus".to_owned(), Value::from("EmailSent"));
        fields.insert(
            "DeliveryInfo".to_owned(),
            json!({ "DeliveryType": "Email", "DeliveryTime": stamp }),
        );
        if settings.send_increments_sync_token {
            increment_sync_token(&mut fields);
        }
        mark_updated(&mut fields, &stamp);
        self.replace(entity, id, Some(&old), fields, &stamp);
        Ok(view::single(self, entity, id))
    }

    /// Applies the rules of the entity to a draft.
    fn complete(&mut self, draft: &mut Draft<'_>) -> Result<(), Fault> {
        match draft.entity {
            Entity::Preferences => {
                preferences::complete(draft);
                Ok(())
            }
            Entity::Customer | Entity::Vendor | Entity::Employee => customer::complete(self, draft),
            Entity::Item => item::complete(self, draft),
            Entity::Account => account::complete(self, draft),
            Entity::Payment => payment::complete(self, draft),
            Entity::Purchase => expense::complete(self, draft),
            Entity::Term | Entity::PaymentMethod | Entity::Class | Entity::Department => {
                named_list::complete(self, draft)
            }
            Entity::Invoice
            | Entity::Estimate
            | Entity::SalesReceipt
            | Entity::CreditMemo
            | Entity::RefundReceipt => sales_form::complete(self, draft),
            Entity::CompanyInfo | Entity::ExchangeRate | Entity::TaxCode | Entity::TaxRate => {
                Ok(())
            }
        }
    }

    /// The row that a body with `Id` and `SyncToken` means.
    fn stored(&self, entity: Entity, sent: &Fields) -> Result<(String, Fields), Fault> {
        let id = text(sent, "Id").ok_or_else(|| Fault::missing("Id"))?;
        let old = self.find(entity, id)?;
        let token = text(sent, "SyncToken").ok_or_else(|| Fault::missing("SyncToken"))?;
        if text(old, "SyncToken") == Some(token) {
            Ok((id.to_owned(), old.clone()))
        } else {
            Err(Fault::stale())
        }
    }

    /// The row of that id: 2030 when it is not a number, 610 when there is none.
    pub(crate) fn find(&self, entity: Entity, id: &str) -> Result<&Fields, Fault> {
        let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        match self.fields(entity, id) {
            Some(row) => Ok(row),
            None if is_number => Err(Fault::not_found()),
            None => Err(Fault::invalid_id(id)),
        }
    }

    /// Stores a row and lets the customer's balance follow.
    pub(super) fn replace(
        &mut self,
        entity: Entity,
        id: &str,
        old: Option<&Fields>,
        new: Fields,
        stamp: &str,
    ) {
        self.settle_receivable(entity, old, Some(&new), stamp);
        self.put(entity, id, new);
    }
}

/// Properties that steer the request and are not the row's own.
fn is_control(name: &str) -> bool {
    matches!(name, "sparse" | "Id" | "SyncToken")
}

/// A sparse update: what was not sent stays.
fn merged(old: &Fields, sent: &Fields) -> Fields {
    let mut fields = old.clone();
    for (name, value) in sent.iter().filter(|(name, _)| !is_control(name)) {
        if value.is_null() {
            fields.remove(name);
        } else {
            fields.insert(name.clone(), value.clone());
        }
    }
    fields
}

/// A full update: what was not sent is emptied, but for what the server sets and what identifies the row.
fn replaced(entity: Entity, old: &Fields, sent: &Fields) -> Fields {
    let shape = schema::shape(entity);
    let stays = |name: &str| {
        is_control(name)
            || matches!(name, "DocNumber" | "TxnDate" | "CurrencyRef" | "LinkedTxn")
            || shape
                .property(name)
                .is_some_and(|property| matches!(property.kind, Kind::Computed))
    };
    let mut kept = old.clone();
    kept.retain(|name, _| stays(name));
    merged(&kept, sent)
}

pub(super) fn increment_sync_token(fields: &mut Fields) {
    let token = text(fields, "SyncToken")
        .and_then(|token| token.parse::<u64>().ok())
        .unwrap_or(0);
    fields.insert("SyncToken".to_owned(), Value::from((token + 1).to_string()));
}

pub(super) fn mark_updated(fields: &mut Fields, stamp: &str) {
    if let Some(meta) = fields.get_mut("MetaData").and_then(Value::as_object_mut) {
        meta.insert("LastUpdatedTime".to_owned(), Value::from(stamp));
    }
}

fn as_fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}
