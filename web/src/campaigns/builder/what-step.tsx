import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { LayoutTemplate, Plus, Smartphone, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { meQuery } from '../../conversations/queries.ts'
import type { CampaignMessage, LibraryTemplate } from '../../platform/contract.ts'
import { Button } from '../../platform/ui/button.tsx'
import { lazyPart } from '../../platform/ui/lazy-part.tsx'
import { Notice } from '../../platform/ui/notice.tsx'
import { FIELD } from '../../settings/section-frame.tsx'
import { templatesQuery } from '../../templates/queries.ts'
import { useCategoryWords, useLanguageName } from '../../templates/template-words.tsx'
import { nameOfChannel } from '../campaign-row.tsx'
import { MESSAGE_TEST } from '../new-definition.ts'
import type { StepProps } from './step-props.ts'
import { columnsOfList } from './list-words.ts'
import { newMessage } from './message-draft.ts'
import { MessageForm } from './message-form.tsx'
import { Labelled, StepFrame } from './parts.tsx'
import { PeoplePreview } from './people-preview.tsx'
import { isTried, problemsShown } from './steps.ts'

const ChooseTemplate = lazyPart(() => import('./choose-template.tsx').then((m) => m.ChooseTemplate))
const TestSend = lazyPart(() => import('./test-send.tsx').then((m) => m.TestSend))

const MESSAGES_MAX = 3
const LETTERS = ['A', 'B', 'C'] as const

/** What it says: a template, filled in, or up to three that are tried against each other. */
export function WhatStep(props: StepProps) {
  const { t } = useLingui()
  const { editor } = props
  const { channelId, definition } = editor.draft
  const { messages } = definition
  const [at, setAt] = useState(0)
  const [isChoosing, setChoosing] = useState(false)
  const index = Math.min(at, Math.max(0, messages.length - 1))
  const setMessages = (next: CampaignMessage[]) =>
    editor.define({
      messages: next,
      test: next.length < 2 ? null : (definition.test ?? MESSAGE_TEST),
    })
  const choose = (template: LibraryTemplate) => {
    const message = newMessage(template)
    const place = Math.min(at, messages.length)
    setMessages(place === messages.length ? [...messages, message] : messages.with(place, message))
    setAt(place)
    setChoosing(false)
  }
  const add = () => {
    setAt(messages.length)
    setChoosing(true)
  }
  const remove = () => {
    setMessages(messages.toSpliced(index, 1))
    setAt(Math.max(0, index - 1))
  }
  return (
    <StepFrame
      title={t`What does it say?`}
      about={t`A campaign begins conversations, so it needs a template that Meta has approved.`}
      problems={problemsShown('what', props)}
    >
      <NumberChoice channelId={channelId} onChoose={(next) => editor.edit({ channelId: next })} />
      {messages.length > 1 && <MessageTabs count={messages.length} at={index} onAt={setAt} />}
      {messages[index] === undefined ? (
        <div className="rounded-xl border-2 border-dashed border-control-line py-4">
          <Notice
            icon={LayoutTemplate}
            title={t`No template is chosen yet`}
            action={
              <Button variant="primary" onClick={() => setChoosing(true)}>
                {t`Choose a template`}
              </Button>
            }
          />
        </div>
      ) : (
        <Message
          {...props}
          message={messages[index]}
          index={index}
          onMessage={(message) => setMessages(messages.with(index, message))}
          onChoose={() => setChoosing(true)}
          onRemove={messages.length > 1 ? remove : null}
          onAdd={messages.length < MESSAGES_MAX ? add : null}
        />
      )}
      {isChoosing && (
        <ChooseTemplate
          channelId={channelId}
          onChoose={choose}
          onClose={() => {
            setChoosing(false)
            setAt(Math.min(at, Math.max(0, messages.length - 1)))
          }}
        />
      )}
    </StepFrame>
  )
}

/** Nothing, where there is one number only. */
function NumberChoice({
  channelId,
  onChoose,
}: {
  readonly channelId: string
  readonly onChoose: (id: string) => void
}) {
  const { t } = useLingui()
  const channels = useQuery(meQuery).data?.channels ?? []
  if (channels.length < 2) return null
  return (
    <div className="max-w-md">
      <Labelled label={t`Number that it is sent from`}>
        <select value={channelId} onChange={(event) => onChoose(event.currentTarget.value)} className={FIELD}>
          {channels.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOfChannel(one)}
            </option>
          ))}
        </select>
      </Labelled>
    </div>
  )
}

