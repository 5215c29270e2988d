/** Everything that is known of one person, as files: readable in a browser, and as JSON. Read in pages, each in its own transaction. */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Storage } from '#media/storage.ts'
import type { ZipEntry } from '../zip.ts'
import { findPersonTables } from './person-tables.ts'

export type Collecting = {
  readonly database: Database
  readonly storage: Storage
  readonly tenant: TenantId
  readonly contact: string
  /** Told before each file; false: stop. */
  readonly onFile: (done: number, total: number) => Promise<boolean>
}

type Row = Record<string, unknown>
type Part = { readonly name: string; readonly title: string; readonly sql: string }

const THEIRS = '(select id from conversations where tenant_id = $1 and contact_id = $2)'
const MINE =
  '(select m.channel_id, m.wamid from messages m where m.tenant_id = $1 and m.wamid is not null and m.conversation_id in '
/** What fits in memory; messages and what hangs on them are read in pages. */
const PARTS: readonly Part[] = [
  { name: 'contact', title: 'Contact', sql: 'select * from contacts where tenant_id = $1 and id = $2' },
  {
    name: 'identities',
    title: 'Names at WhatsApp',
    sql: 'select kind, value, seen_at from contact_identities where tenant_id = $1 and contact_id = $2 order by 1, 2',
  },
  {
    name: 'consents',
    title: 'What they agreed to and refused',
    sql: 'select * from consents where tenant_id = $1 and contact_id = $2 order by at',
  },
  {
    name: 'conversations',
    title: 'Conversations',
    sql: 'select * from conversations where tenant_id = $1 and contact_id = $2 order by created_at',
  },
  {
    name: 'labels',
    title: 'Labels',
    sql: `select l.name, c.conversation_id from conversation_labels c join labels l on l.tenant_id = c.tenant_id and l.id = c.label_id
      where c.tenant_id = $1 and c.conversation_id in ${THEIRS} order by 1`,
  },
  {
    name: 'link_clicks',
    title: 'Links they followed',
    sql: `select c.at, c.class, l.url from link_codes k join link_clicks c on c.tenant_id = k.tenant_id and c.code = k.code
      join tracked_links l on l.tenant_id = k.tenant_id and l.id = k.link_id
      where k.tenant_id = $1 and k.contact_id = $2 order by c.at limit 10000`,
  },
  {
    name: 'statuses',
    title: 'Delivery of our messages',
    sql: `select * from statuses where tenant_id = $1 and (channel_id, wamid) in ${MINE}${THEIRS}) order by at`,
  },
  {
    name: 'reactions',
    title: 'Reactions',
    sql: `select * from reactions where tenant_id = $1 and (channel_id, target_wamid) in ${MINE}${THEIRS}) order by at`,
  },
]
const PAGE = 500

export async function* collectPerson(collecting: Collecting): AsyncGenerator<ZipEntry> {
  const { database, tenant, contact, storage, onFile } = collecting
  const parts = [...PARTS, ...(await database.inTenant(tenant, furtherParts))]
  const media = await database.inTenant(tenant, async (client) => filesOf(client, tenant, contact))
  const names = new Map(media.map((one, nth) => [one.id, `media/${nth + 1}-${safeName(one)}`]))
  const total = parts.length + 2 + media.length
  let done = 0
  const step = async (): Promise<void> => {
    if (!(await onFile(done, total))) throw new ExportGone()
    done += 1
  }
  const small = new Map<string, Row[]>()
  for (const part of parts) {
    await step()
    const rows = await readPart(collecting, part)
    if (rows.length === 0) continue
    small.set(part.name, rows)
    yield { name: `data/${part.name}.json`, content: [Buffer.from(JSON.stringify(rows, null, 2))] }
  }
  await step()
  yield { name: 'data/messages.json', content: jsonOf(messagesOf(collecting)) }
  await step()
  yield { name: 'index.html', content: pageOf(collecting, parts, small, names) }
  for (const one of media) {
    await step()
    const stored = await storage.get(one.storage_key)
    if (stored !== null)
      yield { name: names.get(one.id) ?? `media/${one.id}`, content: stored.stream as AsyncIterable<Buffer> }
  }
}

/** The export was taken away while it was made: the person was erased. */
export class ExportGone extends Error {}

/** Whatever other tables hold of the contact and its conversations: notes, fields, deals, and what is added later. */
async function furtherParts(client: Client): Promise<Part[]> {
  const tables = await findPersonTables(client)
  const byTable = Map.groupBy(
    tables.filter(({ table }) => table !== 'conversation_labels'),
    ({ table }) => table,
  )
  return [...byTable]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([table, columns]) => ({
      name: table,
      title: table.replaceAll('_', ' '),
      sql: `select * from ${table} where tenant_id = $1 and (${columns
        .map(({ column, of }) =>
          of === 'contacts'
            ? `${column} = $2`
            : of === 'conversations'
              ? `${column} in ${THEIRS}`
              : `${column} in (select id from messages where tenant_id = $1 and conversation_id in ${THEIRS})`,
        )
        .join(' or ')}) limit 10000`,
    }))
}

