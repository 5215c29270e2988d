import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, SendHorizontal } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Filling } from '../../../src/templates/check-parameters.ts'
import { renderTemplate } from '../../../src/templates/render-template.ts'
import { headerFile, offerOf, type Part, partsOf, wordsOf } from '../../../src/templates/template-places.ts'
import { Bubble } from '../bubble/bubble.tsx'
import { asRecord } from '../bubble/payload.ts'
import { TemplateCards, TemplateContent } from '../bubble/template-body.tsx'
import { TemplateButtons } from '../bubble/template-buttons.tsx'
import { sendMessage } from '../outbound/send.ts'
import type { Conversation, LibraryTemplate, Outgoing, TemplateDetail } from '../platform/contract.ts'
import { useNow } from '../platform/clock.ts'
import { loadStored, store } from '../platform/storage.ts'
import { Button } from '../platform/ui/button.tsx'
import { componentsOf, type Draft, fillingOf, newDraft, problemsIn } from './fill-template.ts'
import { FillingContext, FillingField } from './filling-field.tsx'
import { noteUsed } from './last-used.ts'
import { templateQuery } from './library-queries.ts'
import { habitOf, newOrder, type PaymentHabit } from './order-draft.ts'
import { PartFields } from './part-fields.tsx'
import { templateParts, valuesOfCard, withFilling } from './render.ts'
import { mediaUrl } from '../platform/media-url.ts'

/** What one template leaves open, beside the message that it makes. */
export function TemplateForm({
  conversation,
  template,
  onBack,
  onSent,
}: {
  readonly conversation: Conversation
  readonly template: LibraryTemplate
  readonly onBack: () => void
  readonly onSent: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { channelId } = conversation
  const components = componentsOf(template)
  const parts = partsOf(components)
  const [draft, setDraft] = useState(() =>
    newDraft(components, prefill(template, conversation), (nth) =>
      newOrder(Date.now() + nth, loadStored<Partial<PaymentHabit>>(habitKey(channelId), {})),
    ),
  )
  const own = useOwnFiles(template, parts)
  const now = useNow(10_000)
  const problems = problemsIn(components, draft, {
    now,
    owns: ({ path }) => own.has(path),
    mimeTypes: mimeTypesOf(draft),
  })
  const { form, isTried, showProblems } = useProblemsShown()
  const filling = fillingOf(components, draft)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (problems.size > 0) {
      showProblems()
      return
    }
    say(client, conversation, template, filling, own)
    const order = draft.parts.flatMap(({ buttons }) => Object.values(buttons)).find((one) => one.order)?.order
    if (order) store(habitKey(channelId), habitOf(order))
    noteUsed(channelId, template.id)
    onSent()
  }
  const isOpen =
    wordsOf(components).length > 0 ||
    parts.some(({ headerFormat }) => headerFormat !== null && headerFormat !== 'TEXT') ||
    draft.parts.some(({ buttons }) => Object.keys(buttons).length > 0) ||
    offerOf(components)?.hasExpiration === true
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from any of its fields
    <form
      ref={form}
      noValidate
      onSubmit={send}
      // In a field of several lines, Enter alone is a new line.
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault() // the button that has the focus is not pressed as well
        if (!event.repeat && !event.nativeEvent.isComposing) form.current?.requestSubmit()
      }}
      className="grid min-h-full md:grid-cols-2"
    >
      <FillingContext value={{ problems, isTried }}>
        <div className="flex min-w-0 flex-col gap-3 px-4 pt-4">
          <Button variant="quiet" small onClick={onBack} className="-ms-2 self-start coarse:min-h-11">
            <ArrowLeft size={16} aria-hidden className="rtl:rotate-180" />
            <Trans>All templates</Trans>
          </Button>
          <p className="font-semibold [overflow-wrap:anywhere]">
            {template.name} <span className="font-normal text-muted">{template.language}</span>
          </p>
          {!isOpen && (
            <p className="text-muted">
              <Trans>Nothing to fill in.</Trans>
            </p>
          )}
          {parts.map((part, nth) => (
            <PartFields
              key={part.path}
              components={components}
              part={part}
              nth={nth}
              channelId={channelId}
              draft={draft}
              hasOwn={own.has(part.path)}
              onDraft={setDraft}
            >
              {nth === 0 && offerOf(components)?.hasExpiration === true && (
                <FillingField
                  path="template.offerExpiresAt"
                  label={t`The offer ends`}
                  type="datetime-local"
                  value={draft.endsAt}
                  isRequired
                  onValue={(endsAt) => setDraft((all) => ({ ...all, endsAt }))}
                />
              )}
            </PartFields>
          ))}
          <SendBar isWrong={isTried && problems.size > 0} />
        </div>
      </FillingContext>
      <Preview template={template} draft={draft} filling={filling} own={own} />
    </form>
  )
}

function SendBar({ isWrong }: { readonly isWrong: boolean }) {
  return (
    // On a phone, the way out of a long form is always there.
    <div className="sticky bottom-0 z-10 -mx-4 mt-auto grid gap-2 border-t border-line bg-surface px-4 pt-3 pb-4">
      {isWrong && (
        <p role="alert" className="text-[13px] text-red">
          <Trans>Something above is missing or wrong.</Trans>
        </p>
      )}
      <Button type="submit" variant="primary">
        <SendHorizontal size={18} aria-hidden className="rtl:rotate-180" />
        <Trans>Send</Trans>
      </Button>
    </div>
  )
}

