// The signature helper of HubSpot's client for Node.js, as it is published.
//
// Reads a request from each line of the file that is named, and writes what the helper makes of it.

import { readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'

// The client is installed outside of this folder.
const require = createRequire(process.env.MODULES + '/')
const { Signature } = require('@hubspot/api-client')

// The codes that version 3 signs decoded; the helper leaves that to its caller.
const CODES = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi
const decoded = (uri) => uri.replace(CODES, (_, code) => String.fromCharCode(parseInt(code, 16)))

function answer({ secret, method, uri, body, timestamp, v2, v3 }) {
  const options = (url, signature) => ({ method, clientSecret: secret, requestBody: body, url, timestamp, signature })
  const signed = (version, url) => Signature.getSignature(method, version, options(url))
  // true, false, or "raised"
  const validity = (version, url, signature) => {
    try {
      return Signature.isValid({ ...options(url, signature), signatureVersion: version })
    } catch {
      return 'raised'
    }
  }
  return {
    v2: signed('v2', uri),
    v3: signed('v3', decoded(uri)),
    v3_undecoded: signed('v3', uri),
    valid_v2: validity('v2', uri, v2),
    valid_v3: validity('v3', decoded(uri), v3),
  }
}

const lines = readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => line !== '')
const text = Buffer.from(lines.map((line) => JSON.stringify(answer(JSON.parse(line))) + '\n').join(''))
for (let from = 0; from < text.length; ) from += writeSync(1, text, from)
