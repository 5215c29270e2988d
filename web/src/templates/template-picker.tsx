import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate, Search } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { unsendable } from '../../../src/templates/template-places.ts'
import type { Conversation, LibraryTemplate } from '../platform/contract.ts'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { templatesQuery } from './queries.ts'
import { componentsOf } from './fill-template.ts'
import { templateParts } from './render.ts'
import { TemplateForm } from './template-form.tsx'
import { useCategoryWords } from './template-words.tsx'

/** Choose an approved template, fill it in, see it as the customer will, send it. Lazy. */
export function TemplatePicker({
  conversation,
  initialId,
  onSent,
  onClose,
}: {
  readonly conversation: Conversation
  readonly initialId: string | null
  readonly onSent: () => void
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const query = useQuery(templatesQuery(conversation.channelId))
  const [chosenId, setChosenId] = useState(initialId)
  const chosen = query.data?.items.find((template) => template.id === chosenId)
  const problem = useProblemText()(query.error)
  let content: ReactNode
  if (query.isPending) content = <p className="p-6 text-muted">{t`Loading…`}</p>
  else if (query.isError) {
    content = (
      <Notice icon={LayoutTemplate} title={problem.title}>
        {problem.nextStep}
      </Notice>
    )
  } else if (chosen === undefined)
    content = (
      <TemplateList
        items={query.data.items}
        isSuppressed={conversation.contact.isSuppressed}
        onChoose={setChosenId}
      />
    )
  else {
    content = (
      <TemplateForm
        conversation={conversation}
        template={chosen}
        onBack={() => setChosenId(null)}
        onSent={() => {
          onSent()
          onClose()
        }}
      />
    )
  }
  return (
    <Dialog title={t`Send a template`} shape="wide" onClose={onClose}>
      {content}
    </Dialog>
  )
}

/** The approved ones, found by name and words. */
export function TemplateList({
  items,
  isSuppressed,
  onChoose,
}: {
  readonly items: readonly LibraryTemplate[]
  /** The customer does not want offers: marketing templates would be refused. */
  readonly isSuppressed: boolean
  readonly onChoose: (id: string) => void
}) {
  const { t } = useLingui()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const approved = items.filter((template) => template.status === 'APPROVED')
  const found = approved.filter((template) =>
    `${template.name} ${templateParts(template.components, undefined, template.language).body}`
      .toLowerCase()
      .includes(wanted),
  )
  if (approved.length === 0) {
    return (
      <Notice icon={LayoutTemplate} title={t`No approved template yet`}>
        <Trans>Write one under Templates. Meta reviews it, and approved ones appear here.</Trans>
      </Notice>
    )
  }
  return (
    <div className="p-3">
      <div className="relative">
        <Search
          size={17}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 start-3 my-auto text-muted"
        />
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          aria-label={t`Search templates`}
          placeholder={t`Search templates`}
          className="h-10 w-full rounded-lg border border-control-line bg-surface outline-offset-[-1px] ps-9 pe-3"
        />
      </div>
      <ul className="mt-2">
        {found.map((template) => (
          <li key={template.id}>
            <TemplateOption
              template={template}
              isUnwanted={isSuppressed && template.category.toUpperCase() === 'MARKETING'}
              onChoose={() => onChoose(template.id)}
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="p-4 text-center text-muted">{t`Nothing found`}</p>}
    </div>
  )
}

function TemplateOption({
  template,
  isUnwanted,
  onChoose,
}: {
  readonly template: LibraryTemplate
  readonly isUnwanted: boolean
  readonly onChoose: () => void
}) {
  const { t } = useLingui()
  const kind = unsendable(componentsOf(template), template.subCategory)
  const obstacle = isUnwanted
    ? t`This customer does not want offers.`
    : kind === null
      ? null
      : t`Cannot be sent from here: ${kind}`
  const category = useCategoryWords()(template.category)
  return (
    <button
      type="button"
      onClick={onChoose}
      disabled={obstacle !== null}
      className="block w-full rounded-lg px-3 py-2.5 text-start enabled:hover:bg-sunken disabled:cursor-not-allowed"
    >
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{template.name}</span>
        <span className="text-[12px] text-muted">
          {template.language} · {category}
        </span>
      </span>
      <span dir="auto" className="line-clamp-2 text-[13px] text-muted">
        {templateParts(template.components, undefined, template.language).body}
      </span>
      {obstacle !== null && <span className="mt-0.5 block text-[12.5px] text-amber">{obstacle}</span>}
    </button>
  )
}
