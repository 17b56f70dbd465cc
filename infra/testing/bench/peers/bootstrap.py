"""The calls of create-invoice as a function in Python, without its checks: the same reads, writes and post."""

import http.client
import json
import os
from types import SimpleNamespace

import boto3
from botocore.exceptions import ClientError
from quickbooks import QuickBooks
from quickbooks.objects import Invoice, Ref, SalesItemLine, SalesItemLineDetail

SETTINGS, MAPPINGS = os.environ["SETTINGS_TABLE"], os.environ["MAPPINGS_TABLE"]
LEDGER, LEASES = os.environ["LEDGER_TABLE"], os.environ["LEASES_TABLE"]
API = os.environ["QUICKBOOKS_API_URL"]
CONNECTION = {"S": "us-books"}

dynamodb = boto3.client("dynamodb")
secrets = boto3.client("secretsmanager")


def reference(value):
    made = Ref()
    made.value = value
    return made


def ready():
    """Opens the connections, as our function does before its first event."""
    dynamodb.get_item(TableName=SETTINGS, Key={"connection": CONNECTION})
    secrets.get_secret_value(SecretId=os.environ["SECRET_PREFIX"] + "connections/us-books")
    QuickBooks.sandbox_api_url_v3 = f"{API}/v3"
    auth = SimpleNamespace(
        environment="sandbox", client_id="bench", access_token=os.environ["ACCESS_TOKEN"], refresh_token="none")
    client = QuickBooks(auth_client=auth, company_id=os.environ["REALM_ID"], minorversion=75)
    client.session.head(API)
    return client


def log(**fields):
    print(json.dumps(fields), flush=True)


def put(entry, version, body, is_first):
    """Writes a ledger entry, if nobody else has."""
    condition = "attribute_not_exists(entry)" if is_first else "version = :before"
    values = {} if is_first else {"ExpressionAttributeValues": {":before": {"N": str(version - 1)}}}
    item = {"connection": CONNECTION, "entry": {"S": entry}, "version": {"N": str(version)}, "body": {"S": body}}
    dynamodb.put_item(TableName=LEDGER, Item=item, ConditionExpression=condition, **values)


def invoice(deal):
    made = Invoice()
    made.CustomerRef = reference(os.environ["CUSTOMER_ID"])
    made.PrivateNote = f"HubSpot deal {deal['id']}"
    for item in deal["line_items"]:
        line, properties = SalesItemLine(), item["properties"]
        line.Amount = float(properties["amount"])
        line.Description = properties["description"]
        line.SalesItemLineDetail = SalesItemLineDetail()
        line.SalesItemLineDetail.ItemRef = reference(os.environ["ITEM_ID"])
        line.SalesItemLineDetail.Qty = float(properties["quantity"])
        line.SalesItemLineDetail.UnitPrice = float(properties["price"])
        made.Line.append(line)
    return made


def answer(client, event):
    deal = event["record"]
    entry = f"peer-python/{os.getpid()}/{deal['id']}"
    sources = [f"customer/contact:{deal['contacts'][0]['id']}", f"customer/company:{deal['companies'][0]['id']}"]
    sources += {f"product/product:{line['properties']['hs_product_id']}" for line in deal["line_items"]}
    dynamodb.batch_get_item(RequestItems={
        SETTINGS: {"Keys": [{"connection": CONNECTION}], "ConsistentRead": True},
        MAPPINGS: {"Keys": [{"connection": CONNECTION, "mapping": {"S": source}} for source in [*sources, "~directory"]]},
        LEDGER: {"Keys": [{"connection": CONNECTION, "entry": {"S": entry}}], "ConsistentRead": True},
    })
    made = invoice(deal)
    try:
        put(entry, 1, made.to_json(), True)
    except ClientError:
        return {"status": "already"}
    made.save(qb=client, request_id=entry[-50:])
    result = {"status": "created", "document": {"type": "Invoice", "id": made.Id, "total": str(made.TotalAmt)}}
    put(entry, 2, json.dumps(result), False)
    log(message="finished", status="created", document=made.Id)
    log(_aws={}, Invocations=1, StoreRequests=3, QuickBooksRequests=1)
    return result


def main():
    client = ready()
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        api.request("GET", "/2018-06-01/runtime/invocation/next")
        polled = api.getresponse()
        event = polled.read()
        if polled.status != 200:
            return
        request = polled.headers["lambda-runtime-aws-request-id"]
        body = json.dumps(answer(client, json.loads(event)))
        api.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", body)
        api.getresponse().read()


main()
