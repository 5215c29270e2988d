import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Plus } from 'lucide-react'
import type { Label } from '../platform/contract.ts'
import { named, PickList } from '../platform/ui/pick-list.tsx'
import { LabelDot } from './label-marks.tsx'

type Option =
  | { readonly kind: 'label'; readonly label: Label }
  | { readonly kind: 'new'; readonly name: string }

/** Which label. `onCreate`: what is not there yet can be made. Lazy. */
export function LabelCombobox({
  labels,
  chosen,
  isMulti,
  onChoose,
  onCreate = null,
}: {
  readonly labels: readonly Label[]
  readonly chosen: readonly string[]
  readonly isMulti: boolean
  readonly onChoose: (label: Label) => void
  readonly onCreate?: ((name: string) => void) | null
}) {
  const { t } = useLingui()
  return (
    <PickList
      label={t`Labels`}
      fieldLabel={t`Find a label`}
      placeholder={onCreate === null ? t`Find a label` : t`Find or make a label`}
      lengthMax={40}
      optionsFor={(search) => optionsFor(labels, search, onCreate !== null)}
      keyOf={(option) => (option.kind === 'label' ? option.label.id : 'new')}
      isMulti={isMulti}
      isChosen={(option) => option.kind === 'label' && chosen.includes(option.label.id)}
      onChoose={(option) => {
        if (option.kind === 'label') onChoose(option.label)
        else onCreate?.(option.name)
      }}
      empty={labels.length === 0 ? <Trans>There are no labels yet.</Trans> : <Trans>No such label.</Trans>}
      optionClass="min-h-9 px-2.5"
    >
      {(option) => <OptionFace option={option} chosen={chosen} />}
    </PickList>
  )
}

function OptionFace({ option, chosen }: { readonly option: Option; readonly chosen: readonly string[] }) {
  const { t } = useLingui()
  if (option.kind === 'new') {
    const { name } = option
    return (
      <>
        <Plus size={16} aria-hidden className="text-brand" />
        <span className="min-w-0 truncate">{t`Make the label “${name}”`}</span>
      </>
    )
  }
  const { label } = option
  return (
    <>
      <LabelDot color={label.color} size={12} />
      <bdi className="min-w-0 flex-1 truncate">{label.name}</bdi>
      {chosen.includes(label.id) && <Check size={16} aria-hidden className="shrink-0 text-brand" />}
    </>
  )
}

function optionsFor(labels: readonly Label[], search: string, mayCreate: boolean): Option[] {
  const name = search.trim().replaceAll(/\s+/g, ' ')
  const wanted = name.toLocaleLowerCase()
  const isThere = labels.some((label) => label.name.toLocaleLowerCase() === wanted)
  return [
    ...labels.filter(named(name)).map((label): Option => ({ kind: 'label', label })),
    ...(mayCreate && name !== '' && !isThere ? [{ kind: 'new', name } as const] : []),
  ]
}
