import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { stagesQuery } from './queries.ts'

/** The board's stages. Those that every board begins with are named in the reader's language, until somebody renames them. */
export function useStages() {
  const { t } = useLingui()
  const query = useQuery(stagesQuery)
  const first: Readonly<Record<string, string>> = {
    'New enquiry': t`New enquiry`,
    'Price sent': t`Price sent`,
    'In discussion': t`In discussion`,
    Won: t`Won`,
    Lost: t`Lost`,
  }
  const items = query.data?.items.map((stage) => ({ ...stage, name: first[stage.name] ?? stage.name }))
  return { ...query, data: items && { items } }
}
