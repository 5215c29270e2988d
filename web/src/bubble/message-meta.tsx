import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Message } from '../platform/contract.ts'
import { timeOfDay } from '../platform/format.ts'
import { TickIcon, useTick } from './ticks.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const MessageDetails = lazyPart(() => import('./message-details.tsx').then((m) => m.MessageDetails))

/** Time and ticks; outbound they open the details. */
export function MessageMeta({ message }: { readonly message: Message }) {
  const { i18n } = useLingui()
  const tick = useTick()(message.state)
  const [anchor, setAnchor] = useState<Element | null>(null)
  const time = timeOfDay(message.at, i18n.locale)
  const edited = message.editedAt !== null && (
    <span className="italic">
      <Trans>edited</Trans>
    </span>
  )
  if (message.direction === 'in' || tick === null) {
    return (
      <>
        {edited}
        <span>{time}</span>
      </>
    )
  }
  const at = message.readAt ?? message.deliveredAt ?? message.sentAt
  const when = at === null ? time : timeOfDay(at, i18n.locale)
  return (
    <>
      {edited}
      <button
        type="button"
        tabIndex={-1}
        data-details
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        className="-m-1.5 flex items-center gap-1 rounded p-1.5"
      >
        <span>{time}</span>
        <TickIcon state={message.state} />
        <span className="sr-only">
          {at !== null && when} <Trans>details</Trans>
        </span>
      </button>
      {anchor !== null && (
        <MessageDetails message={message} anchor={anchor} onClose={() => setAnchor(null)} />
      )}
    </>
  )
}
