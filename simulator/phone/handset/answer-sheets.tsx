import { useState } from 'react'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { totalOf } from '../bodies/cards.tsx'
import { useWords } from '../state/language.tsx'
import { tapDraft } from '../state/preview.ts'
import type { RichButton } from '../thread/rich-view.ts'
import type { OrderLine } from '../thread/view.ts'
import { Button } from '../ui/controls.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { useChat } from './chat-tools.tsx'

/** The rows of a list message; one is chosen, then sent, as WhatsApp does. */
export function ListSheet(props: { message: PhoneMessage; button: Extract<RichButton, { does: 'list' }> }) {
  const { message, button } = props
  const { t } = useWords()
  const { send, close } = useChat()
  const [chosen, setChosen] = useState<string | null>(null)
  const row = button.sections.flatMap((section) => section.rows).find((one) => one.id === chosen)
  return (
    <Sheet title={button.label} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (row === undefined) return
          send(tapDraft(message.wamid, row.id, row.title, false))
          close()
        }}
      >
        {button.sections.map((section, index) => (
          <fieldset key={index} className="mb-2">
            {section.title !== '' && (
              <legend className="py-1 text-[13px] font-semibold text-brand-strong">{section.title}</legend>
            )}
            {section.rows.map((one) => (
              <label
                key={one.id}
                className="-mx-2 flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-sunken"
              >
                <span className="min-w-0 flex-1 leading-snug">
                  <span className="block">{one.title}</span>
                  {one.description !== '' && (
                    <span className="block text-[12.5px] text-muted">{one.description}</span>
                  )}
                </span>
                <input
                  type="radio"
                  name="row"
                  value={one.id}
                  checked={one.id === chosen}
                  onChange={() => setChosen(one.id)}
                  className="size-5 accent-brand"
                />
              </label>
            ))}
          </fieldset>
        ))}
        <Button isPrimary isSubmit isDisabled={row === undefined} className="sticky bottom-0 w-full">
          {t('send')}
        </Button>
      </form>
    </Sheet>
  )
}

/** What was in a cart that was sent. */
export function CartSheet({ lines, note }: { lines: readonly OrderLine[]; note: string }) {
  const { t, money } = useWords()
  const { close } = useChat()
  return (
    <Sheet title={t('order')} onClose={close}>
      <ul className="divide-y divide-line">
        {lines.map((line, index) => (
          <li key={index} className="flex justify-between gap-3 py-2">
            <span className="min-w-0 break-words">
              {line.name}
              <span className="text-muted"> × {line.quantity}</span>
            </span>
            <span className="shrink-0 tabular-nums">{money(line.quantity * line.price, line.currency)}</span>
          </li>
        ))}
      </ul>
      <p className="flex justify-between border-t border-line py-2 font-semibold">
        <span>{t('total')}</span>
        <span className="tabular-nums">{money(totalOf(lines), lines[0]?.currency ?? 'INR')}</span>
      </p>
      {note !== '' && <p className="text-[13px] text-muted">{note}</p>}
    </Sheet>
  )
}
