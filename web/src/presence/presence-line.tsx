import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { PenLine } from 'lucide-react'
import type { ReactNode } from 'react'
import { initials } from '../contacts/naming.ts'
import { type Colleague, useColleagues } from './queries.ts'

/** Under the customer's name: who else is here. Without anybody, what stands there otherwise. */
export function PresenceLine({
  conversationId,
  children,
}: {
  readonly conversationId: string
  readonly children: ReactNode
}) {
  const colleagues = useColleagues(conversationId)
  if (colleagues.length === 0) return children
  return (
    <p className="flex min-w-0 items-center gap-1.5 text-[12.5px] text-muted">
      <span aria-hidden className="flex shrink-0 -space-x-1.5">
        {colleagues.slice(0, 3).map(({ id, name, isTyping }) => (
          <span
            key={id}
            className={`grid size-5 place-items-center rounded-full border border-surface text-[9.5px] font-semibold ${isTyping ? 'bg-amber-tint text-amber' : 'bg-brand-tint-2 text-brand-strong'}`}
          >
            {initials(name) ?? '·'}
          </span>
        ))}
      </span>
      <span className="min-w-0 truncate">
        <Words colleagues={colleagues} />
      </span>
    </p>
  )
}

function Words({ colleagues }: { readonly colleagues: readonly Colleague[] }) {
  const { t } = useLingui()
  const [first] = colleagues
  if (first === undefined) return null
  const { name, isTyping } = first
  const others = colleagues.length - 1
  if (others === 0) return isTyping ? t`${name} is typing…` : t`${name} is viewing`
  return isTyping ? (
    <Plural
      value={others}
      one={`${name} is typing…, # other is viewing`}
      other={`${name} is typing…, # others are viewing`}
    />
  ) : (
    <Plural
      value={others}
      one={`${name} and # other are viewing`}
      other={`${name} and # others are viewing`}
    />
  )
}

/** Above the composer: somebody else is answering, so that the customer does not hear it twice. */
export function TypingWarning({ conversationId }: { readonly conversationId: string }) {
  const typing = useColleagues(conversationId).filter(({ isTyping }) => isTyping)
  const names = typing.map(({ name }) => name).join(', ')
  return (
    <output className="block shrink-0 bg-surface">
      {typing.length > 0 && (
        <span className="flex items-center gap-2 border-t border-amber-mark bg-amber-tint px-3 py-1.5 text-[13px] text-amber">
          <PenLine size={15} aria-hidden className="shrink-0" />
          <span className="min-w-0">
            <Trans>{names} is writing an answer. Wait a moment, or ask them first.</Trans>
          </span>
        </span>
      )}
    </output>
  )
}
