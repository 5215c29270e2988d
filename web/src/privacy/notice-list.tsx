import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { PrivacyNotice } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Block } from './block.tsx'
import { NoticeDialog } from './notice-dialog.tsx'
import { noticesQuery } from './queries.ts'

/** What customers are told before they agree, by version; a published one does not change. */
export function NoticeList({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useLingui()
  const query = useQuery(noticesQuery)
  const [isWriting, setWriting] = useState(false)
  return (
    <Block
      title={t`Privacy notices`}
      about={t`What you tell customers before they agree. When somebody of the team records a consent, the current version is noted with it.`}
      query={query}
      action={
        mayWrite ? (
          <Button small onClick={() => setWriting(true)}>
            <Plus size={16} aria-hidden />
            <Trans>New version</Trans>
          </Button>
        ) : undefined
      }
    >
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <p className="text-[13.5px] text-muted">{t`No notice has been published yet.`}</p>
          ) : (
            <ul className="divide-y divide-line">
              {items.map((item) => (
                <Row key={item.version} item={item} />
              ))}
            </ul>
          )}
          {isWriting && <NoticeDialog latest={items[0] ?? null} onClose={() => setWriting(false)} />}
        </>
      )}
    </Block>
  )
}

function Row({ item }: { readonly item: PrivacyNotice }) {
  const { t, i18n } = useLingui()
  const from = dateAndTime(item.validFrom, i18n.locale)
  return (
    <li className="py-2">
      <details>
        <summary className="min-h-8 rounded py-1 text-[13.5px] coarse:min-h-11">
          <span className="font-medium">{item.version}</span>{' '}
          <span className="text-muted">{t`valid from ${from}`}</span>{' '}
          {item.isCurrent && (
            <span className="rounded-full bg-brand-tint px-2 py-0.5 text-[12px] font-medium text-brand-strong">
              <Trans>Current</Trans>
            </span>
          )}
        </summary>
        {item.texts.map(({ language, text }) => (
          <div key={language} className="mt-2">
            <p className="text-[12px] text-muted">{language}</p>
            <p
              dir="auto"
              lang={language}
              className="text-[13.5px] whitespace-pre-wrap [overflow-wrap:anywhere]"
            >
              {text}
            </p>
          </div>
        ))}
      </details>
    </li>
  )
}
