// Makes src/generated/api.d.ts from the committed description of the server's interface.
// A description that is missing or still without paths gives empty types, so that the
// pages can be checked before the first feature has published its shapes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const source = new URL('../../docs/generated/openapi.json', import.meta.url)
const target = new URL('../src/generated/api.d.ts', import.meta.url)
const empty = 'export interface paths {}\nexport interface components { schemas: {} }\n'

const described = existsSync(source) ? JSON.parse(readFileSync(source, 'utf8')) : {}
const paths = Object.keys(described.paths ?? {})
// A value with a default need not be sent: `defaultNonNullable` off keeps it optional.
const body = paths.length === 0 ? empty : astToString(await openapiTS(described, { defaultNonNullable: false }))
mkdirSync(new URL('.', target), { recursive: true })
writeFileSync(target, `// Made by \`npm run api\`; do not edit.\n${body}`)
console.log(`api: ${paths.length} paths`)
