import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { CircleCheck, Download, FileUp, TriangleAlert } from 'lucide-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { ApiError } from '../../platform/api.ts'
import type { CampaignAdded, CampaignMessage } from '../../platform/contract.ts'
import { wholeNumber } from '../../platform/format.ts'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../settings/confirm-dialog.tsx'
import { FIELD, ProblemLine } from '../../settings/section-frame.tsx'
import { useCampaignWords } from '../campaign-words.ts'
import { campaignsKey, emptyRecipients, uploadRecipients } from '../queries.ts'
import { type Columns, columnsOf, guessMapping, type Mapping, refusedCsv, renamed } from './csv-columns.ts'
import { noteColumns, useListWords } from './list-words.ts'
import { sourceOf, withSource } from './message-draft.ts'
import { Labelled } from './parts.tsx'
import type { CampaignEditor } from './use-campaign-draft.ts'

type Chosen = { readonly file: File; readonly columns: Columns; readonly mapping: Mapping }

/** People from a file: chosen, its columns named, brought in, and what was not taken. */
export function FileAudience({ editor }: { readonly editor: CampaignEditor }) {
  const { t, i18n } = useLingui()
  const { listed } = editor.kept
  const words = useListWords(editor)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const upload = useUpload(editor)
  const count = wholeNumber(listed, i18n.locale)
  const choose = async (file: File | undefined) => {
    if (file === undefined) return
    upload.reset()
    const columns = await columnsOf(file)
    setChosen({ file, columns, mapping: guessMapping(columns, words) })
  }
  const bring = ({ file, columns, mapping }: Chosen) => {
    const own = new Set([...columns.names, ...Object.keys(mapping)])
    upload.mutate(
      {
        file: renamed(file, columns, mapping),
        own: words.filter((word) => own.has(word)),
        other: words.filter((word) => !own.has(word)),
      },
      { onSuccess: () => setChosen(null) },
    )
  }
  return (
    <div className="grid min-w-0 gap-3">
      {listed > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-40 flex-1 font-medium tabular-nums">
            <Plural
              value={listed}
              one={`${count} person is on the list`}
              other={`${count} people are on the list`}
            />
          </p>
          <EmptyButton editor={editor} />
        </div>
      )}
      {upload.isPending ? (
        <div className="grid gap-1 text-[13px]">
          <progress value={upload.sent} aria-label={t`Uploading`} className="h-2 w-full accent-brand" />
          <span className="text-muted">{upload.sent < 1 ? t`Uploading…` : t`Reading the file…`}</span>
        </div>
      ) : chosen === null ? (
        <Drop isMore={listed > 0} words={words} onFile={(file) => void choose(file)} />
      ) : (
        <ColumnNames
          chosen={chosen}
          words={words}
          onMapping={(mapping) => setChosen({ ...chosen, mapping })}
          onBring={() => bring(chosen)}
          onCancel={() => setChosen(null)}
        />
      )}
      {upload.error !== null && <ProblemLine error={upload.error} />}
      {upload.data !== undefined && <Outcome added={upload.data} />}
    </div>
  )
}

type Upload = {
  readonly file: File
  /** Words that have a column, and those that have none. */
  readonly own: readonly string[]
  readonly other: readonly string[]
}

function useUpload(editor: CampaignEditor) {
  const client = useQueryClient()
  const [sent, setSent] = useState(0)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  const { id } = editor.kept
  const upload = useMutation({
    mutationFn: async ({ file }: Upload) => {
      const controller = new AbortController()
      leaving.current = controller
      setSent(0)
      // The server must know first that the audience is a list.
      if (!(await editor.flush())) throw new ApiError(null)
      return uploadRecipients(id, file, setSent, controller.signal)
    },
    onSuccess: async (_, { own, other }) => {
      const { messages } = editor.draft.definition
      noteColumns(id, own)
      editor.define({ messages: messages.map((message) => withListed(message, own, other)) })
      await client.invalidateQueries({ queryKey: campaignsKey })
    },
  })
  return { ...upload, sent }
}

/** What comes with each person is not said for all of them, too; what does not come is asked for. */
function withListed(
  message: CampaignMessage,
  own: readonly string[],
  other: readonly string[],
): CampaignMessage {
  const listed = own.reduce((all, word) => withSource(all, word, { from: 'list' }), message)
  return other.reduce(
    (all, word) =>
      sourceOf(all, word, true).from === 'list' ? withSource(all, word, { from: 'text', text: '' }) : all,
    listed,
  )
}

