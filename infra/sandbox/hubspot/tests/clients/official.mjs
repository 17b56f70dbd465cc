// HubSpot's client for Node.js, as it is published, against the local portal.
//
// The first argument names the function to run. A failed assertion is the exit code.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'

// The client is installed outside of this folder.
const require = createRequire(process.env.MODULES + '/')
const { Client } = require('@hubspot/api-client')

const basePath = process.env.PORTAL_URL
const connected = (accessToken = process.env.ACCESS_TOKEN) => new Client({ accessToken, basePath })

async function refused(call, status) {
  const error = await call().then(() => undefined, (error) => error)
  assert.equal(error?.code, status, `${error}`)
  return error.body
}

async function dealNamed(client, name) {
  const filters = [{ propertyName: 'dealname', operator: 'EQ', value: name }]
  const found = await client.crm.deals.searchApi.doSearch({ filterGroups: [{ filters }], properties: ['dealname'], limit: 10 })
  assert.equal(found.total, 1)
  return found.results[0]
}

const scenarios = {
  async read() {
    const client = connected()
    const { id } = await dealNamed(client, 'Botanical garden, all beds')
    const properties = ['dealname', 'purchase_order_number', 'description']
    const associated = ['line_items', 'contacts', 'companies', 'discounts', 'fees', 'taxes']
    const read = await client.crm.deals.basicApi.getById(id, properties, ['dealname'], associated)
    assert.equal(read.properties.purchase_order_number, 'PO-2026-0502')
    assert.equal(read.properties.description, null)
    assert.equal(read.createdAt.getUTCFullYear(), 2026)
    assert.equal(read.propertiesWithHistory.dealname[0].value, read.properties.dealname)
    const lines = read.associations['line items']
    assert.equal(lines.results.length, 100)
    assert.equal(lines.paging.next.after, '100')
    const companies = read.associations.companies.results
    assert.equal(companies.length, 2)
    assert.equal(new Set(companies.map((it) => it.id)).size, 1)
    const everyone = await client.crm.contacts.getAll(100, undefined, ['email', 'lastname'])
    assert.equal(everyone.length, 23)
    assert(everyone.some((it) => it.properties.lastname === '田中'))
    const response = await client.apiRequest({ path: '/tax-rates/2026-03/tax-rates' })
    assert.equal((await response.json()).results.length, 3)
    const definitions = await client.crm.properties.coreApi.getAll('deals')
    assert(definitions.results.some((it) => it.name === 'dealstage'))
    const owners = await client.crm.owners.ownersApi.getPage()
    assert.equal(owners.results[0].firstName, 'Rosa')
  },

  async write() {
    const client = connected()
    const { basicApi } = client.crm.deals
    const made = await basicApi.create({ properties: { dealname: "Zoë's garden", amount: '12.50' }, associations: [] })
    await basicApi.update(made.id, { properties: { amount: '13.00' } })
    assert.equal((await basicApi.getById(made.id)).properties.amount, '13.00')
    await basicApi.archive(made.id)
    assert.equal((await refused(() => basicApi.getById(made.id), 404)).message, 'resource not found')
    const archived = await basicApi.getById(made.id, undefined, undefined, undefined, true)
    assert(archived.archivedAt)
    const wrong = await refused(() => basicApi.create({ properties: { colour: 'red' }, associations: [] }), 400)
    assert.equal(wrong.errors[0].code, 'PROPERTY_DOESNT_EXIST')
    const contact = { properties: { email: 'carter.family@example.com' }, associations: [] }
    const twice = await refused(() => client.crm.contacts.basicApi.create(contact), 409)
    assert.match(twice.message, /Existing ID: \d+/)
    const [first, second] = await client.crm.contacts.getAll()
    await client.crm.contacts.basicApi.merge({ primaryObjectId: first.id, objectIdToMerge: second.id })
    assert.equal((await client.crm.contacts.basicApi.getById(second.id)).id, first.id)
  },

  async search() {
    const client = connected()
    const filterGroups = [
      { filters: [{ propertyName: 'amount', operator: 'BETWEEN', value: '100', highValue: '500' }] },
      { filters: [{ propertyName: 'deal_currency_code', operator: 'IN', values: ['EUR', 'GBP'] }] },
    ]
    const sorts = [{ propertyName: 'amount', direction: 'DESCENDING' }]
    const seen = []
    let total, after
    do {
      const page = await client.crm.deals.searchApi.doSearch({ filterGroups, sorts, properties: ['amount'], limit: 3, after })
      seen.push(...page.results)
      total = page.total
      after = page.paging?.next?.after
    } while (after)
    assert.equal(seen.length, total)
    const amounts = seen.map((it) => Number(it.properties.amount))
    assert.deepEqual(amounts, [...amounts].sort((left, right) => right - left))
    await refused(() => client.crm.deals.searchApi.doSearch({ limit: 201 }), 400)
  },

  async associate() {
    const client = connected()
    const deal = await dealNamed(client, 'Nobody attached')
    const [contact] = await client.crm.contacts.getAll()
    const { basicApi, batchApi } = client.crm.associations.v4
    await basicApi.createDefault('deals', deal.id, 'contacts', contact.id)
    const types = [{ associationCategory: 'USER_DEFINED', associationTypeId: 27 }]
    const made = await basicApi.create('deals', deal.id, 'contacts', contact.id, types)
    assert.deepEqual(made.labels, ['Billing contact'])
    const pair = { _from: { id: deal.id }, to: { id: contact.id } }
    await batchApi.create('deals', 'contacts', { inputs: [{ ...pair, types }] })
    const page = await basicApi.getPage('deals', deal.id, 'contacts', undefined, 500)
    assert.equal(String(page.results[0].toObjectId), contact.id)
    assert.deepEqual(page.results[0].associationTypes.map((it) => it.label), [null, 'Billing contact'])
    const many = await batchApi.getPage('deals', 'contacts', { inputs: [{ id: deal.id }] })
    assert.equal(many.results[0].to[0].associationTypes[1].typeId, 27)
    await client.crm.associations.batchApi.create('deals', 'contacts', { inputs: [{ ...pair, type: 'deal_to_contact' }] })
    const named = await client.crm.associations.batchApi.read('deals', 'contacts', { inputs: [{ id: deal.id }] })
    assert.deepEqual(named.results[0].to.map((it) => it.type).sort(), ['billing_contact', 'deal_to_contact'])
    await basicApi.archive('deals', deal.id, 'contacts', contact.id)
    assert.deepEqual((await basicApi.getPage('deals', deal.id, 'contacts')).results, [])
  },

  async batch() {
    const client = connected()
    const { batchApi } = client.crm.deals
    const inputs = Array.from({ length: 100 }, (_, n) => ({ properties: { dealname: `Deal ${n}` }, associations: [] }))
    const made = await batchApi.create({ inputs })
    assert.equal(made.results.length, 100)
    const ids = made.results.map(({ id }) => ({ id }))
    const wanted = { inputs: [...ids].reverse(), properties: ['dealname'], propertiesWithHistory: [] }
    const read = await batchApi.read(wanted)
    assert.deepEqual(read.results.map((it) => it.id), ids.map((it) => it.id).sort())
    const changed = await batchApi.update({ inputs: ids.map(({ id }) => ({ id, properties: { amount: '5' } })) })
    assert(changed.results.every((it) => it.properties.amount === '5'))
    await batchApi.archive({ inputs: ids.slice(0, 50) })
    // A 207: this client gives what was found, under a type that knows of errors.
    const partly = await batchApi.read(wanted)
    assert.equal(partly.results.length, 50)
    assert.equal(partly.numErrors, 1)
    assert.equal(partly.errors[0].category, 'OBJECT_NOT_FOUND')
    const payments = await client.crm.objects.basicApi.getPage('commerce_payments', 100)
    const request = { inputs: payments.results.map(({ id }) => ({ id })), properties: ['hs_latest_status'], propertiesWithHistory: [] }
    const statuses = await client.crm.objects.batchApi.read('commerce_payments', request)
    const partial = statuses.results.filter((it) => it.properties.hs_latest_status === 'partially_refunded')
    assert.equal(partial.length, 2)
  },

  async complete() {
    const { callbacksApi } = connected().automation.actions
    const outputFields = { hs_execution_state: 'SUCCESS', document_id: '145' }
    await callbacksApi.complete('ap-1-2-3-0', { outputFields, typedOutputs: {} })
    await callbacksApi.completeBatch({ inputs: [{ callbackId: 'ap-1-2-3-1', outputFields, typedOutputs: {} }] })
  },

  async tokens() {
    const { CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, PORTAL_ID } = process.env
    const client = new Client({ basePath })
    const issued = await client.oauth.tokensApi.create('refresh_token', undefined, undefined, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN)
    assert.equal(issued.expiresIn, 1800)
    const info = await client.oauth.accessTokensApi.get(issued.accessToken)
    assert.equal(String(info.hubId), PORTAL_ID)
    assert.deepEqual(info.scopes, ['crm.objects.deals.read'])
    const narrow = connected(issued.accessToken)
    assert.equal((await narrow.crm.deals.basicApi.getPage(1)).results.length, 1)
    const missing = await refused(() => narrow.crm.contacts.basicApi.getPage(1), 403)
    assert.deepEqual(missing.errors[0].context.requiredGranularScopes, ['crm.objects.contacts.read'])
    const unknown = await refused(() => connected('wrong').crm.deals.basicApi.getPage(1), 401)
    assert.equal(unknown.category, 'INVALID_AUTHENTICATION')
  },
}

await scenarios[process.argv[2]]()
