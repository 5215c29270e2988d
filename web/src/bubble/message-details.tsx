import { Trans, useLingui } from '@lingui/react/macro'
import type { Message } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { useTick } from './ticks.tsx'

/** When a message of ours was written, sent, delivered and read, and who wrote it. Lazy. */
export function MessageDetails({ message, ...overlay }: OverlayProps & { readonly message: Message }) {
  const { t, i18n } = useLingui()
  const state = useTick()(message.state)
  const from = useOriginLabel()(message.origin)
  const rows: readonly (readonly [string, number | null])[] = [
    [t`Written`, message.at],
    [t`Sent`, message.sentAt],
    [t`Delivered`, message.deliveredAt],
    [message.state === 'played' ? t`Played` : t`Read`, message.readAt],
  ]
  return (
    <Popover {...overlay} label={t`Message details`} side="top">
      <div className="p-4 text-[13px]">
        <p className="mb-2 font-semibold">{state?.label}</p>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {rows.map(([label, at]) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd>{at === null ? '—' : dateAndTime(at, i18n.locale)}</dd>
            </div>
          ))}
          <dt className="text-muted">
            <Trans>From</Trans>
          </dt>
          <dd>{from}</dd>
        </dl>
        {message.state === 'delivered' && (
          <p className="mt-3 max-w-60 text-muted">
            <Trans>
              If the customer has switched read receipts off, a message stays at “Delivered” for ever.
            </Trans>
          </p>
        )}
      </div>
    </Popover>
  )
}

/** Who said it: a person here, the greeting, the app on the phone, or a program. */
function useOriginLabel(): (origin: string | null) => string {
  const { t } = useLingui()
  const labels: Readonly<Record<string, string>> = {
    agent: t`This inbox`,
    campaign: t`A campaign`,
    sequence: t`A sequence`,
    greeting: t`Automatic greeting`,
    away: t`Away reply`,
    csat: t`Question for a rating`,
    app: t`WhatsApp Business app`,
    api: t`API`,
  }
  return (origin) => (origin === null ? '—' : (labels[origin] ?? origin))
}
