//! The writes without new content: a row is deleted, voided or sent.

use serde_json::{Value, json};

use crate::company::draft::Settings;
use crate::company::revision::{increment_sync_token, mark_updated};
use crate::company::{Company, Deleted, Entity, Fields, linking, payment, schema, view, voided};
use crate::fault::Fault;

impl Company {
    pub(super) fn delete(
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

    pub(super) fn void(
        &mut self,
        entity: Entity,
        body: &Fields,
        settings: &Settings,
    ) -> Result<Value, Fault> {
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
            voided::void_sales_form(&mut fields);
        }
        increment_sync_token(&mut fields);
        mark_updated(&mut fields, &stamp);
        self.replace(entity, &id, Some(&old), fields, &stamp);
        Ok(view::single(self, entity, &id))
    }

    pub(super) fn send(
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
        Ok(view::sent(self, entity, id))
    }
}

fn as_fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}
