import { Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { LIMITS } from '../../../src/outbound/check-interactive.ts'
import { CountedField } from './counted-field.tsx'
import type { FlowDraft, FlowStart } from './rich-flow.ts'

/** Which form is opened, with what, and where it begins. */
export function FlowFields({
  draft,
  onDraft,
}: {
  readonly draft: FlowDraft
  readonly onDraft: (change: Partial<FlowDraft>) => void
}) {
  const { t } = useLingui()
  const name = useId()
  const starts: readonly { readonly start: FlowStart; readonly label: string }[] = [
    { start: 'screen', label: t`With a screen that I name` },
    { start: 'server', label: t`With what the form’s own server answers` },
  ]
  return (
    <>
      <p className="text-[13px] text-muted">
        <Trans>
          The customer fills in a form without leaving WhatsApp. You make it in Meta’s WhatsApp Manager, under
          Flows; its id and its screens’ names stand there.
        </Trans>
      </p>
      <CountedField
        label={t`Id or name of the form`}
        value={draft.flow}
        max={200}
        onValue={(flow) => onDraft({ flow })}
      />
      <CountedField
        label={t`Words on the button, without emoji`}
        value={draft.flowText}
        max={LIMITS.flowButton}
        onValue={(flowText) => onDraft({ flowText })}
      />
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]">
        <legend className="mb-1 font-medium">
          <Trans>How it begins</Trans>
        </legend>
        {starts.map(({ start, label }) => (
          <label key={start} className="inline-flex min-h-9 items-center gap-2 coarse:min-h-11">
            <input
              type="radio"
              name={name}
              checked={draft.flowStart === start}
              onChange={() => onDraft({ flowStart: start })}
              className="size-4.5 shrink-0 accent-brand"
            />
            {label}
          </label>
        ))}
      </fieldset>
      {draft.flowStart === 'screen' && (
        <CountedField
          label={t`First screen`}
          value={draft.flowScreen}
          max={200}
          onValue={(flowScreen) => onDraft({ flowScreen })}
        />
      )}
      <div>
        <label className="flex min-h-9 items-center gap-2.5 text-[13px] font-medium coarse:min-h-11">
          <input
            type="checkbox"
            checked={draft.isFlowDraft}
            aria-describedby={`${name}-draft`}
            onChange={(event) => onDraft({ isFlowDraft: event.currentTarget.checked })}
            className="size-4.5 shrink-0 accent-brand"
          />
          <Trans>Try it before it is published</Trans>
        </label>
        <p id={`${name}-draft`} className="ms-7 text-[13px] text-muted">
          <Trans>Meta then opens it for your testers only.</Trans>
        </p>
      </div>
    </>
  )
}

/** How often one may ask. Source: Meta, "User call permissions" (Nov 2025). */
export function PermissionHint() {
  return (
    <p className="text-[13px] text-muted">
      <Trans>
        The customer chooses whether you may call them on WhatsApp. You may ask each customer once in 24 hours
        and twice in seven days. Calls must be switched on for this number.
      </Trans>
    </p>
  )
}

export function NumberHint() {
  return (
    <p className="text-[13px] text-muted">
      <Trans>
        The customer shares their number with one tap. It is for those whom you know by a username only.
      </Trans>
    </p>
  )
}
