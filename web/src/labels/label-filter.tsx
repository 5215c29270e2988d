import { Trans, useLingui } from '@lingui/react/macro'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { LabelCombobox } from './label-combobox.tsx'
import { useLabels } from './queries.ts'

/** Show only conversations with one label. Lazy. */
export function LabelFilter({
  label,
  onLabel,
  ...overlay
}: OverlayProps & {
  readonly label: string | null
  readonly onLabel: (label: string | null) => void
}) {
  const { t } = useLingui()
  const choose = (id: string | null) => {
    onLabel(id)
    overlay.onClose()
  }
  return (
    <Popover {...overlay} label={t`Show only one label`} align="start">
      <LabelCombobox
        labels={useLabels()}
        chosen={label === null ? [] : [label]}
        isMulti={false}
        onChoose={({ id }) => choose(id === label ? null : id)}
      />
      {label !== null && (
        <p className="border-t border-line p-1.5">
          <button
            type="button"
            onClick={() => choose(null)}
            className="min-h-9 w-full rounded-lg px-2.5 text-start text-[14px] font-medium hover:bg-sunken coarse:min-h-11"
          >
            <Trans>Show every label</Trans>
          </button>
        </p>
      )}
    </Popover>
  )
}
