"""Scenarios of python-quickbooks with intuit-oauth, as they are published, against the local company."""

import json
import os
import sys
from datetime import datetime, timedelta

from intuitlib.client import AuthClient
from quickbooks import QuickBooks
from quickbooks.batch import batch_create, batch_delete, batch_update
from quickbooks.cdc import change_data_capture
from quickbooks.exceptions import QuickbooksException
from quickbooks.objects import (
    Account, AccountBasedExpenseLine, AccountBasedExpenseLineDetail, Class, CompanyInfo, CreditMemo, Customer, Department,
    Employee, Estimate, Invoice, Item, Payment, PaymentLine, PaymentMethod, Preferences, Purchase, Ref, RefundReceipt,
    SalesItemLine, SalesItemLineDetail, SalesReceipt, TaxCode, TaxRate, Term, Vendor,
)
from quickbooks.objects.base import EmailAddress
from quickbooks.objects.exchangerate import ExchangeRate

URL = os.environ["COMPANY_URL"]


def connected():
    """A client that got its tokens the way people's programs do: discovery first, then a refresh."""
    auth = AuthClient(
        os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"], "http://localhost/callback",
        f"{URL}/.well-known/openid_sandbox_configuration", refresh_token=os.environ["REFRESH_TOKEN"],
    )
    auth.refresh()
    assert auth.get_user_info().json()["emailVerified"]
    QuickBooks.sandbox_api_url_v3 = f"{URL}/v3"
    client = QuickBooks(auth_client=auth, refresh_token=auth.refresh_token, company_id=os.environ["REALM_ID"])
    client.sandbox = True
    return client


def line(amount=100, item="1"):
    made = SalesItemLine()
    made.Amount = amount
    made.Description = "By a client"
    # With the client's defaults: a quantity and a price of zero.
    made.SalesItemLineDetail = SalesItemLineDetail()
    made.SalesItemLineDetail.ItemRef = reference(item)
    return made


def reference(value, kind=None):
    made = Ref()
    made.value = value
    made.type = kind
    return made


def form(kind, customer="1", **more):
    made = kind()
    made.Line.append(line())
    made.CustomerRef = reference(customer)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def fault(code, action):
    try:
        action()
    except QuickbooksException as refusal:
        assert refusal.error_code == code, refusal.detail
    else:
        raise AssertionError(f"{code} was expected")


def lists(client):
    for kind in (Customer, Vendor, Item, Account, Term, Class, Department, PaymentMethod, TaxCode, TaxRate,
                 Employee):
        rows = kind.all(max_results=2, qb=client)
        assert rows and kind.get(rows[0].Id, qb=client).Id == rows[0].Id, kind
        assert kind.count(qb=client) >= len(rows) or kind is TaxCode, kind
    customer = Customer()
    customer.DisplayName, customer.GivenName = "Ada's Birds", "Ada"
    customer.PrimaryEmailAddr = EmailAddress()
    customer.PrimaryEmailAddr.Address = "ada@example.com"
    customer.save(qb=client)
    found = Customer.filter(DisplayName="Ada's Birds", qb=client)
    assert [row.Id for row in found] == [customer.Id]
    customer.GivenName = "Augusta"
    customer = customer.save(qb=client)
    assert Customer.get(customer.Id, qb=client).GivenName == "Augusta"
    # An object of this client is always sent whole.
    sparse = {"Id": customer.Id, "SyncToken": customer.SyncToken, "sparse": True, "Notes": "Sparse"}
    client.update_object("Customer", json.dumps(sparse))
    read = Customer.get(customer.Id, qb=client)
    assert (read.Notes, read.GivenName, read.DisplayName) == ("Sparse", "Augusta", "Ada's Birds")
    fault(6240, lambda: second("Ada's Birds").save(qb=client))
    rows = {
        Vendor: {"DisplayName": "New vendor"},
        Item: {"Name": "New item", "Type": "Service", "IncomeAccountRef": reference("79")},
        Account: {"Name": "New account", "AccountType": "Expense"},
        Term: {"Name": "Net 45", "DueDays": 45},
        Class: {"Name": "New class"},
        Department: {"Name": "New department"},
        PaymentMethod: {"Name": "New method", "Type": "NON_CREDIT_CARD"},
        Employee: {"FamilyName": "King", "GivenName": "Ada"},
    }
    for kind, properties in rows.items():
        made = kind()
        for name, value in properties.items():
            setattr(made, name, value)
        made = made.save(qb=client)
        name, value = next(iter(properties.items()))
        setattr(made, name, value + " 2")
        made.save(qb=client)
        assert getattr(kind.get(made.Id, qb=client), name) == value + " 2", kind
    rate = ExchangeRate()
    rate.SourceCurrencyCode, rate.AsOfDate, rate.Rate = "EUR", "2026-05-01", 1.25
    rate.save(qb=client)
    rate.Rate = 1.5
    rate.save(qb=client)
    rates = ExchangeRate.where("SourceCurrencyCode = 'EUR'", qb=client)
    assert [rate.Rate for rate in rates if rate.AsOfDate == "2026-05-01"] == [1.5]
    others = Account.query("select * from Account where FullyQualifiedName != 'Checking'", qb=client)
    assert others and all(row.FullyQualifiedName != "Checking" for row in others)
    assert CompanyInfo.get(os.environ["REALM_ID"], qb=client).Country == "US"
    assert Preferences.get(qb=client).ProductAndServicesPrefs.ForPurchase


