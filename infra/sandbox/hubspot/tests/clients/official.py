"""HubSpot's client for Python, as it is published, against the local portal.

The first argument names the function to run. A failed assertion is the exit code.
"""

import os
import sys

from hubspot import HubSpot
from hubspot.automation.actions import (
    BatchInputCallbackCompletionBatchRequest,
    CallbackCompletionBatchRequest,
    CallbackCompletionRequest,
)
from hubspot.crm.associations import BatchInputPublicAssociation, BatchInputPublicObjectId
from hubspot.crm.associations.v4 import (
    AssociationSpec,
    BatchInputPublicAssociationMultiPost,
    BatchInputPublicFetchAssociationsBatchRequest,
)
from hubspot.crm.contacts import ApiException as ContactException
from hubspot.crm.deals import (
    ApiException,
    BatchInputSimplePublicObjectBatchInput,
    BatchInputSimplePublicObjectBatchInputForCreate,
    BatchInputSimplePublicObjectId,
    BatchReadInputSimplePublicObjectId,
    Filter,
    FilterGroup,
    PublicMergeInput,
    PublicObjectSearchRequest,
    SimplePublicObjectInput,
    SimplePublicObjectInputForCreate,
)
from hubspot.crm.objects import BatchReadInputSimplePublicObjectId as ReadPayments

URL = os.environ["PORTAL_URL"]


def connected(token=None):
    return HubSpot(access_token=token or os.environ["ACCESS_TOKEN"], host=URL, base_url=URL)


def refused(call, status, exception=ApiException):
    try:
        call()
    except exception as error:
        assert error.status == status, error
        return error.body
    raise AssertionError("nothing was refused")


def deal_named(client, name):
    wanted = Filter(property_name="dealname", operator="EQ", value=name)
    request = PublicObjectSearchRequest(
        filter_groups=[FilterGroup(filters=[wanted])], properties=["dealname", "amount"], limit=10
    )
    found = client.crm.deals.search_api.do_search(request)
    assert found.total == 1, found
    return found.results[0]


def read():
    client = connected()
    deal = deal_named(client, "Botanical garden, all beds")
    read = client.crm.deals.basic_api.get_by_id(
        deal.id,
        properties=["dealname", "purchase_order_number", "description"],
        properties_with_history=["dealname"],
        associations=["line_items", "contacts", "companies", "discounts", "fees", "taxes"],
    )
    assert read.properties["purchase_order_number"] == "PO-2026-0502"
    assert read.properties["description"] is None
    assert read.created_at.year == 2026 and read.archived is False
    assert read.properties_with_history["dealname"][0].value == read.properties["dealname"]
    lines = read.associations["line items"]
    assert len(lines.results) == 100 and lines.paging.next.after == "100"
    companies = {company.id for company in read.associations["companies"].results}
    assert len(companies) == 1 and len(read.associations["companies"].results) == 2
    assert {"contacts", "discounts", "fees", "taxes"} < set(read.associations)
    everything = client.crm.contacts.get_all(properties=["email", "lastname"])
    assert len(everything) == 23, len(everything)
    assert "田中" in {contact.properties["lastname"] for contact in everything}
    rates = client.api_request({"path": "/tax-rates/v1/tax-rates"}).json()
    assert len(rates["results"]) == 3
    properties = client.crm.properties.core_api.get_all("deals").results
    assert {"dealstage", "hs_object_id"} < {it.name for it in properties}
    owners = client.crm.owners.owners_api.get_page(limit=100).results
    assert owners[0].first_name == "Rosa"


def write():
    client = connected()
    made = client.crm.deals.basic_api.create(
        SimplePublicObjectInputForCreate(properties={"dealname": "Zoë's garden", "amount": "12.50"}, associations=[])
    )
    client.crm.deals.basic_api.update(made.id, SimplePublicObjectInput(properties={"amount": "13.00"}))
    assert client.crm.deals.basic_api.get_by_id(made.id).properties["amount"] == "13.00"
    client.crm.deals.basic_api.archive(made.id)
    assert "resource not found" in refused(lambda: client.crm.deals.basic_api.get_by_id(made.id), 404)
    assert client.crm.deals.basic_api.get_by_id(made.id, archived=True).archived_at
    wrong = SimplePublicObjectInputForCreate(properties={"colour": "red"}, associations=[])
    assert "PROPERTY_DOESNT_EXIST" in refused(lambda: client.crm.deals.basic_api.create(wrong), 400)
    contact = {"email": "carter.family@example.com"}
    body = refused(
        lambda: client.crm.contacts.basic_api.create({"properties": contact, "associations": []}),
        409,
        ContactException,
    )
    assert "Existing ID: " in body
    first, second = client.crm.contacts.get_all()[:2]
    merge = PublicMergeInput(primary_object_id=first.id, object_id_to_merge=second.id)
    client.crm.contacts.basic_api.merge(merge)
    assert client.crm.contacts.basic_api.get_by_id(second.id).id == first.id


