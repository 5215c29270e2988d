import { useLingui } from '@lingui/react/macro'
import type { Message } from '../platform/contract.ts'
import { useBubbleActions } from './bubble-context.ts'
import { plainLine } from './plain-line.ts'
import { useTypeLabel } from './type-label.tsx'

/** The message answered, above the answer; a press goes to it. */
export function Quoted({ quoted }: { readonly quoted: NonNullable<Message['quoted']> }) {
  const { t } = useLingui()
  const { contactName, jumpTo } = useBubbleActions()
  const label = useTypeLabel()
  const { id } = quoted
  const who = quoted.direction === 'out' ? t`You` : contactName
  const fallback = quoted.type === null ? t`The quoted message is not here any more` : label(quoted.type)
  const content = (
    <>
      {quoted.direction !== null && (
        <span className="block text-[12.5px] font-semibold text-brand-strong">{who}</span>
      )}
      <span dir="auto" className="line-clamp-2 text-[13px] text-meta">
        {quoted.text === null ? fallback : plainLine(quoted.text)}
      </span>
    </>
  )
  const style =
    'mx-[3px] mt-[3px] block w-[calc(100%-6px)] rounded-md border-s-4 border-brand bg-quote px-2 py-1 text-start'
  if (id === null) return <div className={style}>{content}</div>
  return (
    <button type="button" className={style} onClick={() => jumpTo(id)}>
      {content}
    </button>
  )
}
