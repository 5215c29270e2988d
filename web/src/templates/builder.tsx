import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { ArrowLeft, CircleCheck, OctagonAlert, Redo2, TriangleAlert, Undo2 } from 'lucide-react'
import { useCallback, useDeferredValue, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { lintTemplate } from '../../../src/templates/lint/lint-template.ts'
import { writeTemplate } from '../../../src/templates/template-model.ts'
import { asList } from '../bubble/payload.ts'
import type { TemplateDraft, TemplateSample } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { PHONE, useMediaQuery } from '../platform/use-media-query.ts'
import { DraftConflict, KeepingLine } from './draft-keeping.tsx'
import { DraftForm } from './draft-form.tsx'
import { FindingList } from './finding-notes.tsx'
import { FindingsContext, type Findings, SamplesContext } from './findings.ts'
import { templateQuery } from './library-queries.ts'
import { TemplatePreview } from './preview.tsx'
import { SubmitBar } from './submit-bar.tsx'
import { type DraftEditor, useDraftEditor } from './use-draft.ts'

type Pane = 'write' | 'look' | 'check'

export function Builder({ draft }: { readonly draft: TemplateDraft }) {
  const { t } = useLingui()
  const editor = useDraftEditor(draft)
  const { model, edit } = editor
  const isPhone = useMediaQuery(PHONE)
  const [pane, setPane] = useState<Pane>('write')
  useUndoKeys(editor)
  // Typing stays quick on a slow laptop: what is shown beside the words may come a moment later.
  const shown = useDeferredValue(model)
  const all = useMemo(() => lintTemplate(shown), [shown])
  const components = useMemo(() => asList(writeTemplate(shown)['components']), [shown])
  const findings: Findings = useMemo(() => ({ all, mend: (fixed) => edit(fixed, 'mend') }), [all, edit])
  const edited = useQuery({
    ...templateQuery(draft.templateId ?? ''),
    enabled: draft.templateId !== null,
  }).data
  const isApproved = edited?.status === 'APPROVED'
  const { samples, urlOf } = useSamples(draft)
  const form = (
    <DraftForm model={model} isEdit={draft.templateId !== null} isApproved={isApproved} onEdit={edit} />
  )
  const check = <Check findings={findings} onJump={() => setPane('write')} />
  const preview = (
    <TemplatePreview
      components={components}
      language={model.language ?? 'en'}
      urlOf={urlOf}
      className="md:min-h-[400px] md:flex-1"
    />
  )
  const isSent = draft.state === 'submitting'
  return (
    <FindingsContext value={findings}>
      <SamplesContext value={samples}>
        <div className="flex min-w-0 flex-1 flex-col bg-surface">
          <header className="flex items-center gap-1 border-b border-line p-2 md:px-4">
            <Link
              to="/templates"
              aria-label={t`All templates`}
              className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
            >
              <ArrowLeft size={20} aria-hidden className="rtl:rotate-180" />
            </Link>
            <div className="me-auto min-w-0">
              <h1 className="truncate text-[16px] font-semibold">{model.name || t`New template`}</h1>
              <KeepingLine keeping={editor.keeping} />
            </div>
            <IconButton
              label={t`Undo`}
              aria-keyshortcuts="Control+Z Meta+Z"
              disabled={editor.undo === null || isSent}
              onClick={() => editor.undo?.()}
            >
              <Undo2 size={19} aria-hidden />
            </IconButton>
            <IconButton
              label={t`Redo`}
              tipAt="start"
              aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z"
              disabled={editor.redo === null || isSent}
              onClick={() => editor.redo?.()}
            >
              <Redo2 size={19} aria-hidden />
            </IconButton>
          </header>
          <DraftConflict editor={editor} />
          {isPhone && <PaneTabs pane={pane} count={all.length} onPane={setPane} />}
          <div className="flex min-h-0 flex-1">
            <div
              className={clsx(
                // What is there for the ear alone is placed in here; else it would make the whole page longer.
                'relative min-w-0 flex-1 overflow-y-auto px-4 md:px-6',
                isPhone && pane !== 'write' && 'hidden',
              )}
            >
              <fieldset disabled={isSent} className="mx-auto max-w-2xl min-w-0 pb-8">
                <legend className="sr-only">{t`Template`}</legend>
                {form}
              </fieldset>
            </div>
            {isPhone ? (
              pane !== 'write' && (
                <div className="relative min-w-0 flex-1 overflow-y-auto p-4">
                  {pane === 'look' ? preview : check}
                </div>
              )
            ) : (
              <aside
                aria-label={t`Preview and check`}
                className="relative flex w-[400px] shrink-0 flex-col gap-4 overflow-y-auto border-s border-line p-4 max-lg:w-[340px]"
              >
                {preview}
                {check}
              </aside>
            )}
          </div>
          <SubmitBar draft={draft} editor={editor} findings={findings} edits={edited?.edits ?? null} />
        </div>
      </SamplesContext>
    </FindingsContext>
  )
}

/** Files that stand for what headers will show: the draft's, and those that were uploaded just now. */
function useSamples({ channelId, samples }: TemplateDraft) {
  const [fresh, setFresh] = useState<readonly Pick<TemplateSample, 'handle' | 'url'>[]>([])
  const context = useMemo(
    () => ({ channelId, onSample: (one: TemplateSample) => setFresh((all) => [one, ...all]) }),
    [channelId],
  )
  const urlOf = useCallback(
    (handle: string) => [...fresh, ...samples].find((one) => one.handle === handle)?.url ?? null,
    [fresh, samples],
  )
  return { samples: context, urlOf }
}

/** All that the linter found, or that it found nothing. */
function Check({ findings, onJump }: { readonly findings: Findings; readonly onJump: () => void }) {
  const { t, i18n } = useLingui()
  const errors = findings.all.filter(({ severity }) => severity === 'error').length
  const warnings = findings.all.length - errors
  const errorsShown = wholeNumber(errors, i18n.locale)
  const warningsShown = wholeNumber(warnings, i18n.locale)
  return (
    <section aria-label={t`Check against Meta’s rules`} className="grid shrink-0 gap-2">
      <output
        aria-live="polite"
        className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[14px] font-medium"
      >
        {errors > 0 && (
          <span className="inline-flex items-center gap-1.5 text-red">
            <OctagonAlert size={17} aria-hidden />
            <Plural value={errors} one={`${errorsShown} error`} other={`${errorsShown} errors`} />
          </span>
        )}
        {warnings > 0 && (
          <span className="inline-flex items-center gap-1.5 text-amber">
            <TriangleAlert size={17} aria-hidden />
            <Plural value={warnings} one={`${warningsShown} warning`} other={`${warningsShown} warnings`} />
          </span>
        )}
        {findings.all.length === 0 && (
          <span className="inline-flex items-center gap-1.5 text-brand-strong">
            <CircleCheck size={17} aria-hidden />
            <Trans>Nothing that Meta would refuse</Trans>
          </span>
        )}
      </output>
      <FindingList onJump={onJump} />
    </section>
  )
}

function PaneTabs({
  pane,
  count,
  onPane,
}: {
  readonly pane: Pane
  readonly count: number
  readonly onPane: (pane: Pane) => void
}) {
  const { t } = useLingui()
  const panes: readonly (readonly [Pane, string])[] = [
    ['write', t`Write`],
    ['look', t`Look`],
    ['check', count === 0 ? t`Check` : t`Check (${count})`],
  ]
  return (
    <fieldset className="flex border-b border-line">
      <legend className="sr-only">{t`What is shown`}</legend>
      {panes.map(([key, words]) => (
        <button
          key={key}
          type="button"
          aria-pressed={pane === key}
          onClick={() => onPane(key)}
          className={clsx(
            'min-h-11 flex-1 border-b-2 text-[14px] outline-offset-[-3px]',
            pane === key ? 'border-brand font-semibold text-brand-strong' : 'border-transparent text-muted',
          )}
        >
          {words}
        </button>
      ))}
    </fieldset>
  )
}

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) everywhere on the page: a field's own undo would not know of the rest. */
function useUndoKeys({ undo, redo }: DraftEditor): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return
    const isUndo = event.code === 'KeyZ' && !event.shiftKey
    const isRedo = (event.code === 'KeyZ' && event.shiftKey) || event.code === 'KeyY'
    if (!isUndo && !isRedo) return
    event.preventDefault()
    if (isUndo) undo?.()
    else redo?.()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
