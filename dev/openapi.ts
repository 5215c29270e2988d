/** `npm run openapi`: writes docs/openapi.json, the API as it is in this tree. No database is asked. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describedApi } from '#roles/described-api.ts'

const FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url))
writeFileSync(FILE, `${JSON.stringify(await describedApi(), null, 2)}\n`)
process.exit()
