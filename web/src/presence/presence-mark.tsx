import { useLingui } from '@lingui/react/macro'
import { Eye, PenLine } from 'lucide-react'
import { useColleagues } from './queries.ts'

/** In the list: a colleague is in this conversation. */
export function PresenceMark({ conversationId }: { readonly conversationId: string }) {
  const { t } = useLingui()
  const [first] = useColleagues(conversationId)
  if (first === undefined) return null
  const { name, isTyping } = first
  const words = isTyping ? t`${name} is typing` : t`${name} is viewing`
  const Icon = isTyping ? PenLine : Eye
  return (
    <span title={words} className={isTyping ? 'shrink-0 text-amber' : 'shrink-0 text-muted'}>
      <Icon size={15} aria-hidden />
      <span className="sr-only">{words}</span>
    </span>
  )
}
