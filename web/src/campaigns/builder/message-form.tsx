import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type Dispatch, type SetStateAction, useMemo, useState } from 'react'
import { offerOf, partsOf, wordsOf } from '../../../../src/templates/template-places.ts'
import { attributesQuery } from '../../contacts/queries.ts'
import { useNow } from '../../platform/clock.ts'
import type { CampaignMessage, LibraryTemplate } from '../../platform/contract.ts'
import { componentsOf, type Draft, type Problems, problemsIn } from '../../templates/fill-template.ts'
import { linkPrefixesQuery } from '../queries.ts'
import { FillingContext, FillingField } from '../../templates/filling-field.tsx'
import { PartFields } from '../../templates/part-fields.tsx'
import { mimeTypesOf, useOwnFiles } from '../../templates/template-form.tsx'
import { draftOf, sourceOf, withDraft, withSource } from './message-draft.ts'
import { isTracked, linkProblemsIn, untrackedButtons } from './link-draft.ts'
import { LinkField, UncountedButtons } from './link-field.tsx'
import { WordField } from './word-field.tsx'

/** What the template of one message leaves open. */
export function MessageForm({
  message,
  template,
  channelId,
  isList,
  columns,
  isTried,
  onMessage,
}: {
  readonly message: CampaignMessage
  readonly template: LibraryTemplate
  readonly channelId: string
  readonly isList: boolean
  /** Of the list, as far as this browser knows. */
  readonly columns: readonly string[] | null
  /** Then what is empty is said to be so, too. */
  readonly isTried: boolean
  readonly onMessage: (message: CampaignMessage) => void
}) {
  const { t } = useLingui()
  const components = componentsOf(template)
  const parts = partsOf(components)
  const { data: attributes } = useQuery(attributesQuery)
  const { data: prefixes } = useQuery(linkPrefixesQuery)
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
  const isOpen =
    wordsOf(components).length > 0 ||
    hasOffer ||
    parts.some(({ headerFormat }) => headerFormat !== null && headerFormat !== 'TEXT') ||
    draft.parts.some(({ buttons }) => Object.keys(buttons).length > 0)
  const tracked = wordsOf(components).filter((word) => isTracked(word, prefixes))
  const problems: Problems = new Map([
    ...shown(found, message, isList),
    ...linkProblemsIn(
      message,
      tracked.map(({ name }) => name),
    ),
  ])
  return (
    <FillingContext value={{ problems, isTried }}>
      <div className="grid min-w-0 gap-3">
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
            onDraft={change}
            renderWord={(word, label, hint) =>
              isTracked(word, prefixes) ? (
                <LinkField
                  place={word.name}
                  button={word.part.buttons[word.index ?? 0]?.text ?? ''}
                  message={message}
                  attributes={attributes?.items ?? []}
                  isList={isList}
                  columns={columns}
                  onMessage={onMessage}
                />
              ) : (
                <WordField
                  name={word.name}
                  label={label}
                  hint={hint}
                  source={sourceOf(message, word.name, isList)}
                  attributes={attributes?.items ?? []}
                  isList={isList}
                  hasColumn={columns === null ? null : columns.includes(word.name)}
                  onSource={(source) => onMessage(withSource(message, word.name, source))}
                />
              )
            }
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
        <UncountedButtons buttons={untrackedButtons(parts, prefixes)} prefix={prefixes?.current ?? ''} />
      </div>
    </FillingContext>
  )
}

/** Words that come from elsewhere are not missing here. */
function shown(found: Problems, message: CampaignMessage, isList: boolean): Problems {
  const prefix = 'template.parameters.'
  return new Map(
    [...found].filter(
      ([path]) =>
        !path.startsWith(prefix) || sourceOf(message, path.slice(prefix.length), isList).from === 'text',
    ),
  )
}
