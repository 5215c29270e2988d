/** Header, body and footer of a template or of a card. */
import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Bold, Braces, Italic, Strikethrough } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { LENGTHS } from '../../../src/templates/lint/lint-texts.ts'
import { nameFrom, namesOf } from '../../../src/templates/lint/variables.ts'
import { LOOK } from '../outbound/counted-field.tsx'
import { Button, IconButton } from '../platform/ui/button.tsx'
import {
  type Body,
  type Component,
  type Header,
  insertedAt,
  newHeader,
  nextName,
  NO_SAMPLES,
  partOf,
  placeOfPart,
  putPart,
  dropPart,
  renamed,
  samplesByName,
  withSample,
  withText,
} from './edit-template.ts'
import { Choice, Field } from './field.tsx'
import { FindingNotes } from './finding-notes.tsx'
import { SampleField } from './sample-field.tsx'

/** Some components, where the linter sees them, and how to change them. */
export type PartsProps = {
  readonly components: readonly Component[]
  /** `components`, or a card's. */
  readonly at: string
  readonly isNamed: boolean
  readonly onChange: (components: readonly Component[], field: string) => void
}

export function HeaderFields({
  components,
  at,
  isNamed,
  formats,
  onChange,
}: PartsProps & { readonly formats: readonly string[] }) {
  const { t } = useLingui()
  const header = partOf(components, 'HEADER')
  const path = `${at}.${placeOfPart(components, 'HEADER') ?? 0}`
  const words: Readonly<Record<string, string>> = {
    NONE: t`None`,
    TEXT: t`Text`,
    IMAGE: t`Picture`,
    VIDEO: t`Film`,
    DOCUMENT: t`Document (PDF)`,
    LOCATION: t`Place on a map`,
    PRODUCT: t`Product`,
    GIF: t`GIF`,
  }
  const format = header?.format ?? 'NONE'
  const choose = (next: string) =>
    onChange(
      next === 'NONE' ? dropPart(components, 'HEADER') : putPart(components, newHeader(next)),
      `${at}.header`,
    )
  const handle = header?.samples?.headerHandle?.find((one) => one !== '') ?? null
  return (
    <div className="grid gap-3">
      <Choice
        path={`${path}.format`}
        label={t`Above the text`}
        value={format}
        options={formats.map((value) => ({ value, words: words[value] ?? value }))}
        onValue={choose}
        {...(format === 'LOCATION' && { hint: t`You say which place when you send it.` })}
      />
      {header !== null && format === 'TEXT' && (
        <VariableText
          part={header}
          path={path}
          label={t`Text of the header`}
          max={LENGTHS.header}
          lines={1}
          isNamed={isNamed}
          variablesMax={1}
          onPart={(part, field) => onChange(putPart(components, part), field)}
        />
      )}
      {header !== null && WITH_FILE.has(format) && (
        <SampleField
          key={format}
          format={format}
          path={`${path}.example`}
          handle={handle}
          onHandle={(next) =>
            onChange(
              putPart(components, {
                ...header,
                samples: { ...(header.samples ?? NO_SAMPLES), headerHandle: [next] },
              }),
              `${path}.example`,
            )
          }
        />
      )}
    </div>
  )
}
const WITH_FILE: ReadonlySet<string> = new Set(['IMAGE', 'VIDEO', 'DOCUMENT'])

export function BodyFields({
  components,
  at,
  isNamed,
  max,
  onChange,
}: PartsProps & { readonly max: number }) {
  const { t } = useLingui()
  const body = partOf(components, 'BODY')
  const path = `${at}.${placeOfPart(components, 'BODY') ?? 0}`
  if (body === null) return null
  return (
    <VariableText
      part={body}
      path={path}
      label={t`Text`}
      max={max}
      lines={5}
      isNamed={isNamed}
      onPart={(part, field) => onChange(putPart(components, part), field)}
    />
  )
}