function Drop({
  isMore,
  words,
  onFile,
}: {
  readonly isMore: boolean
  readonly words: readonly string[]
  readonly onFile: (file: File | undefined) => void
}) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFile(event.dataTransfer.files[0])
  }
  const header = ['phone', 'name', ...words.filter((word) => word !== 'name')]
  const rows = [header, ['98765 43210', 'Asha Sharma', ...header.slice(2).map((word) => word.toUpperCase())]]
  const sample = `\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`
  return (
    <>
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={clsx(
          'flex flex-wrap items-center justify-center gap-3 rounded-xl border-2 border-dashed px-4 py-4 text-center',
          isOver ? 'border-brand bg-brand-tint' : 'border-control-line',
        )}
      >
        <Button onClick={() => input.current?.click()}>
          <FileUp size={17} aria-hidden />
          {isMore ? t`Add another file` : t`Choose a file`}
        </Button>
        <span className="text-[12.5px] text-muted max-md:hidden">{t`Or drop it here.`}</span>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          className="sr-only"
          tabIndex={-1}
          aria-label={t`File with people`}
          onChange={(event) => {
            onFile(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      <a
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(sample)}`}
        download="campaign-sample.csv"
        className="inline-flex min-h-10 items-center gap-1.5 justify-self-start text-[13.5px] text-link underline-offset-2 hover:underline coarse:min-h-11"
      >
        <Download size={16} aria-hidden />
        <Trans>Download a sample file</Trans>
      </a>
    </>
  )
}

/** Which column is what, with what stands in it. */
function ColumnNames({
  chosen: { file, columns, mapping },
  words,
  onMapping,
  onBring,
  onCancel,
}: {
  readonly chosen: Chosen
  readonly words: readonly string[]
  readonly onMapping: (mapping: Mapping) => void
  readonly onBring: () => void
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const targets = [
    { key: 'phone', label: t`Phone number` },
    ...(words.includes('name') ? [] : [{ key: 'name', label: t`Name` }]),
    ...words.map((word) => ({ key: word, label: t`In the message: ${word}` })),
  ]
  const set = (key: string, at: number | null) => {
    // A column is one thing.
    const rest = Object.entries(mapping).filter(([other, place]) => other !== key && place !== at)
    onMapping(Object.fromEntries(at === null ? rest : [...rest, [key, at]]))
  }
  return (
    <div className="grid gap-3">
      <p dir="auto" className="truncate text-[13px] text-muted">
        {file.name}
      </p>
      {columns.restAt === null ? (
        <p className="text-[13.5px] text-pretty">
          <Trans>
            The file is not in UTF-8, so its columns cannot be looked at here. It needs a column called
            “phone”.
          </Trans>
        </p>
      ) : (
        <ul aria-label={t`Columns of the file`} className="grid gap-3">
          {targets.map(({ key, label }) => {
            const at = mapping[key]
            const samples = at === undefined ? [] : (columns.samples[at] ?? [])
            return (
              <li key={key} className="min-w-0">
                <Labelled label={label}>
                  <select
                    value={at ?? ''}
                    onChange={(event) => {
                      const { value } = event.currentTarget
                      set(key, value === '' ? null : Number(value))
                    }}
                    className={FIELD}
                  >
                    <option value="">{key === 'phone' ? t`Choose the column` : t`Not from the file`}</option>
                    {columns.names.map((name, index) => (
                      <option key={index} value={index}>
                        {name === '' ? t`Column ${index + 1}` : name}
                      </option>
                    ))}
                  </select>
                </Labelled>
                {samples.length > 0 && (
                  <p className="mt-0.5 truncate text-[12.5px] text-muted">
                    <bdi>{samples.join(' · ')}</bdi>
                  </p>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          disabled={columns.restAt !== null && mapping['phone'] === undefined}
          onClick={onBring}
        >
          <Trans>Put these people on the list</Trans>
        </Button>
        <Button variant="quiet" onClick={onCancel}>{t`Cancel`}</Button>
      </div>
    </div>
  )
}

const SHOWN_MAX = 50

/** How many came, and which rows did not, with why. */
function Outcome({ added: { added, known, refused } }: { readonly added: CampaignAdded }) {
  const { t, i18n } = useLingui()
  const words = useCampaignWords()
  const number = (value: number) => wholeNumber(value, i18n.locale)
  const inWords = refused.map((one) => ({ ...one, reason: words.row(one.reason) }))
  const [came, knew, lost] = [number(added), number(known), number(refused.length)]
  return (
    <section aria-label={t`What came of the file`} aria-live="polite" className="grid gap-2">
      <p className="flex items-start gap-2 text-brand-strong">
        <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0" />
        <span>
          <Plural
            value={added}
            one={`${came} person was put on the list.`}
            other={`${came} people were put on the list.`}
          />
          {known > 0 && (
            <>
              {' '}
              <Plural
                value={known}
                one={`${knew} was on it already.`}
                other={`${knew} were on it already.`}
              />
            </>
          )}
        </span>
      </p>
      {refused.length > 0 && (
        <div className="grid gap-2 rounded-xl bg-amber-tint p-3 text-[13.5px]">
          <p className="flex items-start gap-2 font-medium text-amber">
            <TriangleAlert size={17} aria-hidden className="mt-0.5 shrink-0" />
            <Plural
              value={refused.length}
              one={`${lost} row was not taken.`}
              other={`${lost} rows were not taken.`}
            />
          </p>
          <ul aria-label={t`Rows that were not taken`} className="grid max-h-48 gap-1 overflow-y-auto">
            {refused.slice(0, SHOWN_MAX).map(({ row, reason, value }) => (
              <li key={row} className="grid grid-cols-[auto_1fr] gap-x-3 tabular-nums">
                <span className="text-muted">{t`Row ${row}`}</span>
                <span className="min-w-0">
                  {words.row(reason)} {value !== '' && <bdi className="text-muted">“{value}”</bdi>}
                </span>
              </li>
            ))}
          </ul>
          <a
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(refusedCsv(inWords))}`}
            download="rows-not-taken.csv"
            className="inline-flex min-h-10 items-center gap-1.5 justify-self-start rounded-lg border border-control-line bg-surface px-4 text-[14px] font-medium hover:bg-sunken coarse:min-h-11"
          >
            <Download size={17} aria-hidden />
            <Trans>Download the rows not taken</Trans>
          </a>
        </div>
      )}
    </section>
  )
}

function EmptyButton({ editor }: { readonly editor: CampaignEditor }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button small variant="danger" className="coarse:min-h-11" onClick={() => setAsking(true)}>
        <Trans>Empty the list</Trans>
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t`Empty the list?`}
          confirm={t`Empty the list`}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await emptyRecipients(editor.kept.id)
            await client.invalidateQueries({ queryKey: campaignsKey })
          }}
        >
          <Trans>All people are taken off this list. Your contacts stay as they are.</Trans>
        </ConfirmDialog>
      )}
    </>
  )
}
