/** Submissions whose answer nobody heard: what Meta lists says whether it took them. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { deleteDraftRow, returnDraft, selectSubmitting, type DraftRow } from './internal/drafts-sql.ts'
import { addHistory, type HistoryWord } from './internal/mirror-sql.ts'
import { keyOf, type Listed } from './mirror.ts'
import type { DraftProblem } from './shapes.ts'
import { contentHash, isListedAs, namesIn } from './template-content.ts'

/** So long after it was submitted a request may still be on its way: what is not listed until then may be yet. */
export const ANSWER_MS_MAX = 90_000

const NOT_THERE: DraftProblem = {
  code: 'no_answer',
  title: 'WhatsApp did not answer, and does not have it',
  detail: null,
  nextStep: 'Submit it again.',
}
const OTHER_THERE: DraftProblem = {
  code: 'name_taken',
  title: 'WhatsApp did not answer, and has another template of this name',
  detail: null,
  nextStep: 'Choose another name, or change the template that is there.',
}

/** Settles what can be settled by a list that was asked for at `began`; whether anything was, and whether anything is left. */
export async function settleDrafts(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  listed: ReadonlyMap<string, Listed>,
  began: number,
): Promise<{ readonly settled: number; readonly nextAt: number | null }> {
  let settled = 0
  let nextAt: number | null = null
  for (const draft of await selectSubmitting(client, tenant, wabaId)) {
    const found = listed.get(keyOf(namesIn(draft.definition)))
    const overAt = (draft.submittedAt ?? 0) + ANSWER_MS_MAX
    if (found !== undefined && isListedAs(draft.definition['components'] ?? [], found.components)) {
      await addHistory(client, tenant, [versionOf(draft, found)])
      await deleteDraftRow(client, tenant, draft.id)
    } else if (began < overAt) {
      nextAt = Math.min(nextAt ?? overAt, overAt)
      continue
    } else {
      const isOther = found !== undefined && draft.templateId === null
      await returnDraft(client, tenant, draft.id, isOther ? OTHER_THERE : NOT_THERE)
    }
    settled += 1
  }
  return { settled, nextAt }
}

/** What we wrote, by whoever submitted it. */
export const versionOf = (
  draft: Pick<DraftRow, 'wabaId' | 'definition' | 'submittedAt' | 'submittedFrom' | 'submittedBy'>,
  { name, language }: Pick<Listed, 'name' | 'language'>,
): HistoryWord => ({
  ...{ wabaId: draft.wabaId, name, language, source: 'us', by: draft.submittedBy },
  told: {
    ...{ kind: 'version', at: draft.submittedAt ?? 0, from: draft.submittedFrom, reason: null },
    to: contentHash(draft.definition['components'] ?? []),
    definition: draft.definition,
  },
})
