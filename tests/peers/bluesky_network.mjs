// Bluesky's reference network on loopback: identities, a server of accounts, the app's view.
//
//   node bluesky_network.mjs FOLDER        FOLDER/node_modules holds @atproto/dev-env
//
// Needs DB_POSTGRES_URL and REDIS_HOST. Prints one line of JSON when it runs, and ends with its
// standard input.

import { pathToFileURL } from 'node:url'
import path from 'node:path'

const found = path.join(process.argv[2], 'node_modules/@atproto/dev-env/dist/index.js')
const { TestNetwork } = await import(pathToFileURL(found).href)

const network = await TestNetwork.create({
  dbPostgresSchema: 'peer',
  pds: { hostname: 'localhost' },
})
console.log(JSON.stringify({ server: network.pds.url }))

process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
