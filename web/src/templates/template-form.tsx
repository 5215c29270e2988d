import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, SendHorizontal } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Bubble } from '../bubble/bubble.tsx'
import { TemplateButtons, TemplateContent } from '../bubble/template-body.tsx'
import { sendMessage } from '../outbound/send.ts'
import type { Conversation, Template } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { type FilledHeader, HeaderFile, HeaderPlace } from './header-filling.tsx'
import { noteUsed } from './last-used.ts'
import { templateQuery } from './library-queries.ts'
import { BODY_MAX, fillBody, isBadValue, placeOf, type TemplateParts, templateParts } from './render.ts'

/** The values of one template, beside the message that they make. */
export function TemplateForm({
  conversation,
  template,
  onBack,
  onSent,
}: {
  readonly conversation: Conversation
  readonly template: Template
  readonly onBack: () => void
  readonly onSent: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    prefill(template, conversation),
  )
  const parts = templateParts(template.components)
  const body = fillBody(parts.body, values)
  const label = useParameterLabel(parts)
  const isFilled = template.parameters.every(
    (name) => (values[name] ?? '').trim() !== '' && !isBadValue(values[name] ?? ''),
  )
  const format = parts.header?.format ?? 'TEXT'
  const [above, setAbove] = useState<FilledHeader | null>(null)
  // Where nothing is chosen, the file with which it was approved is sent.
  const own = useOwnFile(template, WITH_FILE.has(format))
  const shown: TemplateParts =
    parts.header === null ? parts : { ...parts, header: { ...parts.header, url: above?.url ?? own } }
  const isTooLong = body.length > BODY_MAX
  const isReady = isFilled && !isTooLong && (format === 'TEXT' || above !== null || own !== null)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    const { name, language } = template
    const sent = { name, language, parameters: values, ...(above !== null && { header: above.header }) }
    void sendMessage(
      client,
      conversation.id,
      { type: 'template', template: sent },
      { type: 'template', text: body, content: sent, media: null, quoted: null },
    )
    noteUsed(conversation.channelId, template.id)
    onSent()
  }
  return (
    <form onSubmit={send} className="grid min-h-full md:grid-cols-2">
      <div className="flex flex-col gap-3 p-4">
        <Button variant="quiet" small onClick={onBack} className="-ms-2 self-start">
          <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
          <Trans>All templates</Trans>
        </Button>
        <p className="font-semibold">
          {template.name} <span className="font-normal text-muted">{template.language}</span>
        </p>
        {format === 'LOCATION' ? (
          <HeaderPlace onFill={setAbove} />
        ) : (
          format !== 'TEXT' && (
            <HeaderFile
              format={format}
              channelId={conversation.channelId}
              filled={above}
              hasOwn={own !== null}
              onFill={setAbove}
            />
          )
        )}
        {format === 'TEXT' && template.parameters.length === 0 && (
          <p className="text-muted">
            <Trans>Nothing to fill in.</Trans>
          </p>
        )}
        {template.parameters.map((name, index) => (
          <ParameterField
            key={name}
            name={name}
            label={label(name)}
            value={values[name] ?? ''}
            isFirst={index === 0}
            onChange={(value) => setValues((all) => ({ ...all, [name]: value }))}
          />
        ))}
        {isTooLong && (
          <p role="alert" className="text-[13px] text-red">
            <Trans>Filled in, the text is longer than the {BODY_MAX} characters that WhatsApp allows.</Trans>
          </p>
        )}
        <Button type="submit" variant="primary" disabled={!isReady} className="mt-auto">
          <SendHorizontal size={18} aria-hidden className="rtl:rotate-180" />
          <Trans>Send</Trans>
        </Button>
      </div>
      <section className="wall p-5" aria-label={t`Preview`}>
        <p className="mb-3 text-center text-[12px] text-meta">
          <Trans>What the customer will see</Trans>
        </p>
        <div className="ms-2 max-w-[340px]">
          <Bubble direction="in" hasTail below={<TemplateButtons parts={parts} />}>
            <TemplateContent parts={shown} slots={values} hasMeta={false} />
          </Bubble>
        </div>
      </section>
    </form>
  )
}

const WITH_FILE: ReadonlySet<string> = new Set(['IMAGE', 'VIDEO', 'DOCUMENT'])

/** Where our copy of the template’s own file is shown from; null: there is none. */
function useOwnFile({ id }: Template, isWanted: boolean): string | null {
  const { data } = useQuery({ ...templateQuery(id), enabled: isWanted })
  return data?.samples[0]?.url ?? null
}

function ParameterField({
  name,
  label,
  value,
  isFirst,
  onChange,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly isFirst: boolean
  readonly onChange: (value: string) => void
}) {
  const isBad = isBadValue(value)
  const id = `parameter-${name}`
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium first-letter:uppercase">
        {label}
      </label>
      <input
        id={id}
        value={value}
        dir="auto"
        required
        // The dialog opens on a press, and this is where the person wants to be.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={isFirst}
        aria-invalid={isBad}
        aria-describedby={isBad ? `${id}-bad` : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="h-10 w-full rounded-lg border border-control-line bg-surface outline-offset-[-1px] px-3 coarse:h-11 coarse:text-[16px]"
      />
      {isBad && (
        <p id={`${id}-bad`} className="mt-1 text-[12.5px] text-red">
          <Trans>No line breaks, tabs or more than four spaces in a row.</Trans>
        </p>
      )}
    </div>
  )
}

/** What to write where, in words: Meta's own names are "1" and "first_name". */
function useParameterLabel(parts: TemplateParts): (parameter: string) => string {
  const { t } = useLingui()
  return (parameter) => {
    const place = placeOf(parameter, parts)
    if (place.in === 'button') {
      const button = place.button?.text ?? parameter
      return t`End of the link behind “${button}”`
    }
    const { name } = place
    if (place.in === 'header') return t`Header, value ${name}`
    return /^\d+$/.test(name) ? t`Value ${name}` : name.replaceAll('_', ' ')
  }
}

/** A name is nearly always the first thing asked for, and we know it. */
function prefill(template: Template, conversation: Conversation): Record<string, string> {
  const named = template.parameters.find((name) => /^(first_?|customer_?)?name$/i.test(name))
  const name = conversation.contact.displayName?.split(/\s+/)[0] ?? ''
  return named === undefined || !/^\p{L}/u.test(name) ? {} : { [named]: name }
}
