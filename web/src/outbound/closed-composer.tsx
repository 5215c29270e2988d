import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate, Lock } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { useWindowWords } from '../conversations/window-words.tsx'
import type { WindowView } from '../conversations/window.ts'
import type { Conversation, LibraryTemplate } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lastUsed } from '../templates/last-used.ts'
import { templatesQuery } from '../templates/queries.ts'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const TemplatePicker = lazyPart(() =>
  import('../templates/template-picker.tsx').then((m) => m.TemplatePicker),
)

/** Stands where the composer would: why one cannot write freely, and the templates that one can send. */
export function ClosedComposer({
  conversation,
  view,
  onSent,
  buttonRef,
}: {
  readonly conversation: Conversation
  readonly view: WindowView
  readonly onSent: () => void
  readonly buttonRef: RefObject<HTMLButtonElement | null>
}) {
  const { t } = useLingui()
  const words = useWindowWords()(view)
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const { data } = useQuery(templatesQuery(conversation.channelId))
  const recent = lastUsed(conversation.channelId)
    .map((id) => data?.items.find((template) => template.id === id))
    .filter((template): template is LibraryTemplate => template?.status === 'APPROVED')
  const open = (id: string | null) => {
    setChosen(id)
    setOpen(true)
  }
  return (
    <div className="p-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
        <p className="flex min-w-60 flex-1 gap-2.5 text-[13.5px] text-pretty">
          <Lock size={18} aria-hidden className="mt-0.5 shrink-0 text-muted" />
          <span>
            <b className="block font-semibold">{words.short}</b>{' '}
            <span className="text-muted">{words.sentence}</span>
          </span>
        </p>
        <Button ref={buttonRef} variant="primary" aria-haspopup="dialog" onClick={() => open(null)}>
          <LayoutTemplate size={18} aria-hidden />
          <Trans>Send a template</Trans>
        </Button>
      </div>
      {recent.length > 0 && (
        <fieldset aria-label={t`Last used templates`} className="mt-2.5 flex flex-wrap gap-1.5 ps-7">
          {recent.map((template) => (
            <Button key={template.id} small onClick={() => open(template.id)}>
              {template.name}
            </Button>
          ))}
        </fieldset>
      )}
      {isOpen && (
        <TemplatePicker
          conversation={conversation}
          initialId={chosen}
          onSent={onSent}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
