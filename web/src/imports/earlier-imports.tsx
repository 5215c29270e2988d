import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Import } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { useStateWords } from './state-words.ts'

/** What was imported before, and how it went. */
export function EarlierImports({
  items,
  onOpen,
}: {
  readonly items: readonly Import[]
  readonly onOpen: (id: string) => void
}) {
  const { t, i18n } = useLingui()
  const words = useStateWords()
  if (items.length === 0) return null
  return (
    <section aria-label={t`Earlier imports`}>
      <h3 className="mb-1 text-[13px] font-medium text-muted">
        <Trans>Earlier imports</Trans>
      </h3>
      <ul className="divide-y divide-line border-y border-line">
        {items.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              onClick={() => onOpen(one.id)}
              className="flex w-full flex-wrap items-baseline gap-x-3 gap-y-0.5 px-1 py-2.5 text-start outline-offset-[-2px] hover:bg-canvas"
            >
              <bdi className="min-w-0 flex-1 basis-40 truncate font-medium">{one.filename}</bdi>
              <span className="text-[13px] text-muted">{dateAndTime(one.createdAt, i18n.locale)}</span>
              <span className="w-full text-[13px] text-muted">
                {words(one.state)}
                {one.state !== 'uploaded' && (
                  <>
                    {' · '}
                    <Plural value={one.created} one="# new" other="# new" />
                    {' · '}
                    <Plural value={one.refused} one="# not taken" other="# not taken" />
                  </>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
