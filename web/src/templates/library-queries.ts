import { queryOptions } from '@tanstack/react-query'
import type { JsonObject } from '../../../src/templates/template-model.ts'
import { getJson } from '../platform/api.ts'
import type { TemplateDetail, TemplateDraft } from '../platform/contract.ts'
import { fetchTemplates } from './queries.ts'

/** Everything about templates begins with this: an event has what is shown fetched again. */
export const templatesKey = ['templates'] as const
export const templatePath = (id: string): string => `/templates/${encodeURIComponent(id)}`
export const draftPath = (id: string): string => `/template-drafts/${encodeURIComponent(id)}`

/** The same list as the composer's, with all that the server says of each. */
export const libraryQuery = (channelId: string) =>
  queryOptions({
    queryKey: [...templatesKey, channelId],
    queryFn: ({ signal }) => fetchTemplates(channelId, signal),
  })
export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: [...templatesKey, 'one', id],
    queryFn: ({ signal }) => getJson<TemplateDetail>(templatePath(id), signal),
  })
export const draftsQuery = (channelId: string) =>
  queryOptions({
    queryKey: [...templatesKey, 'drafts', channelId],
    queryFn: ({ signal }) =>
      getJson<{ items: TemplateDraft[] }>(
        `/template-drafts?channelId=${encodeURIComponent(channelId)}`,
        signal,
      ),
  })
export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: [...templatesKey, 'draft', id],
    queryFn: ({ signal }) => getJson<TemplateDraft>(draftPath(id), signal),
  })

export type Starter = {
  readonly name: string
  readonly use: string
  readonly category: string
  /** Meta's JSON of it in each language that there is. */
  readonly languages: Readonly<Record<string, JsonObject>>
}
/** The same for everybody, as long as the page lives. */
export const startersQuery = queryOptions({
  queryKey: ['template-starters'],
  queryFn: ({ signal }) => getJson<{ items: Starter[] }>('/templates/starters', signal),
  staleTime: Number.POSITIVE_INFINITY,
})
