import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Check, Copy, Info, Reply, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { isLocal } from '../outbound/merge-outbox.ts'
import type { Message } from '../platform/contract.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { copyText } from '../platform/ui/copy-button.tsx'
import { useBubbleActions } from './bubble-context.ts'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const MessageDetails = lazyPart(() => import('./message-details.tsx').then((m) => m.MessageDetails))

/** What can be done with a message; it exists only while the bubble is pointed at or focused. */
export function MessageToolbar({
  message,
  onReact,
  isPicking,
}: {
  readonly message: Message
  readonly onReact: (anchor: Element) => void
  readonly isPicking: boolean
}) {
  const { t } = useLingui()
  const { reply } = useBubbleActions()
  const [isCopied, setCopied] = useState(false)
  const [details, setDetails] = useState<Element | null>(null)
  const { text } = message
  const isThere = !isLocal(message) && message.state !== 'failed' && message.state !== 'queued'
  return (
    <div
      role="toolbar"
      aria-label={t`Message actions`}
      className={clsx(
        'absolute z-10 flex rounded-lg border border-line bg-surface p-0.5 shadow-md max-md:-top-7 md:top-0',
        message.direction === 'in'
          ? 'max-md:start-0 md:start-full md:ms-2'
          : 'max-md:end-0 md:end-full md:me-2',
      )}
    >
      {isThere && (
        <>
          <IconButton small tipAt="top" label={t`Reply`} onClick={() => reply(message)}>
            <Reply size={17} aria-hidden />
          </IconButton>
          <IconButton
            small
            tipAt="top"
            label={t`React`}
            aria-haspopup="dialog"
            aria-expanded={isPicking}
            onClick={(event) => onReact(event.currentTarget)}
          >
            <SmilePlus size={17} aria-hidden />
          </IconButton>
        </>
      )}
      {text !== null && text !== '' && (
        <IconButton
          small
          tipAt="top"
          label={isCopied ? t`Copied` : t`Copy the text`}
          onClick={() => void copyText(text).then(setCopied)}
        >
          {isCopied ? <Check size={17} aria-hidden /> : <Copy size={17} aria-hidden />}
        </IconButton>
      )}
      {message.direction === 'out' && (
        <IconButton
          small
          tipAt="top"
          label={t`Message details`}
          aria-haspopup="dialog"
          aria-expanded={details !== null}
          onClick={(event) => setDetails(event.currentTarget)}
        >
          <Info size={17} aria-hidden />
        </IconButton>
      )}
      {details !== null && (
        <MessageDetails message={message} anchor={details} onClose={() => setDetails(null)} />
      )}
    </div>
  )
}
