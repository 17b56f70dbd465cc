// Sends the tests that node-quickbooks brings along to the local company: loaded before them, and nothing else.

const path = require("node:path");

const folder = path.join(process.env.MODULES, "node_modules/node-quickbooks");
Object.assign(require(path.join(folder, "config.js")), {
  consumerKey: process.env.CLIENT_ID,
  consumerSecret: process.env.CLIENT_SECRET,
  token: process.env.ACCESS_TOKEN,
  tokenSecret: "none",
  realmId: process.env.REALM_ID,
  useSandbox: true,
  oauthversion: "2.0",
  testEmail: "ada@example.com",
});
require(folder).V3_ENDPOINT_BASE_URL = `${process.env.COMPANY_URL}/v3/company/`;
