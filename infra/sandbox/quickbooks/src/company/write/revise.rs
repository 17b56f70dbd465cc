//! Rows that are made or changed by what is sent.

use serde_json::{Value, json};

use crate::company::draft::{Draft, Settings};
use crate::company::revision::{increment_sync_token, mark_updated};
use crate::company::schema::{self, Kind};
use crate::company::{
    Company, Entity, Fields, address, decimal, exchange_rate, linking, reference, view,
};
use crate::fault::Fault;
use crate::options::OpenQuestions;

impl Company {
    pub(super) fn create(
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
        check_no_balance(entity, body, settings.open_questions)?;
        let id = self.next_id(entity);
        self.create_as(entity, &id, &sent, settings)?;
        Ok(view::created(self, entity, &id))
    }

    /// Creates a row under an id that is already taken from its counter.
    pub(in crate::company) fn create_as(
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
        address::number(self, &mut draft);
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

    pub(super) fn update(
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
        address::number(self, &mut draft);
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
}

/// Intuit's pages call these balances read-only; nobody has published what becomes of one that a new row brings.
fn check_no_balance(
    entity: Entity,
    body: &Fields,
    open_questions: OpenQuestions,
) -> Result<(), Fault> {
    let names: &[&str] = match entity {
        Entity::Vendor => &["Balance"],
        Entity::Account => &["CurrentBalance", "CurrentBalanceWithSubAccounts"],
        _ => &[],
    };
    let brought = names
        .iter()
        .find(|name| decimal::field(body, name).is_some_and(|balance| !balance.is_zero()));
    let text = |name| format!("A new {} cannot bring a {name}.", entity.name());
    match brought {
        Some(name) => open_questions.refuse(|| Fault::business(&text(name))),
        None => Ok(()),
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
            || matches!(
                name,
                "DocNumber" | "TxnDate" | "CurrencyRef" | "ExchangeRate" | "LinkedTxn"
            )
            || shape
                .property(name)
                .is_some_and(|property| matches!(property.kind, Kind::Computed))
    };
    let mut kept = old.clone();
    kept.retain(|name, _| stays(name));
    merged(&kept, sent)
}
