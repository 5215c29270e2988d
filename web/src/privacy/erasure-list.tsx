import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Erasure } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Block } from './block.tsx'
import { erasuresQuery } from './queries.ts'

/** Who was erased, and the receipt of each. */
export function ErasureList() {
  const { t } = useLingui()
  const query = useQuery(erasuresQuery)
  return (
    <Block
      title={t`Erased people`}
      about={t`Each erasure leaves a signed receipt: what went, what stays and why. It does not say who it was.`}
      query={query}
    >
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-[13.5px] text-muted">{t`Nobody has been erased yet.`}</p>
        ) : (
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </ul>
        )
      }
    </Block>
  )
}

function Row({ item }: { readonly item: Erasure }) {
  const { t, i18n } = useLingui()
  const askedAt = dateAndTime(item.requestedAt, i18n.locale)
  const who = item.requestedBy
  const percent = Math.round(item.progress * 100)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5 text-[13.5px]">
      <div className="min-w-0">
        <p>
          {item.cause === 'request'
            ? t`${askedAt}, asked for by ${who}`
            : t`${askedAt}, after a long silence`}
        </p>
        <code className="text-[12px] break-all text-muted">{item.id}</code>
      </div>
      {item.state === 'done' ? (
        <a
          href={`/api/v1/privacy/erasures/${item.id}/receipt.html`}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-8 items-center rounded font-medium text-brand-strong underline coarse:min-h-11"
        >
          <Trans>Show the receipt</Trans>
        </a>
      ) : (
        <span className="grid w-40 gap-1">
          <output className="text-muted">{t`Being erased: ${percent} %`}</output>
          <progress
            aria-label={t`Progress of the erasure`}
            max={100}
            value={percent}
            className="h-1.5 w-full accent-brand"
          />
        </span>
      )}
    </li>
  )
}
