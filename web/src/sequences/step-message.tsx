import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type Dispatch, type SetStateAction, useMemo, useState } from 'react'
import { offerOf, partsOf, wordsOf } from '../../../src/templates/template-places.ts'
import { asList } from '../bubble/payload.ts'
import { draftOf, newMessage, withDraft } from '../campaigns/builder/message-draft.ts'
import { attributesQuery } from '../contacts/queries.ts'
import { useNow } from '../platform/clock.ts'
import type { LibraryTemplate } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { componentsOf, type Draft, type Problems, problemsIn } from '../templates/fill-template.ts'
import { FillingContext, FillingField } from '../templates/filling-field.tsx'
import { PartFields } from '../templates/part-fields.tsx'
import { TemplateBubble } from '../templates/preview.tsx'
import { templatesQuery } from '../templates/queries.ts'
import { mimeTypesOf, useOwnFiles } from '../templates/template-form.tsx'
import { useCategoryWords, useLanguageName } from '../templates/template-words.tsx'
import { StepWord } from './step-word.tsx'
import { sourceOf, type StepMessage, withSource } from './word-source.ts'

const ChooseTemplate = lazyPart(() =>
  import('../campaigns/builder/choose-template.tsx').then((m) => m.ChooseTemplate),
)

/** What is said at a step: which template, what fills it, and how it looks. */
export function StepMessageFields({
  channelId,
  message,
  isFixed,
  onMessage,
}: {
  readonly channelId: string
  readonly message: StepMessage | null
  /** The sequence is on. */
  readonly isFixed: boolean
  readonly onMessage: (message: StepMessage) => void
}) {
  const { t } = useLingui()
  const [isChoosing, setChoosing] = useState(false)
  const categoryWords = useCategoryWords()
  const languageName = useLanguageName()
  const { data } = useQuery(templatesQuery(channelId))
  const template = data?.items.find(
    ({ name, language }) => name === message?.name && language === message.language,
  )
  const about = [
    message === null ? null : languageName(message.language),
    template === undefined ? null : categoryWords(template.category),
  ]
  return (
    <>
      {message === null ? (
        <Button
          variant="primary"
          className="justify-self-start"
          disabled={isFixed}
          onClick={() => setChoosing(true)}
        >
          {t`Choose a template`}
        </Button>
      ) : (
        <div className="grid min-w-0 gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,300px)]">
          <div className="grid min-w-0 content-start gap-3">
            <div className="flex flex-wrap items-center gap-2 rounded-xl bg-sunken px-3 py-2.5">
              <div className="min-w-36 flex-1">
                <p className="font-semibold [overflow-wrap:anywhere]">{message.name}</p>
                <p className="text-[12.5px] text-muted">{about.filter(Boolean).join(' · ')}</p>
              </div>
              <Button
                small
                className="bg-surface coarse:min-h-11"
                disabled={isFixed}
                onClick={() => setChoosing(true)}
              >
                {t`Another template`}
              </Button>
            </div>
            {template !== undefined && (
              <Fields
                key={template.id}
                template={template}
                channelId={channelId}
                message={message}
                onMessage={onMessage}
              />
            )}
          </div>
          {template !== undefined && (
            <div className="min-w-0">
              <p className="pb-1 text-[12.5px] text-muted">
                <Trans>With the template’s samples.</Trans>
              </p>
              <div className="wall max-h-96 overflow-y-auto rounded-xl border border-line p-3 ps-4">
                <TemplateBubble components={asList(template.components)} language={template.language} />
              </div>
            </div>
          )}
        </div>
      )}
      {isChoosing && (
        <ChooseTemplate
          channelId={channelId}
          onChoose={(chosen) => {
            onMessage(newMessage(chosen))
            setChoosing(false)
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  )
}

/** What the template leaves open. */
function Fields({
  template,
  channelId,
  message,
  onMessage,
}: {
  readonly template: LibraryTemplate
  readonly channelId: string
  readonly message: StepMessage
  readonly onMessage: (message: StepMessage) => void
}) {
  const { t } = useLingui()
  const components = componentsOf(template)
  const parts = partsOf(components)
  const { data: attributes } = useQuery(attributesQuery)
  const [draft, setDraft] = useState(() => draftOf(components, message))
  const own = useOwnFiles(template, parts)
  const now = useNow(10_000)
  const found = useMemo(
    () =>
      problemsIn(
        components,
        { ...draft, words: message.parameters },
        { now, owns: ({ path }) => own.has(path), mimeTypes: mimeTypesOf(draft) },
      ),
    [components, draft, message.parameters, now, own],
  )
  const change: Dispatch<SetStateAction<Draft>> = (wish) => {
    const next = typeof wish === 'function' ? wish(draft) : wish
    setDraft(next)
    onMessage(withDraft(components, message, next))
  }
  const hasOffer = offerOf(components)?.hasExpiration === true
  if (wordsOf(components).length === 0 && parts.length === 0) return null
  return (
    <FillingContext value={{ problems: ownWords(found, message), isTried: false }}>
      <div className="grid min-w-0 gap-3">
        {parts.map((part, nth) => (
          <PartFields
            key={part.path}
            components={components}
            part={part}
            nth={nth}
            channelId={channelId}
            draft={draft}
            hasOwn={own.has(part.path)}
            onDraft={change}
            renderWord={(word, label, hint) => (
              <StepWord
                name={word.name}
                label={label}
                hint={hint}
                source={sourceOf(message, word.name)}
                attributes={attributes?.items ?? []}
                onSource={(source) => onMessage(withSource(message, word.name, source))}
              />
            )}
          >
            {nth === 0 && hasOffer && (
              <FillingField
                path="template.offerExpiresAt"
                label={t`The offer ends`}
                type="datetime-local"
                value={draft.endsAt}
                isRequired
                onValue={(endsAt) => change((all) => ({ ...all, endsAt }))}
              />
            )}
          </PartFields>
        ))}
      </div>
    </FillingContext>
  )
}

/** Words that come from elsewhere are not missing here. */
function ownWords(found: Problems, message: StepMessage): Problems {
  const prefix = 'template.parameters.'
  return new Map(
    [...found].filter(
      ([path]) => !path.startsWith(prefix) || sourceOf(message, path.slice(prefix.length)).from === 'text',
    ),
  )
}