def second(name):
    made = Customer()
    made.DisplayName = name
    return made


def forms(client):
    for kind in (Invoice, Estimate, SalesReceipt, CreditMemo, RefundReceipt):
        more = {"DepositToAccountRef": reference("35")} if kind is RefundReceipt else {}
        made = form(kind, **more)
        made.save(qb=client)
        read = kind.get(made.Id, qb=client)
        assert read.TotalAmt == 100 and read.Line[0].Description == "By a client", kind
        read.PrivateNote = "Changed"
        read.save(qb=client)
        read = kind.get(made.Id, qb=client)
        assert read.PrivateNote == "Changed", kind
        read.delete(qb=client)
        fault(610, lambda: kind.get(made.Id, qb=client))
    fault(2020, lambda: Invoice().save(qb=client))
    stale = form(Invoice)
    stale.save(qb=client)
    stale.SyncToken = "9"
    fault(5010, lambda: stale.save(qb=client))


def money(client):
    first = form(Invoice, customer="3", EmailStatus="NotSet")
    first.save(qb=client, request_id="the-same")
    again = form(Invoice, customer="3", EmailStatus="NotSet")
    again.save(qb=client, request_id="the-same")
    assert again.Id == first.Id
    paid = PaymentLine()
    paid.Amount = 100
    paid.LinkedTxn = [first.to_linked_txn()]
    payment = Payment()
    payment.CustomerRef, payment.TotalAmt = reference("3"), 100
    payment.Line.append(paid)
    payment = payment.save(qb=client)
    assert Invoice.get(first.Id, qb=client).Balance == 0
    payment.PrivateNote = "Changed"
    payment = payment.save(qb=client)
    assert Payment.get(payment.Id, qb=client).PrivateNote == "Changed"
    payment.void(qb=client)
    assert Invoice.get(first.Id, qb=client).Balance == 100
    first = Invoice.get(first.Id, qb=client)
    first.BillEmail = EmailAddress()
    first.BillEmail.Address = "ada@example.com"
    first.save(qb=client)
    first.send(qb=client)
    sent = Invoice.get(first.Id, qb=client)
    assert sent.EmailStatus == "EmailSent" and sent.DeliveryInfo.DeliveryType == "Email"
    sent.void(qb=client)
    assert Invoice.get(first.Id, qb=client).TotalAmt == 0
    expense = Purchase()
    expense.PaymentType, expense.AccountRef = "Cash", reference("35")
    expense.EntityRef = reference("40", "Vendor")
    cost = AccountBasedExpenseLine()
    cost.Amount = 2.95
    cost.AccountBasedExpenseLineDetail = AccountBasedExpenseLineDetail()
    cost.AccountBasedExpenseLineDetail.AccountRef = reference("8")
    expense.Line.append(cost)
    expense = expense.save(qb=client)
    assert Purchase.get(expense.Id, qb=client).TotalAmt == 2.95
    expense.PrivateNote = "Changed"
    expense = expense.save(qb=client)
    assert Purchase.get(expense.Id, qb=client).PrivateNote == "Changed"
    receipt = form(SalesReceipt).save(qb=client)
    receipt.void(qb=client)
    assert SalesReceipt.get(receipt.Id, qb=client).TotalAmt == 0
    estimate = form(Estimate).save(qb=client)
    estimate.send(qb=client, send_to="ada@example.com")
    assert Estimate.get(estimate.Id, qb=client).EmailStatus == "EmailSent"
    expense.delete(qb=client)


def many(client):
    # The client sends the time without its offset.
    begin = datetime.now() - timedelta(days=1)
    customers = [second(f"Batch {number}") for number in range(5)] + [second("Batch 0")]
    made = batch_create(customers, qb=client)
    assert len(made.successes) == 5 and len(made.faults) == 1
    for customer in made.successes:
        customer.Notes = "Changed"
    assert len(batch_update(made.successes, qb=client).successes) == 5
    invoices = batch_create([form(Invoice), form(Invoice)], qb=client).successes
    assert len(batch_delete(invoices, qb=client).successes) == 2
    changed = change_data_capture([Customer, Invoice], begin, qb=client)
    assert sum(row.Notes == "Changed" for row in changed.Customer) == 5
    gone = [row for row in changed.Invoice if row.status == "Deleted"]
    assert {row.Id for row in gone} >= {row.Id for row in invoices}


if __name__ == "__main__":
    {"lists": lists, "forms": forms, "money": money, "many": many}[sys.argv[1]](connected())
