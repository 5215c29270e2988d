import { useQuery } from '@tanstack/react-query'
import { wordsOf } from '../../../../src/templates/template-places.ts'
import { loadStored, store } from '../../platform/storage.ts'
import { componentsOf } from '../../templates/fill-template.ts'
import { templatesQuery } from '../../templates/queries.ts'
import type { CampaignEditor } from './use-campaign-draft.ts'

const keyOf = (campaignId: string): string => `harkara.campaign.columns.${campaignId}`

/** What this browser has put on the list beside numbers; null: another one has, or nobody yet. */
export const columnsOfList = (campaignId: string): readonly string[] | null =>
  loadStored<readonly string[] | null>(keyOf(campaignId), null)
export const noteColumns = (campaignId: string, columns: readonly string[] | null): void =>
  store(keyOf(campaignId), columns)

/** What the chosen templates leave open, by the templates' own names: a file may have a column for each. */
export function useListWords({ draft }: Pick<CampaignEditor, 'draft'>): readonly string[] {
  const { data } = useQuery(templatesQuery(draft.channelId))
  const templates = draft.definition.messages.flatMap(
    ({ name, language }) => data?.items.find((one) => one.name === name && one.language === language) ?? [],
  )
  return [...new Set(templates.flatMap((one) => wordsOf(componentsOf(one)).map((word) => word.name)))]
}
