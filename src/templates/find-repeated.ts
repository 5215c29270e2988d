/**
 * Meta rejects a template with the same wording in body and footer as an existing one, codes aside. Source: Meta, "Template review:
 * common rejection reasons" (2025); an account's other templates are meant. It does not say whether that holds across languages, for
 * the languages of one name, or beside one that was itself rejected or put away: those are left to Meta.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { DraftRow } from './internal/drafts-sql.ts'
import { selectSayingSame, type LibraryRow } from './internal/library-sql.ts'
import { componentsIn, namesIn, wordingOf } from './template-content.ts'

const CODES = 'AUTHENTICATION'

/** @param template what the draft edits; its name, if there is another one that says the same */
export async function findRepeated(
  client: Client,
  tenant: TenantId,
  { wabaId, definition }: Pick<DraftRow, 'wabaId' | 'definition'>,
  template: LibraryRow | null,
): Promise<string | null> {
  const wording = wordingOf(componentsIn(definition))
  if (wording === null || isCode(definition['category'] ?? template?.category)) return null
  const before = template && wordingOf(template.components)
  // Meta has taken these words before.
  if (before?.body === wording.body && before.footer === wording.footer) return null
  const others = await selectSayingSame(client, tenant, { wabaId, ...namesIn(definition) }, wording.body)
  const same = others.find(
    ({ category, components }) => !isCode(category) && wordingOf(components)?.footer === wording.footer,
  )
  return same?.name ?? null
}

const isCode = (category: unknown): boolean =>
  typeof category === 'string' && category.toUpperCase() === CODES
