import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { MousePointerClick } from 'lucide-react'
import type { Attribute, CampaignMessage } from '../../platform/contract.ts'
import { FillingField } from '../../templates/filling-field.tsx'
import {
  linkPath,
  linkSourceOf,
  linkWordPath,
  targetOf,
  withLinkSource,
  withTarget,
  wordsIn,
} from './link-draft.ts'
import { WordField } from './word-field.tsx'

/** Where a button leads for which everybody gets a short link of their own. */
export function LinkField({
  place,
  button,
  message,
  attributes,
  isList,
  columns,
  onMessage,
}: {
  readonly place: string
  /** What is written on it. */
  readonly button: string
  readonly message: CampaignMessage
  readonly attributes: readonly Attribute[]
  readonly isList: boolean
  readonly columns: readonly string[] | null
  readonly onMessage: (message: CampaignMessage) => void
}) {
  const { t } = useLingui()
  const link = targetOf(message, place)
  const example = '{{order}}'
  return (
    <fieldset className="grid min-w-0 gap-2 rounded-xl border border-line p-3">
      <legend className="px-1 text-[13px] font-semibold">{t`Where “${button}” leads`}</legend>
      <FillingField
        path={linkPath(place)}
        label={t`Web address`}
        value={link.url}
        type="url"
        inputMode="url"
        placeholder="https://"
        isRequired
        hint={t`Everybody gets a short link of their own, so you see who followed it. A page of their own? Write ${example} where it differs.`}
        onValue={(url) => onMessage(withTarget(message, place, { ...link, url }))}
      />
      {wordsIn(link.url).map((word) => (
        <WordField
          key={word}
          name={word}
          path={linkWordPath(place, word)}
          label={`{{${word}}}`}
          source={linkSourceOf(link, word, isList)}
          attributes={attributes}
          isList={isList}
          hasColumn={columns === null ? null : columns.includes(word)}
          onSource={(source) => onMessage(withTarget(message, place, withLinkSource(link, word, source)))}
        />
      ))}
    </fieldset>
  )
}

/** Why clicks on some buttons will not be known, and what to do about it the next time. */
export function UncountedButtons({
  buttons,
  prefix,
}: {
  readonly buttons: readonly string[]
  /** With what short links begin now. */
  readonly prefix: string
}) {
  const { t } = useLingui()
  if (buttons.length === 0) return null
  const names = buttons.map((one) => t`“${one}”`).join(', ')
  const address = `${prefix}{{1}}`
  return (
    <div className="flex items-start gap-2 rounded-xl bg-sunken px-3 py-2.5 text-[13px] text-pretty text-muted">
      <MousePointerClick size={17} aria-hidden className="mt-0.5 shrink-0" />
      <p className="min-w-0">
        {t`Who taps ${names} cannot be counted: the button does not lead through a short link of yours.`}{' '}
        <Trans>
          In a new template, give a button the address{' '}
          <code dir="ltr" className="[overflow-wrap:anywhere] text-ink">
            {address}
          </code>
        </Trans>{' '}
        <Link
          to="/settings/$section"
          params={{ section: 'short-links' }}
          className="text-link underline underline-offset-2"
        >
          <Trans>About short links</Trans>
        </Link>
      </p>
    </div>
  )
}
