import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { dateAndTime } from '../platform/format.ts'
import { Block } from './block.tsx'
import { ExportState } from './privacy-card.tsx'
import { exportsQuery } from './queries.ts'

/** The files that were made about single people. */
export function ExportList() {
  const { t, i18n } = useLingui()
  const query = useQuery(exportsQuery(null))
  const wordsOf = (at: number, who: string): string => {
    const when = dateAndTime(at, i18n.locale)
    return t`${when}, asked for by ${who}`
  }
  return (
    <Block
      title={t`Exports of one person`}
      about={t`Everything that you have about somebody, as a ZIP file. It is deleted after seven days.`}
      query={query}
    >
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-[13.5px] text-muted">{t`Nobody’s data has been exported yet.`}</p>
        ) : (
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <li
                key={item.id}
                className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2.5 text-[13.5px]"
              >
                <span>{wordsOf(item.requestedAt, item.requestedBy)}</span>
                <ExportState item={item} />
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  )
}
