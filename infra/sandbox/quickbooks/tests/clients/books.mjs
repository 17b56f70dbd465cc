// Scenarios of node-quickbooks, as it is published, against the local company.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const QuickBooks = createRequire(`${process.env.MODULES}/`)("node-quickbooks");
QuickBooks.V3_ENDPOINT_BASE_URL = `${process.env.COMPANY_URL}/v3/company/`;
QuickBooks.TOKEN_URL = `${process.env.COMPANY_URL}/oauth2/v1/tokens/bearer`;

const client = new QuickBooks({
  consumerKey: process.env.CLIENT_ID,
  consumerSecret: process.env.CLIENT_SECRET,
  token: process.env.ACCESS_TOKEN,
  tokenSecret: false,
  realmId: process.env.REALM_ID,
  useSandbox: true,
  oauthversion: "2.0",
  refreshToken: process.env.REFRESH_TOKEN,
});
const ask = (name, ...given) => promisify(client[name].bind(client))(...given);

const line = (amount = 100) => ({
  DetailType: "SalesItemLineDetail",
  Amount: amount,
  SalesItemLineDetail: { ItemRef: { value: "1" } },
});
const form = (more = {}) => ({ CustomerRef: { value: "1" }, Line: [line()], ...more });

async function fault(code, asked) {
  const refusal = await asked.then(() => assert.fail(`${code} was expected`), (error) => error);
  const body = refusal.Fault ?? refusal.response?.data?.Fault;
  assert.equal(body?.Error[0].code, code, JSON.stringify(body));
}

const scenarios = {
  async lists() {
    await ask("refreshAccessToken");
    for (const kind of ["Customers", "Vendors", "Items", "Accounts", "Terms", "Classes", "Departments",
      "PaymentMethods", "TaxCodes", "TaxRates", "Employees"]) {
      const found = (await ask(`find${kind}`, { limit: 2 })).QueryResponse;
      const rows = Object.values(found).find(Array.isArray);
      assert.ok(rows.length >= 1, kind);
      const counted = (await ask(`find${kind}`, { count: true })).QueryResponse.totalCount;
      assert.ok(counted >= rows.length || kind === "TaxCodes", kind);
    }
    const made = await ask("createCustomer", { DisplayName: "Ada's Birds" });
    const found = await ask("findCustomers", { DisplayName: "Ada's Birds" });
    assert.equal(found.QueryResponse.Customer[0].Id, made.Id);
    const update = { Id: made.Id, SyncToken: made.SyncToken, sparse: true, Notes: "Changed" };
    assert.equal((await ask("updateCustomer", update)).Notes, "Changed");
    assert.equal((await ask("getCustomer", made.Id)).Notes, "Changed");
    const rows = {
      Vendor: { DisplayName: "New vendor" },
      Item: { Name: "New item", Type: "Service", IncomeAccountRef: { value: "79" } },
      Account: { Name: "New account", AccountType: "Expense" },
      Term: { Name: "Net 45", DueDays: 45 },
      Class: { Name: "New class" },
      Department: { Name: "New department" },
      PaymentMethod: { Name: "New method" },
      Employee: { FamilyName: "King", GivenName: "Ada" },
    };
    for (const [kind, properties] of Object.entries(rows)) {
      const row = await ask(`create${kind}`, properties);
      const [name, value] = Object.entries(properties)[0];
      await ask(`update${kind}`, { ...row, [name]: `${value} 2`, sparse: false });
      assert.equal((await ask(`get${kind}`, row.Id))[name], `${value} 2`, kind);
    }
    const rate = { SourceCurrencyCode: "EUR", AsOfDate: "2026-05-01" };
    for (const Rate of [1.25, 1.5]) await ask("updateExchangeRate", { ...rate, Rate });
    const known = await ask("getExchangeRate", { sourcecurrencycode: "EUR", asofdate: rate.AsOfDate });
    assert.equal(known.ExchangeRate.Rate, 1.5);
    assert.equal((await ask("getCompanyInfo", process.env.REALM_ID)).Country, "US");
    assert.ok((await ask("getPreferences")).SalesFormsPrefs);
    await fault("6240", ask("createVendor", { DisplayName: "Ada's Birds" }));
  },

  async forms() {
    for (const kind of ["Invoice", "Estimate", "SalesReceipt", "CreditMemo", "RefundReceipt"]) {
      const more = kind === "RefundReceipt" ? { DepositToAccountRef: { value: "35" } } : {};
      const made = await ask(`create${kind}`, form(more));
      assert.equal((await ask(`get${kind}`, made.Id)).TotalAmt, 100, kind);
      const update = { Id: made.Id, SyncToken: made.SyncToken, sparse: true, PrivateNote: "Changed" };
      const changed = await ask(`update${kind}`, update);
      assert.equal(changed.PrivateNote, "Changed", kind);
      const gone = await ask(`delete${kind}`, changed);
      assert.equal(gone[kind].status, "Deleted", kind);
      await fault("610", ask(`get${kind}`, made.Id));
    }
    await fault("2020", ask("createInvoice", {}));
  },

  async money() {
    const invoice = await ask("createInvoice", form());
    const paid = [{ Amount: 100, LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }] }];
    const payment = await ask("createPayment", { CustomerRef: { value: "1" }, TotalAmt: 100, Line: paid });
    assert.equal((await ask("getInvoice", invoice.Id)).Balance, 0);
    const noted = await ask("updatePayment", { ...payment, PrivateNote: "Changed" });
    assert.equal(noted.PrivateNote, "Changed");
    await ask("voidPayment", { Id: payment.Id, SyncToken: noted.SyncToken });
    const open = await ask("getInvoice", invoice.Id);
    assert.equal(open.Balance, 100);
    const sent = await ask("sendInvoicePdf", invoice.Id, "ada@example.com");
    assert.equal((sent.Invoice ?? sent).EmailStatus, "EmailSent");
    await ask("voidInvoice", await ask("getInvoice", invoice.Id));
    assert.equal((await ask("getInvoice", invoice.Id)).TotalAmt, 0);
    const expense = await ask("createPurchase", {
      PaymentType: "Cash", AccountRef: { value: "35" },
      Line: [{
        DetailType: "AccountBasedExpenseLineDetail", Amount: 2.95,
        AccountBasedExpenseLineDetail: { AccountRef: { value: "8" } },
      }],
    });
    assert.equal((await ask("getPurchase", expense.Id)).TotalAmt, 2.95);
    assert.equal((await ask("updatePurchase", { ...expense, PrivateNote: "Changed" })).PrivateNote, "Changed");
    for (const kind of ["Estimate", "SalesReceipt", "CreditMemo"]) {
      const made = await ask(`create${kind}`, form());
      const mailed = await ask(`send${kind}Pdf`, made.Id, "ada@example.com");
      assert.equal((mailed[kind] ?? mailed).EmailStatus, "EmailSent", kind);
    }
  },

  async many() {
    const items = ["One", "Two", "One"].map((name, index) => ({
      bId: String(index), operation: "create", Customer: { DisplayName: `Batch ${name}` },
    }));
    const answers = (await ask("batch", items)).BatchItemResponse;
    assert.deepEqual(answers.map((answer) => Boolean(answer.Fault)), [false, false, true]);
    const since = new Date(Date.now() - 60_000).toISOString();
    const changed = (await ask("changeDataCapture", ["Customer"], since)).CDCResponse[0].QueryResponse[0];
    assert.ok(changed.Customer.length >= 2);
  },
};

await scenarios[process.argv[2]]();
