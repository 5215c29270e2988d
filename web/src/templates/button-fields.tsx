import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { variablesOf } from '../../../src/templates/lint/variables.ts'
import { LOOK } from '../outbound/counted-field.tsx'
import { IconButton } from '../platform/ui/button.tsx'
import { useButtonWords } from './button-words.ts'
import {
  type Button,
  type ButtonKind,
  type Buttons,
  BUTTONS_MAX,
  countOf,
  dropPart,
  mostOf,
  moved,
  newButton,
  partOf,
  placeOfPart,
  putPart,
} from './edit-template.ts'
import { Field } from './field.tsx'
import { FindingNotes } from './finding-notes.tsx'
import type { PartsProps } from './text-fields.tsx'

/** Source: Meta, "Template components" (Nov 2025); a copied code is at most 20 since 3 Dec 2025. */
const TEXT_MAX = 25
const URL_MAX = 2000
const PHONE_MAX = 20
const CODE_MAX = 20

export const ALL_KINDS: readonly ButtonKind[] = [
  ...(['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'FLOW', 'VOICE_CALL'] as const),
  ...(['CATALOG', 'MPM', 'SPM', 'ORDER_DETAILS', 'REQUEST_CONTACT_INFO'] as const),
]
export const CARD_KINDS: readonly ButtonKind[] = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'SPM']

/** The buttons under a template or a card: added, moved, removed, counted. */
export function ButtonFields({
  components,
  at,
  kinds,
  max = BUTTONS_MAX,
  onChange,
}: PartsProps & { readonly kinds: readonly ButtonKind[]; readonly max?: number }) {
  const { t } = useLingui()
  const words = useButtonWords()
  const part = partOf(components, 'BUTTONS') ?? NONE
  const { buttons } = part
  const path = `${at}.${placeOfPart(components, 'BUTTONS') ?? 'buttons'}`
  const put = (next: readonly Button[], field: string) =>
    onChange(
      next.length === 0 ? dropPart(components, 'BUTTONS') : putPart(components, { ...part, buttons: next }),
      field,
    )
  return (
    <div data-path={`${path}.buttons`} className="grid gap-3">
      <ol className="grid gap-3">
        {buttons.map((button, index) => (
          <li key={index} className="grid gap-2 rounded-xl border border-line p-3">
            <div className="flex items-center gap-1">
              <h3 className="me-auto text-[13px] font-semibold text-muted">
                {button.type === 'OTHER' ? t`A button of a kind that is not known here` : words[button.type]}
              </h3>
              <IconButton
                small
                label={t`Up: button ${index + 1}`}
                disabled={index === 0}
                onClick={() => put(moved(buttons, index, -1), `${path} move`)}
              >
                <ArrowUp size={16} aria-hidden />
              </IconButton>
              <IconButton
                small
                label={t`Down: button ${index + 1}`}
                disabled={index === buttons.length - 1}
                onClick={() => put(moved(buttons, index, 1), `${path} move`)}
              >
                <ArrowDown size={16} aria-hidden />
              </IconButton>
              <IconButton
                small
                tipAt="start"
                label={t`Remove: button ${index + 1}`}
                onClick={() => put(buttons.toSpliced(index, 1), `${path} remove`)}
              >
                <Trash2 size={16} aria-hidden />
              </IconButton>
            </div>
            <ButtonForm
              button={button}
              path={`${path}.buttons.${index}`}
              onButton={(next) => put(buttons.with(index, next), `${path}.buttons.${index}`)}
            />
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <label className="relative inline-flex">
          <span className="sr-only">{t`Add a button`}</span>
          <Plus size={15} aria-hidden className="pointer-events-none absolute inset-y-0 start-3 my-auto" />
          <select
            value=""
            disabled={buttons.length >= max}
            onChange={(event) => {
              const kind = event.currentTarget.value as ButtonKind
              put([...buttons, newButton(kind)], `${path} add`)
            }}
            className={clsx(LOOK, 'h-9 ps-8 text-[13px] font-medium coarse:h-11')}
          >
            <option value="">{t`Add a button`}</option>
            {kinds.map((kind) => {
              const [used, most] = [countOf(buttons, kind), mostOf(kind)]
              return (
                <option key={kind} value={kind} disabled={used >= most}>
                  {`${words[kind]} (${used}/${most})`}
                </option>
              )
            })}
          </select>
        </label>
        <span className="text-[12.5px] text-muted tabular-nums">
          <Trans>
            {buttons.length} of {max}
          </Trans>
        </span>
      </div>
      <FindingNotes path={`${path}.buttons`} />
    </div>
  )
}

const NONE: Buttons = { type: 'BUTTONS', buttons: [], more: {} }

function ButtonForm({
  button,
  path,
  onButton,
}: {
  readonly button: Button
  readonly path: string
  readonly onButton: (button: Button) => void
}) {
  const { t } = useLingui()
  if (button.type === 'OTHER') return <FindingNotes path={`${path}.type`} />
  const text = (
    <Field
      path={`${path}.text`}
      label={t`On the button`}
      value={button.text ?? ''}
      max={TEXT_MAX}
      onValue={(next) => onButton({ ...button, text: next })}
    />
  )
  switch (button.type) {
    case 'URL': {
      const url = button.url ?? ''
      const isOpen = variablesOf(url).length > 0
      return (
        <>
          {text}
          <Field
            path={`${path}.url`}
            label={t`Leads to`}
            type="url"
            value={url}
            max={URL_MAX}
            hint={t`Another end for each customer? Write ${'{{1}}'} as the last thing.`}
            onValue={(next) => onButton({ ...button, url: next, example: exampleOf(next, button.example) })}
          />
          {isOpen && (
            <Field
              path={`${path}.example`}
              label={t`The whole link for one customer, as a sample`}
              type="url"
              value={button.example?.[0] ?? ''}
              onValue={(next) => onButton({ ...button, example: [next] })}
            />
          )}
        </>
      )
    }
    case 'PHONE_NUMBER':
      return (
        <>
          {text}
          <Field
            path={`${path}.phone_number`}
            label={t`Phone number, with the country first`}
            type="tel"
            value={button.phoneNumber ?? ''}
            max={PHONE_MAX}
            onValue={(phoneNumber) => onButton({ ...button, phoneNumber })}
          />
        </>
      )
    case 'COPY_CODE':
      return (
        <Field
          path={`${path}.example`}
          label={t`A code as a sample`}
          value={button.example ?? ''}
          max={CODE_MAX}
          hint={t`WhatsApp writes “Copy offer code” on it. You say the real code when you send.`}
          onValue={(example) => onButton({ ...button, example })}
        />
      )
    case 'FLOW':
      return (
        <div data-path={path} className="grid gap-2">
          {text}
          <Field
            path={`${path}.flow_id`}
            label={t`Id of the flow, from WhatsApp Manager`}
            value={button.flowId ?? ''}
            onValue={(flowId) => onButton({ ...button, flowId, flowName: null, flowJson: null })}
          />
          <Field
            path={`${path}.navigate_screen`}
            label={t`First screen`}
            value={button.navigateScreen ?? ''}
            onValue={(next) => onButton({ ...button, navigateScreen: next === '' ? null : next })}
          />
          <FindingNotes path={path} />
        </div>
      )
    case 'SPM':
    case 'OTP':
      return (
        <p className="text-[13px] text-muted">
          <Trans>WhatsApp writes what stands on it.</Trans>
        </p>
      )
    case 'VOICE_CALL':
      return (
        <>
          {text}
          <Field
            path={`${path}.ttl_minutes`}
            label={t`How many minutes the button works (empty: 7 days)`}
            type="number"
            value={button.ttlMinutes === null ? '' : String(button.ttlMinutes)}
            onValue={(next) => onButton({ ...button, ttlMinutes: next === '' ? null : Number(next) })}
          />
        </>
      )
    case 'QUICK_REPLY':
    case 'CATALOG':
    case 'MPM':
    case 'ORDER_DETAILS':
    case 'REQUEST_CONTACT_INFO':
      return text
    default:
      return button satisfies never
  }
}

/** A link without a variable needs no sample, and Meta refuses one. */
const exampleOf = (url: string, example: readonly string[] | null): readonly string[] | null =>
  variablesOf(url).length === 0 ? null : (example ?? [''])
