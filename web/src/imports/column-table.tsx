import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import type { Attribute, ImportDetail } from '../platform/contract.ts'
import { type Meaning, withMeaning } from './meanings.ts'

const ROWS_SHOWN = 5

/** The first rows of the file, and above each column what it is taken for. */
export function ColumnTable({
  detail: { header, sample },
  fields,
  meanings,
  onChange,
}: {
  readonly detail: ImportDetail
  readonly fields: readonly Attribute[]
  readonly meanings: readonly Meaning[]
  readonly onChange: (meanings: readonly Meaning[]) => void
}) {
  const { t } = useLingui()
  return (
    <section
      // What scrolls must be reached with the keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t`The first rows of the file`}
      className="overflow-x-auto rounded-lg border border-line"
    >
      <table className="w-max min-w-full border-collapse text-[13px]">
        <thead>
          <tr>
            {header.map((name, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a column is its place in the file
              <th
                key={at}
                scope="col"
                className="min-w-40 border-b border-line p-2 text-start align-bottom font-medium"
              >
                <Column
                  name={name === '' ? t`Column ${at + 1}` : name}
                  fields={fields}
                  meaning={meanings[at] ?? ''}
                  onChange={(meaning) => onChange(withMeaning(meanings, at, meaning))}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.slice(0, ROWS_SHOWN).map((cells, row) => (
            // oxlint-disable-next-line react/no-array-index-key -- a row is its place in the file
            <tr key={row} className="border-b border-line last:border-0">
              {header.map((_, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- see above
                <td
                  key={at}
                  dir="auto"
                  className={clsx('max-w-60 truncate p-2', meanings[at] === '' && 'text-muted')}
                >
                  {cells[at] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Column({
  name,
  fields,
  meaning,
  onChange,
}: {
  readonly name: string
  readonly fields: readonly Attribute[]
  readonly meaning: Meaning
  readonly onChange: (meaning: Meaning) => void
}) {
  const { t } = useLingui()
  return (
    <label className="grid gap-1">
      <span dir="auto" className="max-w-60 truncate">
        {name}
      </span>
      <select
        value={meaning}
        onChange={(event) => onChange(event.currentTarget.value as Meaning)}
        className={clsx(
          'h-9 w-full rounded-lg border bg-surface px-2 font-normal coarse:h-11 coarse:text-[16px]',
          meaning === '' ? 'border-control-line text-muted' : 'border-brand text-ink',
        )}
      >
        <option value="">{t`Do not import`}</option>
        <option value="phone">{t`Phone number`}</option>
        <option value="name">{t`Name`}</option>
        {fields.length > 0 && (
          <optgroup label={t`Contact fields`}>
            {fields.map(({ key, label }) => (
              <option key={key} value={`field:${key}`}>
                {label}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  )
}