async function readPart({ database, tenant, contact }: Collecting, { sql }: Part): Promise<Row[]> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ row: Row }>(
      `select to_jsonb(part) - 'tenant_id' as row from (${sql}) part where $2::uuid is not null`,
      [tenant, contact],
    )
    return rows.map(({ row }) => row)
  })
}

type MediaRow = { id: string; storage_key: string; filename: string | null; mime_type: string | null }

async function filesOf(client: Client, tenant: TenantId, contact: string): Promise<MediaRow[]> {
  const { rows } = await client.query<MediaRow>(
    `select distinct f.id, f.storage_key, f.filename, f.mime_type from messages m
     join media f on f.tenant_id = m.tenant_id and f.id = m.media_id
     where m.tenant_id = $1 and m.conversation_id in ${THEIRS} and f.state = 'stored' and f.storage_key is not null order by f.id`,
    [tenant, contact],
  )
  return rows
}

/** A sender chose the name: nothing in it may lead out of the folder. */
function safeName({ filename, mime_type: mime }: MediaRow): string {
  const ending = /^[a-z]+\/([a-z0-9]{2,5})\b/u.exec(mime ?? '')?.[1] ?? 'bin'
  const name = (filename ?? '').replaceAll(/[^\p{L}\p{M}\p{N}.-]+/gu, '_').replace(/^[._]+/u, '')
  return name === '' ? `file.${ending}` : name.slice(-100)
}

async function* messagesOf({ database, tenant, contact }: Collecting): AsyncGenerator<Row> {
  let after = {
    conversation: '00000000-0000-0000-0000-000000000000',
    at: '-infinity',
    id: '00000000-0000-0000-0000-000000000000',
  }
  for (;;) {
    const place = after
    const rows = await database.inTenant(tenant, async (client) => {
      const found = await client.query<{ row: Row; conversation: string; at: string; id: string }>(
        `select to_jsonb(m) - 'tenant_id' as row, m.conversation_id as conversation, m.at::text as at, m.id from messages m
         where m.tenant_id = $1 and m.conversation_id in ${THEIRS} and (m.conversation_id, m.at, m.id) > ($3::uuid, $4::timestamptz, $5::uuid)
         order by m.conversation_id, m.at, m.id limit ${PAGE}`,
        [tenant, contact, place.conversation, place.at, place.id],
      )
      return found.rows
    })
    for (const { row } of rows) yield row
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last
  }
}

async function* jsonOf(rows: AsyncIterable<Row>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const row of rows) {
    yield Buffer.from(`${isFirst ? '[' : ','}\n${JSON.stringify(row)}`)
    isFirst = false
  }
  yield Buffer.from(isFirst ? '[]\n' : '\n]\n')
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{border-top:1px solid #ddd;padding:.3rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
.m{border-top:1px solid #ddd;padding:.4rem 0}.m small{color:#666}.out{color:#075e54}pre{white-space:pre-wrap;margin:0;font:inherit}`

/** No scripts, and everything that somebody wrote is text. */
async function* pageOf(
  collecting: Collecting,
  parts: readonly Part[],
  small: ReadonlyMap<string, readonly Row[]>,
  names: ReadonlyMap<string, string>,
): AsyncGenerator<Buffer> {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'`
  yield Buffer.from(`<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Everything about one person</title><style>${STYLE}</style></head><body>
<h1>Everything about one person</h1><p>The same as JSON is in the folder “data”, files are in “media”. Times are UTC.</p>\n`)
  for (const { name, title } of parts) {
    const rows = small.get(name)
    if (rows === undefined) continue
    yield Buffer.from(`<h2>${escapeHtml(title)}</h2>\n${rows.map(tableOf).join('\n')}\n`)
  }
  yield Buffer.from('<h2>Messages</h2>\n')
  for await (const row of messagesOf(collecting)) yield Buffer.from(messageOf(row, names))
  yield Buffer.from('</body></html>\n')
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const tableOf = (row: Row): string =>
  `<table>${Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(
      ([key, value]) =>
        `<tr><th>${escapeHtml(key.replaceAll('_', ' '))}</th><td><pre>${escapeHtml(textOf(value))}</pre></td></tr>`,
    )
    .join('')}</table>`

function messageOf(row: Row, names: ReadonlyMap<string, string>): string {
  const file = names.get(textOf(row['media_id']))
  const said = row['text'] === null ? `(${textOf(row['type'])})` : textOf(row['text'])
  const link = file === undefined ? '' : ` <a href="${escapeHtml(encodeURI(file))}">${escapeHtml(file)}</a>`
  const who = row['direction'] === 'out' ? 'We' : 'They'
  return `<div class="m ${row['direction'] === 'out' ? 'out' : 'in'}"><small>${escapeHtml(textOf(row['at']))} · ${who}</small><pre dir="auto">${escapeHtml(said)}</pre>${link}</div>\n`
}
