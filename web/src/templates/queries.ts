import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../platform/api.ts'
import type { LibraryTemplate } from '../platform/contract.ts'

/** The account's templates. Reviews take minutes to hours, so a few minutes old is new enough. */
export const templatesQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['templates', channelId],
    queryFn: ({ signal }) => fetchTemplates(channelId, signal),
    staleTime: 5 * 60_000,
  })

/** All of them: most accounts have a page, and none has more than a few (Meta: 6,000 templates). */
export async function fetchTemplates(
  channelId: string,
  signal: AbortSignal,
): Promise<{ readonly items: readonly LibraryTemplate[] }> {
  const path = `/templates?channelId=${encodeURIComponent(channelId)}`
  const items: LibraryTemplate[] = []
  let next: string | null = null
  do {
    const after: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`
    // oxlint-disable-next-line no-await-in-loop -- a page names the one after it
    const page: Page = await getJson<Page>(`${path}${after}`, signal)
    items.push(...page.items)
    next = page.nextCursor
  } while (next !== null)
  return { items }
}

type Page = { readonly items: readonly LibraryTemplate[]; readonly nextCursor: string | null }
