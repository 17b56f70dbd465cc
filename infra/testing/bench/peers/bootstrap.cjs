// The calls of create-invoice as a function in Node.js, without its checks: the same reads, writes and post.

const { createRequire } = require("node:module");
const http = require("node:http");
const { promisify } = require("node:util");

const modules = createRequire(`${process.env.MODULES}/`);
const { DynamoDBClient, BatchGetItemCommand, GetItemCommand, PutItemCommand } = modules("@aws-sdk/client-dynamodb");
const { SecretsManagerClient, GetSecretValueCommand } = modules("@aws-sdk/client-secrets-manager");
const QuickBooks = modules("node-quickbooks");

const { SETTINGS_TABLE, MAPPINGS_TABLE, LEDGER_TABLE, QUICKBOOKS_API_URL, REALM_ID } = process.env;
const connection = { S: "us-books" };
const dynamodb = new DynamoDBClient({});
const secrets = new SecretsManagerClient({});
QuickBooks.V3_ENDPOINT_BASE_URL = `${QUICKBOOKS_API_URL}/v3/company/`;
const quickbooks = new QuickBooks({
  consumerKey: "bench",
  consumerSecret: "bench",
  token: process.env.ACCESS_TOKEN,
  tokenSecret: false,
  realmId: REALM_ID,
  useSandbox: true,
  minorversion: "75",
  oauthversion: "2.0",
  refreshToken: "none",
});
const createInvoice = promisify(quickbooks.createInvoice.bind(quickbooks));

// Opens the connections, as our function does before its first event.
async function ready() {
  await dynamodb.send(new GetItemCommand({ TableName: SETTINGS_TABLE, Key: { connection } }));
  await secrets.send(new GetSecretValueCommand({ SecretId: `${process.env.SECRET_PREFIX}connections/us-books` }));
  await fetch(QUICKBOOKS_API_URL, { method: "HEAD" });
}

const log = (fields) => console.log(JSON.stringify(fields));

// Writes a ledger entry, if nobody else has.
function put(entry, version, body, isFirst) {
  const condition = isFirst
    ? { ConditionExpression: "attribute_not_exists(entry)" }
    : {
      ConditionExpression: "version = :before",
      ExpressionAttributeValues: { ":before": { N: String(version - 1) } },
    };
  const Item = { connection, entry: { S: entry }, version: { N: String(version) }, body: { S: body } };
  return dynamodb.send(new PutItemCommand({ TableName: LEDGER_TABLE, Item, ...condition }));
}

const line = ({ properties }) => ({
  DetailType: "SalesItemLineDetail",
  Amount: Number(properties.amount),
  Description: properties.description,
  SalesItemLineDetail: {
    ItemRef: { value: process.env.ITEM_ID },
    Qty: Number(properties.quantity),
    UnitPrice: Number(properties.price),
  },
});

async function answer({ record }) {
  const entry = `peer-node/${process.pid}/${record.id}`;
  const products = new Set(record.line_items.map((item) => `product/product:${item.properties.hs_product_id}`));
  const customers = [`customer/contact:${record.contacts[0].id}`, `customer/company:${record.companies[0].id}`];
  const sources = [...customers, ...products, "~directory"];
  await dynamodb.send(new BatchGetItemCommand({
    RequestItems: {
      [SETTINGS_TABLE]: { Keys: [{ connection }], ConsistentRead: true },
      [MAPPINGS_TABLE]: { Keys: sources.map((source) => ({ connection, mapping: { S: source } })) },
      [LEDGER_TABLE]: { Keys: [{ connection, entry: { S: entry } }], ConsistentRead: true },
    },
  }));
  const draft = {
    CustomerRef: { value: process.env.CUSTOMER_ID },
    PrivateNote: `HubSpot deal ${record.id}`,
    Line: record.line_items.map(line),
  };
  await put(entry, 1, JSON.stringify(draft), true);
  const made = await createInvoice(draft);
  const result = { status: "created", document: { type: "Invoice", id: made.Id, total: String(made.TotalAmt) } };
  await put(entry, 2, JSON.stringify(result), false);
  log({ message: "finished", status: "created", document: made.Id });
  log({ _aws: {}, Invocations: 1, StoreRequests: 3, QuickBooksRequests: 1 });
  return result;
}

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true });

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path, agent }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("end", () => resolve({ response, text: Buffer.concat(pieces).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function main() {
  await ready();
  for (;;) {
    const { response, text } = await ask("GET", "/2018-06-01/runtime/invocation/next");
    if (response.statusCode !== 200) {
      process.exit(0);
    }
    const id = response.headers["lambda-runtime-aws-request-id"];
    const body = JSON.stringify(await answer(JSON.parse(text)));
    await ask("POST", `/2018-06-01/runtime/invocation/${id}/response`, body);
  }
}

main();
