import type { Client } from '#platform/db/database.ts'

/** A table whose rows belong to a contact, a conversation or a message by one of its columns. */
export type PersonTable = {
  readonly table: string
  readonly column: string
  readonly of: 'contacts' | 'conversations' | 'messages'
}

/** Seen to one by one (`erase-steps.ts`, `erase-mentions.ts`), or meant to stay without saying whose they were. */
const OTHERWISE = [
  ...['contacts', 'contact_identities', 'conversations', 'conversation_merges', 'messages', 'media', 'sends'],
  ...['search_entries', 'consents', 'erasures', 'privacy_exports', 'webhook_messages', 'webhook_attempts'],
]

/**
 * Every other table that names a contact, a conversation or a message, found in the catalogue: by a foreign key, or by the name
 * that such columns have everywhere. So a table that is added later is erased too, whoever adds it. Those that others point at
 * come after these.
 */
export async function findPersonTables(client: Client): Promise<PersonTable[]> {
  const { rows } = await client.query<PersonTable>(
    `with columns as (
       select c.oid, c.relname as table, a.attnum, a.attname as column,
         case a.attname when 'contact_id' then 'contacts' when 'conversation_id' then 'conversations' when 'message_id' then 'messages' end as of
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.atttypid = 'uuid'::regtype
         and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')),
     keys as (
       select k.conrelid as oid, k.conkey[array_upper(k.conkey, 1)] as attnum, p.relname as of
       from pg_constraint k join pg_class p on p.oid = k.confrelid
       where k.contype = 'f' and p.relname in ('contacts', 'conversations', 'messages') and p.relnamespace = 'public'::regnamespace)
     select distinct c.table, c.column, coalesce(c.of, k.of) as of from columns c
     left join keys k on k.oid = c.oid and k.attnum = c.attnum
     where coalesce(c.of, k.of) is not null and c.table <> all($1) order by 1, 2`,
    [OTHERWISE],
  )
  return inOrder(rows, await pointers(client))
}

type Pointer = { readonly from: string; readonly to: string }

async function pointers(client: Client): Promise<Pointer[]> {
  const { rows } = await client.query<Pointer>(
    `select distinct f.relname as from, t.relname as to from pg_constraint k
     join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.confdeltype not in ('c', 'n', 'd') and f.oid <> t.oid`,
  )
  return rows
}

function inOrder(tables: readonly PersonTable[], pointing: readonly Pointer[]): PersonTable[] {
  const done: PersonTable[] = []
  let left = [...tables]
  while (left.length > 0) {
    const names = new Set(left.map(({ table }) => table))
    const free = left.filter(
      ({ table }) => !pointing.some(({ from, to }) => to === table && from !== table && names.has(from)),
    )
    const next = free.length === 0 ? left : free // a circle: any order is as good
    done.push(...next)
    left = left.filter((one) => !next.includes(one))
  }
  return done
}
