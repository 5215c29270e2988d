import { useLingui } from '@lingui/react/macro'
import type { Message } from '../platform/contract.ts'
import { useBubbleActions } from './bubble-context.ts'

/** Reactions on the lower edge of a bubble; our own is a button that takes it away. */
export function Reactions({ message }: { readonly message: Message }) {
  const { t } = useLingui()
  const { react, contactName } = useBubbleActions()
  if (message.reactions.length === 0) return null
  return (
    <div className="relative z-[1] -mt-2 ms-2 flex gap-0.5">
      {message.reactions.map(({ emoji, direction }) =>
        direction === 'out' ? (
          <button
            key={`out${emoji}`}
            type="button"
            tabIndex={-1}
            aria-label={t`Take back our reaction ${emoji}`}
            onClick={() => react(message, '')}
            className="min-h-6 min-w-8 rounded-full border border-brand bg-chip px-1.5 text-[13px] leading-5"
          >
            {emoji}
          </button>
        ) : (
          <span
            key={`in${emoji}`}
            className="min-h-6 min-w-8 rounded-full border border-line bg-chip px-1.5 text-center text-[13px] leading-[22px]"
          >
            <span aria-hidden>{emoji}</span>
            <span className="sr-only">{t`${contactName} reacted with ${emoji}`}</span>
          </span>
        ),
      )}
    </div>
  )
}