/** Two or three that are tried against each other. */
function MessageTabs({
  count,
  at,
  onAt,
}: {
  readonly count: number
  readonly at: number
  readonly onAt: (at: number) => void
}) {
  const { t } = useLingui()
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t`Messages`}</legend>
      {LETTERS.slice(0, count).map((letter, index) => (
        <button
          key={letter}
          type="button"
          aria-pressed={index === at}
          onClick={() => onAt(index)}
          className={clsx(
            'inline-flex min-h-10 items-center rounded-full border px-4 text-[14px] coarse:min-h-11',
            index === at
              ? 'border-brand bg-brand-tint font-semibold text-brand-strong'
              : 'border-control-line text-muted hover:bg-sunken hover:text-ink',
          )}
        >
          {t`Message ${letter}`}
        </button>
      ))}
    </fieldset>
  )
}

function Message({
  editor,
  problems,
  left,
  isCounting,
  message,
  index,
  onMessage,
  onChoose,
  onRemove,
  onAdd,
}: StepProps & {
  readonly message: CampaignMessage
  readonly index: number
  readonly onMessage: (message: CampaignMessage) => void
  readonly onChoose: () => void
  /** null: it is the only one. */
  readonly onRemove: (() => void) | null
  /** null: there are as many as can be. */
  readonly onAdd: (() => void) | null
}) {
  const { t } = useLingui()
  const { channelId, definition } = editor.draft
  const [isTesting, setTesting] = useState(false)
  const categoryWords = useCategoryWords()
  const languageName = useLanguageName()
  const { data } = useQuery(templatesQuery(channelId))
  const template = data?.items.find(
    ({ name, language }) => name === message.name && language === message.language,
  )
  const within = `definition.messages.${index}.`
  const own = problems.filter(({ path }) => path.startsWith(within))
  const isList = definition.audience?.from === 'list'
  return (
    <div className="grid min-w-0 gap-6 md:grid-cols-[minmax(0,1fr)_minmax(0,360px)]">
      <div className="grid min-w-0 content-start gap-4">
        <div className="flex flex-wrap items-center gap-2 rounded-xl bg-sunken px-3 py-2.5">
          <div className="min-w-40 flex-1">
            <p className="font-semibold [overflow-wrap:anywhere]">{message.name}</p>
            <p className="text-[12.5px] text-muted">
              {[
                languageName(message.language),
                template === undefined ? null : categoryWords(template.category),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
          <Button small className="coarse:min-h-11" onClick={onChoose}>
            {t`Another template`}
          </Button>
          {onRemove !== null && (
            <Button
              small
              variant="danger"
              className="coarse:min-h-11"
              aria-label={t`Remove message ${LETTERS[index] ?? ''}`}
              onClick={onRemove}
            >
              <Trash2 size={15} aria-hidden />
              {t`Remove`}
            </Button>
          )}
        </div>
        {template !== undefined && template.status === 'APPROVED' ? (
          <MessageForm
            key={`${index} ${template.id}`}
            message={message}
            template={template}
            channelId={channelId}
            isList={isList}
            columns={isList ? columnsOfList(editor.kept.id) : null}
            isTried={isTried('what', left)}
            onMessage={onMessage}
          />
        ) : (
          data !== undefined && (
            <p className="rounded-xl bg-amber-tint px-3 py-2.5 text-pretty text-amber">
              {template === undefined ? (
                <Trans>This number’s account does not have the template. Choose another one.</Trans>
              ) : (
                <Trans>
                  The template is not approved at the moment.{' '}
                  <Link
                    to="/templates/$templateId"
                    params={{ templateId: template.id }}
                    className="underline underline-offset-2"
                  >
                    See why
                  </Link>
                </Trans>
              )}
            </p>
          )
        )}
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setTesting(true)}>
            <Smartphone size={17} aria-hidden />
            {t`Send a test to your phone`}
          </Button>
          {onAdd !== null && (
            <Button variant="quiet" className="text-brand-strong!" onClick={onAdd}>
              <Plus size={17} aria-hidden />
              {definition.messages.length === 1 ? t`Try a second message against it` : t`Try a third message`}
            </Button>
          )}
        </div>
      </div>
      {template !== undefined && (
        <PeoplePreview
          key={index}
          campaignId={editor.kept.id}
          revision={editor.revision}
          message={index}
          template={template}
          isOpen={own.length > 0}
          isCounting={isCounting}
        />
      )}
      {isTesting && <TestSend editor={editor} message={index} onClose={() => setTesting(false)} />}
    </div>
  )
}
