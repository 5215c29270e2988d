import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import type { QuickReply } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { type ReplyValues, VARIABLES } from './fill-reply.ts'

export type QuickReplyWords = Pick<QuickReply, 'shortcut' | 'text'>

/** A short name, and the words with their variables. What the server refuses is said beside the fields. */
export function QuickReplyForm({
  initial,
  onSubmit,
  onCancel,
}: {
  readonly initial: QuickReplyWords
  readonly onSubmit: (words: QuickReplyWords) => Promise<void>
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const [shortcut, setShortcut] = useState(initial.shortcut)
  const [text, setText] = useState(initial.text)
  const { mutate, isPending, error } = useMutation({ mutationFn: onSubmit })
  const names = useVariableNames()
  const isWhole = shortcut !== '' && text.trim() !== ''
  const insert = (name: keyof ReplyValues) => {
    const element = area.current
    const at = element?.selectionStart ?? text.length
    const end = element?.selectionEnd ?? at
    const variable = `{{${name}}}`
    setText(text.slice(0, at) + variable + text.slice(end))
    requestAnimationFrame(() => {
      element?.focus()
      element?.setSelectionRange(at + variable.length, at + variable.length)
    })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole && !isPending) mutate({ shortcut, text: text.trim() })
      }}
      className="grid gap-3 py-2"
    >
      <label className="grid gap-1.5 text-[13px] font-medium">
        <Trans>Short name</Trans>
        <span className="flex h-10 items-center rounded-lg border border-control-line bg-surface ps-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-brand coarse:h-11">
          <span aria-hidden className="text-muted">
            /
          </span>
          <input
            type="text"
            value={shortcut}
            maxLength={30}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form was opened by a press of its own button
            autoFocus
            aria-invalid={error !== null}
            aria-describedby={error === null ? undefined : `${id}-problem`}
            // A space would end the word that is typed behind the slash.
            onChange={(event) =>
              setShortcut(event.currentTarget.value.replaceAll(/\s+/g, '-').replaceAll('/', ''))
            }
            className="h-full min-w-0 flex-1 bg-transparent px-1 text-[14.5px] font-normal outline-none coarse:text-[16px]"
          />
        </span>
      </label>
      <label className="grid gap-1.5 text-[13px] font-medium">
        <Trans>Words</Trans>
        <textarea
          ref={area}
          value={text}
          rows={4}
          maxLength={4096}
          dir="auto"
          aria-invalid={error !== null}
          onChange={(event) => setText(event.currentTarget.value)}
          className="block field-sizing-content max-h-72 min-h-24 resize-y rounded-lg border border-control-line bg-surface px-3 py-2 text-[14.5px] leading-[21px] font-normal coarse:text-[16px]"
        />
      </label>
      <fieldset>
        <legend className="mb-1.5 text-[13px] font-medium">
          <Trans>Put in</Trans>
        </legend>
        <div className="flex flex-wrap gap-1.5">
          {VARIABLES.map((name) => (
            <Button key={name} small onClick={() => insert(name)} className="coarse:min-h-11">
              {names[name]}
            </Button>
          ))}
        </div>
      </fieldset>
      {error !== null && <ProblemLine id={`${id}-problem`} error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" variant="primary" disabled={isPending || !isWhole}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  )
}

function useVariableNames(): Readonly<Record<keyof ReplyValues, string>> {
  const { t } = useLingui()
  return {
    'contact.name': t`Customer’s name`,
    'contact.firstName': t`Customer’s first name`,
    'agent.name': t`Your name`,
    'shop.name': t`Shop’s name`,
  }
}
