import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { ArrowLeft, LayoutTemplate, Plus, SquarePen } from 'lucide-react'
import { memo, useMemo } from 'react'
import { writeTemplate, type JsonObject } from '../../../src/templates/template-model.ts'
import { asList } from '../bubble/payload.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { ChannelSelect, useChosenChannel } from './chosen-channel.tsx'
import { BLANK_TEMPLATE } from './edit-template.ts'
import { type Starter, startersQuery } from './library-queries.ts'
import { useNewDraft } from './new-draft.ts'
import { TemplateBubble } from './preview.tsx'
import { useLanguageName, useCategoryWords } from './template-words.tsx'
import { usePurposeWords } from './purpose-words.ts'
import { useStarterTitles } from './starter-titles.ts'

/** Templates to start from, by what they are for. */
export function StartersPage() {
  const { t } = useLingui()
  const query = useQuery(startersQuery)
  const problem = useProblemText()(query.error)
  const { channel, channels, choose, mayWrite } = useChosenChannel()
  const { mutate, isPending } = useNewDraft()
  const start = (definition: JsonObject) => {
    if (channel !== null) mutate({ channelId: channel.id, definition })
  }
  const isOff = !mayWrite || channel === null || isPending
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b border-line p-3 md:px-6">
        <Link
          to="/templates"
          aria-label={t`All templates`}
          className="grid size-10 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
        >
          <ArrowLeft size={20} aria-hidden className="rtl:rotate-180" />
        </Link>
        <h1 className="me-auto text-[19px] font-semibold">
          <Trans>New template</Trans>
        </h1>
        {channel !== null && <ChannelSelect channel={channel} channels={channels} onChoose={choose} />}
        <Button disabled={isOff} onClick={() => start(writeTemplate(BLANK_TEMPLATE))}>
          <SquarePen size={17} aria-hidden />
          <Trans>Begin with nothing</Trans>
        </Button>
      </header>
      {query.data === undefined ? (
        query.isError ? (
          <Notice
            icon={LayoutTemplate}
            title={problem.title}
            action={<Button onClick={() => void query.refetch()}>{t`Try again`}</Button>}
          >
            {problem.nextStep}
          </Notice>
        ) : (
          <p className="p-6 text-muted">{t`Loading…`}</p>
        )
      ) : (
        <Gallery starters={query.data.items} isOff={isOff} mayWrite={mayWrite} onStart={start} />
      )}
    </div>
  )
}

function Gallery({
  starters,
  isOff,
  mayWrite,
  onStart,
}: {
  readonly starters: readonly Starter[]
  readonly isOff: boolean
  readonly mayWrite: boolean
  readonly onStart: (definition: JsonObject) => void
}) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const { use: purpose, language: asked } = useSearch({ from: '/shell/templates/new' })
  const purposeWords = usePurposeWords()
  const languageName = useLanguageName()
  const uses = useMemo(() => [...new Set(starters.map((one) => one.use))], [starters])
  const languages = useMemo(
    () => [...new Set(starters.flatMap((one) => Object.keys(one.languages)))],
    [starters],
  )
  const language = asked ?? (languages.includes(i18n.locale) ? i18n.locale : 'en')
  const shown = starters.filter(
    (one) => (purpose === undefined || one.use === purpose) && one.languages[language] !== undefined,
  )
  const set = (change: { use?: string | undefined; language?: string }) =>
    void navigate({
      to: '/templates/new',
      search: (old) => {
        const next = { ...old, ...change }
        return {
          ...(next.use === undefined ? {} : { use: next.use }),
          ...(next.language === undefined ? {} : { language: next.language }),
        }
      },
      replace: true,
    })
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-4 p-3 md:p-6">
        <p className="max-w-prose text-pretty text-muted">
          <Trans>
            Choose one that is near to what you want to say, and change it. Each follows Meta’s rules.
          </Trans>
        </p>
        <Chips label={t`Language`}>
          {languages.map((one) => (
            <Chip key={one} isOn={one === language} onPress={() => set({ language: one })}>
              {languageName(one)}
            </Chip>
          ))}
        </Chips>
        <Chips label={t`For`}>
          <Chip isOn={purpose === undefined} onPress={() => set({ use: undefined })}>
            {t`Everything`}
          </Chip>
          {uses.map((one) => (
            <Chip key={one} isOn={one === purpose} onPress={() => set({ use: one })}>
              {purposeWords(one)}
            </Chip>
          ))}
        </Chips>
        {!mayWrite && (
          <p className="rounded-lg bg-sunken px-3 py-2 text-[13.5px] text-muted">
            <Trans>You may look, not write. Ask an owner or admin of your team.</Trans>
          </p>
        )}
        {shown.length === 0 ? (
          <Notice icon={LayoutTemplate} title={t`None in this language yet`}>
            <Trans>Take the English one and write it in your language.</Trans>
          </Notice>
        ) : (
          <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-3">
            {shown.map((starter) => (
              <li key={starter.name} className="min-w-0">
                <StarterCard starter={starter} language={language} isOff={isOff} onStart={onStart} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

const StarterCard = memo(function StarterCard({
  starter,
  language,
  isOff,
  onStart,
}: {
  readonly starter: Starter
  readonly language: string
  readonly isOff: boolean
  readonly onStart: (definition: JsonObject) => void
}) {
  const { t } = useLingui()
  const purposeWords = usePurposeWords()
  const title = useStarterTitles()(starter.name)
  const category = useCategoryWords()(starter.category)
  const definition = starter.languages[language]
  if (definition === undefined) return null
  return (
    <article
      aria-label={title}
      // Those that are far below are not drawn yet.
      className="flex h-full flex-col overflow-hidden rounded-xl border border-line [contain-intrinsic-size:auto_360px] [content-visibility:auto]"
    >
      <div className="wall flex-1 p-4 ps-5">
        <TemplateBubble components={asList(definition['components'])} language={language} />
      </div>
      <footer className="flex items-center gap-2 border-t border-line p-3">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-[14px] font-semibold">{title}</h2>
          <p className="truncate text-[12.5px] text-muted">
            {purposeWords(starter.use)} · {category}
          </p>
        </div>
        <Button
          small
          variant="primary"
          disabled={isOff}
          aria-label={t`Use this one: ${title}`}
          className="shrink-0 coarse:min-h-11"
          onClick={() => onStart(definition)}
        >
          <Plus size={15} aria-hidden />
          <Trans>Use this one</Trans>
        </Button>
      </footer>
    </article>
  )
})

function Chips({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <fieldset className="flex min-w-0 gap-1.5 max-md:-mx-3 max-md:overflow-x-auto max-md:px-3 max-md:pb-1 md:flex-wrap">
      <legend className="sr-only">{label}</legend>
      {children}
    </fieldset>
  )
}

function Chip({
  isOn,
  onPress,
  children,
}: {
  readonly isOn: boolean
  readonly onPress: () => void
  readonly children: React.ReactNode
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={clsx(
        'min-h-8 shrink-0 rounded-full border px-3 text-[13px] whitespace-nowrap coarse:min-h-10',
        isOn
          ? 'border-brand bg-brand-tint font-medium text-brand-strong'
          : 'border-control-line text-ink hover:bg-sunken',
      )}
    >
      {children}
    </button>
  )
}