/** Words with variables: put in where the cursor is, each with a sample for Meta's reviewers. */
function VariableText<P extends Header | Body>({
  part,
  path,
  label,
  max,
  lines,
  isNamed,
  variablesMax = 99,
  onPart,
}: {
  readonly part: P
  readonly path: string
  readonly label: string
  readonly max: number
  readonly lines: number
  readonly isNamed: boolean
  readonly variablesMax?: number
  readonly onPart: (part: P, field: string) => void
}) {
  const { t } = useLingui()
  const field = useRef<HTMLTextAreaElement>(null)
  const text = part.text ?? ''
  const names = namesOf(text)
  const write = (next: string, cursor: number, end = cursor) => {
    onPart(withText(part, next), `${path} insert`)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(cursor, end)
    })
  }
  const insert = () => {
    const box = field.current
    const { text: next, cursor } = insertedAt(
      text,
      box?.selectionStart ?? text.length,
      box?.selectionEnd ?? text.length,
      nextName(text, isNamed),
    )
    write(next, cursor)
  }
  const wrap = (sign: string) => {
    const box = field.current
    const [from, to] = [box?.selectionStart ?? text.length, box?.selectionEnd ?? text.length]
    write(
      `${text.slice(0, from)}${sign}${text.slice(from, to)}${sign}${text.slice(to)}`,
      from + sign.length,
      to + sign.length,
    )
  }
  return (
    <div className="grid gap-2">
      <Field
        path={`${path}.text`}
        label={label}
        value={text}
        max={max}
        lines={Math.max(2, lines)}
        fieldRef={field}
        onValue={(next) => onPart(withText(part, lines === 1 ? next.replaceAll('\n', ' ') : next), path)}
      />
      <div className="flex flex-wrap items-center gap-1.5">
        <Button small className="coarse:min-h-11" disabled={names.length >= variablesMax} onClick={insert}>
          <Braces size={15} aria-hidden />
          <Trans>Add a variable</Trans>
        </Button>
        {lines > 1 && (
          <span className="flex">
            <IconButton small label={t`Bold`} tipAt="top" onClick={() => wrap('*')}>
              <Bold size={16} aria-hidden />
            </IconButton>
            <IconButton small label={t`Italic`} tipAt="top" onClick={() => wrap('_')}>
              <Italic size={16} aria-hidden />
            </IconButton>
            <IconButton small label={t`Strikethrough`} tipAt="top" onClick={() => wrap('~')}>
              <Strikethrough size={16} aria-hidden />
            </IconButton>
          </span>
        )}
      </div>
      {names.length > 0 && (
        <div data-path={`${path}.example`} className="grid gap-2 rounded-xl bg-sunken p-3">
          <p className="text-[13px] text-pretty text-muted">
            <Trans>What may stand for each variable. Only Meta’s reviewers and the preview see it.</Trans>
          </p>
          {names.map((name, index) => (
            <SampleRow
              key={isNamed ? index : name}
              name={name}
              isNamed={isNamed}
              others={names}
              value={samplesByName(part).get(name) ?? ''}
              onValue={(value) => onPart(withSample(part, name, value), `${path} sample ${name}`)}
              onRename={(to) => onPart(renamed(part, name, to), `${path} rename`)}
            />
          ))}
        </div>
      )}
      <FindingNotes path={`${path}.example`} />
    </div>
  )
}

function SampleRow({
  name,
  isNamed,
  others,
  value,
  onValue,
  onRename,
}: {
  readonly name: string
  readonly isNamed: boolean
  readonly others: readonly string[]
  readonly value: string
  readonly onValue: (value: string) => void
  readonly onRename: (to: string) => void
}) {
  const { t } = useLingui()
  const id = useId()
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-center gap-2">
      {isNamed ? (
        <NameInput key={name} name={name} others={others} onRename={onRename} />
      ) : (
        <label htmlFor={id} className="font-mono text-[13px]">{`{{${name}}}`}</label>
      )}
      <input
        id={id}
        value={value}
        dir="auto"
        aria-label={t`Sample for ${name}`}
        placeholder={t`Sample`}
        onChange={(event) => onValue(event.currentTarget.value)}
        className={clsx(LOOK, 'h-9 coarse:h-11')}
      />
    </div>
  )
}

/** The name counts when the field is left: half a name would be another variable. */
function NameInput({
  name,
  others,
  onRename,
}: {
  readonly name: string
  readonly others: readonly string[]
  readonly onRename: (to: string) => void
}) {
  const { t } = useLingui()
  const [written, setWritten] = useState(name)
  const settle = () => {
    const to = nameFrom(written)
    if (to === null || to === name || others.includes(to)) setWritten(name)
    else onRename(to)
  }
  return (
    <input
      value={written}
      aria-label={t`Name of the variable ${name}`}
      spellCheck={false}
      autoCapitalize="none"
      onChange={(event) => setWritten(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle()
      }}
      className={clsx(LOOK, 'h-9 font-mono text-[13px] coarse:h-11')}
    />
  )
}

export function FooterFields({ components, at, onChange }: PartsProps) {
  const { t } = useLingui()
  const footer = partOf(components, 'FOOTER')
  const path = `${at}.${placeOfPart(components, 'FOOTER') ?? 0}`
  if (footer === null) return null
  return (
    <Field
      path={`${path}.text`}
      label={t`Text of the footer`}
      value={footer.text ?? ''}
      max={LENGTHS.footer}
      hint={t`In small letters under the text, without variables.`}
      onValue={(text) => onChange(putPart(components, { ...footer, text }), path)}
    />
  )
}