function Preview({
  template,
  draft,
  filling,
  own,
}: {
  readonly template: LibraryTemplate
  readonly draft: Draft
  readonly filling: Filling
  readonly own: OwnFiles
}) {
  const { t } = useLingui()
  const urls = new Map(
    draft.parts.flatMap(({ header }) =>
      header?.header.mediaId === undefined ? [] : [[header.header.mediaId, header.url] as const],
    ),
  )
  const shown = withFilling(
    templateParts(template.components, undefined, template.language),
    draft.words,
    withOwnFiles(filling, own),
    (mediaId) => urls.get(mediaId) ?? mediaUrl(mediaId),
  )
  return (
    <section className="wall min-w-0 p-5" aria-label={t`Preview`}>
      <p className="mb-3 text-center text-[12px] text-meta">
        <Trans>What the customer will see</Trans>
      </p>
      <div className="ms-2 max-w-[340px] md:sticky md:top-5">
        <Bubble direction="in" hasTail below={<TemplateButtons parts={shown} />}>
          <TemplateContent parts={shown} slots={draft.words} hasMeta={false} />
        </Bubble>
        <TemplateCards parts={shown} slotsOf={(card) => valuesOfCard(draft.words, card)} />
      </div>
    </section>
  )
}

function say(
  client: Parameters<typeof sendMessage>[0],
  conversation: Conversation,
  template: LibraryTemplate,
  filling: Filling,
  own: OwnFiles,
): void {
  const { name, language } = template
  const sent = { name, language, ...filling }
  const approved = { name, language, components: componentsOf(template) }
  const { parameters, ...given } = withOwnFiles(filling, own)
  const rendering = renderTemplate(approved, parameters, given)
  const { template: object = sent, ...rendered } = rendering.ok ? rendering.rendered : { body: '' }
  // The types of lists differ in being readonly, and in nothing else.
  const outgoing = { type: 'template', template: sent } as unknown as Outgoing
  void sendMessage(client, conversation.id, outgoing, {
    type: 'template',
    text: rendered.body,
    content: { template: object, rendered },
    media: null,
    quoted: null,
  })
}

/** Problems that are merely empty fields are shown once somebody has tried to send; then the first one has the focus. */
function useProblemsShown() {
  const form = useRef<HTMLFormElement>(null)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (tries === 0) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-bad=true]')
    const folded = wrong?.closest('details')
    if (folded) folded.open = true
    wrong?.focus()
  }, [tries])
  return { form, isTried: tries > 0, showProblems: () => setTries((count) => count + 1) }
}

type OwnFiles = ReadonlyMap<string, string>

/** Our copies of the files with which the template was approved, by the path of the part: they are sent where none is chosen. */
export function useOwnFiles({ id }: LibraryTemplate, parts: readonly Part[]): OwnFiles {
  const withFile = parts.filter((part) => headerFile(part) !== null)
  const { data } = useQuery({ ...templateQuery(id), enabled: withFile.length > 0 })
  return new Map(
    withFile.flatMap((part, nth) => {
      const mediaId = data === undefined ? undefined : sampleOf(data, part, nth, withFile.length)
      return mediaId === undefined ? [] : [[part.path, mediaId] as const]
    }),
  )
}

/** They come in the order of the headers; where some are missing, by what stands in the header’s example. */
function sampleOf({ samples }: TemplateDetail, part: Part, nth: number, count: number): string | undefined {
  if (samples.length === count) return samples[nth]?.mediaId
  const handles = asRecord(part.header?.['example'])['header_handle']
  const [handle] = Array.isArray(handles) ? (handles as readonly unknown[]) : []
  return samples.find((sample) => sample.handle === handle)?.mediaId
}

/** To look at: what is sent leaves them out, so that they stay the template’s. */
function withOwnFiles(filling: Filling, own: OwnFiles): Filling {
  const fill = <P extends NonNullable<Filling['cards']>[number]>(part: P, path: string): P => {
    const mediaId = own.get(path)
    return mediaId === undefined || part.header !== undefined ? part : { ...part, header: { mediaId } }
  }
  return {
    ...fill(filling, 'template'),
    ...(filling.cards !== undefined && {
      cards: filling.cards.map((card, nth) => fill(card, `template.cards.${nth}`)),
    }),
  }
}

const habitKey = (channelId: string): string => `harkara.payments.${channelId}`

export const mimeTypesOf = ({ parts }: Draft): ReadonlyMap<string, string> =>
  new Map(
    parts.flatMap(({ header }) =>
      header?.header.mediaId === undefined || header.mimeType === undefined
        ? []
        : [[header.header.mediaId, header.mimeType] as const],
    ),
  )

/** A name is nearly always the first thing asked for, and we know it. */
function prefill(template: LibraryTemplate, conversation: Conversation): Record<string, string> {
  const named = template.parameters.find((name) => /^(first_?|customer_?)?name$/i.test(name))
  const name = conversation.contact.displayName?.split(/\s+/)[0] ?? ''
  return named === undefined || !/^\p{L}/u.test(name) ? {} : { [named]: name }
}