def search():
    client = connected()
    groups = [
        FilterGroup(filters=[Filter(property_name="amount", operator="BETWEEN", value="100", high_value="500")]),
        FilterGroup(filters=[Filter(property_name="deal_currency_code", operator="IN", values=["EUR", "GBP"])]),
    ]
    seen, after = [], None
    while True:
        request = PublicObjectSearchRequest(
            filter_groups=groups,
            sorts=[{"propertyName": "amount", "direction": "DESCENDING"}],
            properties=["amount", "deal_currency_code"],
            limit=3,
            after=after,
        )
        page = client.crm.deals.search_api.do_search(request)
        seen.extend(page.results)
        if page.paging is None:
            break
        after = page.paging.next.after
    assert len(seen) == page.total > 3
    amounts = [float(deal.properties["amount"]) for deal in seen]
    assert amounts == sorted(amounts, reverse=True)
    too_many = PublicObjectSearchRequest(limit=201)
    refused(lambda: client.crm.deals.search_api.do_search(too_many), 400)


def associate():
    client = connected()
    deal = deal_named(client, "Nobody attached")
    contact = client.crm.contacts.get_all()[0]
    v4 = client.crm.associations.v4
    v4.basic_api.create_default("deals", deal.id, "contacts", contact.id)
    label = AssociationSpec(association_category="USER_DEFINED", association_type_id=27)
    pair = {"from": {"id": deal.id}, "to": {"id": contact.id}, "types": [label]}
    made = v4.batch_api.create("deals", "contacts", BatchInputPublicAssociationMultiPost(inputs=[pair]))
    assert made.results[0].labels == ["Billing contact"], made
    page = v4.basic_api.get_page("deals", deal.id, "contacts", limit=500)
    assert str(page.results[0].to_object_id) == contact.id
    assert [it.label for it in page.results[0].association_types] == [None, "Billing contact"]
    request = BatchInputPublicFetchAssociationsBatchRequest(inputs=[{"id": deal.id}])
    many = v4.batch_api.get_page("deals", "contacts", request)
    assert many.results[0].to[0].association_types[1].type_id == 27
    named = client.crm.associations.batch_api.read(
        "deals", "contacts", BatchInputPublicObjectId(inputs=[{"id": deal.id}])
    )
    assert {it.type for it in named.results[0].to} == {"deal_to_contact", "billing_contact"}
    pair = {"from": {"id": deal.id}, "to": {"id": contact.id}, "type": "deal_to_contact"}
    client.crm.associations.batch_api.create("deals", "contacts", BatchInputPublicAssociation(inputs=[pair]))
    v4.basic_api.archive("deals", deal.id, "contacts", contact.id)
    assert v4.basic_api.get_page("deals", deal.id, "contacts").results == []


def batch():
    client = connected()
    deals = client.crm.deals.batch_api
    inputs = [{"properties": {"dealname": f"Deal {n}"}, "associations": []} for n in range(100)]
    made = deals.create(BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs))
    assert made.status == "COMPLETE" and len(made.results) == 100
    ids = [{"id": deal.id} for deal in made.results]
    read = BatchReadInputSimplePublicObjectId(inputs=ids[::-1], properties=["dealname"], properties_with_history=[])
    assert [deal.id for deal in deals.read(read).results] == sorted(it["id"] for it in ids)
    change = [{"id": it["id"], "properties": {"amount": "5"}} for it in ids]
    changed = deals.update(BatchInputSimplePublicObjectBatchInput(inputs=change))
    assert {deal.properties["amount"] for deal in changed.results} == {"5"}
    deals.archive(BatchInputSimplePublicObjectId(inputs=ids[:50]))
    # A 207: this client gives what was found, under a type that knows of errors.
    partly = deals.read(read)
    assert len(partly.results) == 50 and partly.num_errors == 1
    assert partly.errors[0].category == "OBJECT_NOT_FOUND"
    payments = client.crm.objects.basic_api.get_page("commerce_payments", limit=100).results
    request = ReadPayments(
        inputs=[{"id": it.id} for it in payments], properties=["hs_latest_status"], properties_with_history=[]
    )
    read = client.crm.objects.batch_api.read("commerce_payments", request)
    statuses = [it.properties["hs_latest_status"] for it in read.results]
    assert statuses.count("partially_refunded") == 2


def complete():
    callbacks = connected().automation.actions.callbacks_api
    done = {"hs_execution_state": "SUCCESS", "document_id": "145"}
    callbacks.complete("ap-1-2-3-0", CallbackCompletionRequest(output_fields=done))
    inputs = [CallbackCompletionBatchRequest(callback_id="ap-1-2-3-1", output_fields=done)]
    callbacks.complete_batch(BatchInputCallbackCompletionBatchRequest(inputs=inputs))


def tokens():
    client = HubSpot(host=URL, base_url=URL)
    issued = client.oauth.tokens_api.create(
        grant_type="refresh_token",
        client_id=os.environ["CLIENT_ID"],
        client_secret=os.environ["CLIENT_SECRET"],
        refresh_token=os.environ["REFRESH_TOKEN"],
    )
    assert issued.token_type == "bearer" and issued.expires_in == 1800
    info = client.oauth.access_tokens_api.get(issued.access_token)
    assert str(info.hub_id) == os.environ["PORTAL_ID"] and info.scopes == ["crm.objects.deals.read"]
    narrow = connected(issued.access_token)
    assert narrow.crm.deals.basic_api.get_page(limit=1).results
    body = refused(lambda: narrow.crm.contacts.basic_api.get_page(limit=1), 403, ContactException)
    assert "crm.objects.contacts.read" in body
    body = refused(lambda: connected("wrong").crm.deals.basic_api.get_page(limit=1), 401)
    assert "INVALID_AUTHENTICATION" in body


globals()[sys.argv[1]]()
