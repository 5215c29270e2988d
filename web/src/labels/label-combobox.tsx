/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- a combobox: the field keeps the focus and takes the keys for its options */
import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Check, Plus } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Label } from '../platform/contract.ts'
import { LabelDot } from './label-marks.tsx'

type Option =
  | { readonly kind: 'label'; readonly label: Label }
  | { readonly kind: 'new'; readonly name: string }

/** Find a label by typing; arrow keys and Enter choose. `onCreate`: what is not there yet can be made. Lazy. */
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
  const listId = useId()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const options = optionsFor(labels, search, onCreate !== null)
  const active = Math.min(at, options.length - 1)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-option="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const choose = (option: Option | undefined) => {
    if (option === undefined) return
    if (option.kind === 'label') onChoose(option.label)
    else onCreate?.(option.name)
    setSearch('')
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && options.length > 0) setAt((active + step + options.length) % options.length)
    else if (event.key === 'Enter') choose(options[active])
    else return
    event.preventDefault()
  }
  return (
    <div className="w-72 max-w-full">
      <input
        role="combobox"
        type="text"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
        aria-label={t`Find a label`}
        placeholder={onCreate === null ? t`Find a label` : t`Find or make a label`}
        value={search}
        maxLength={40}
        dir="auto"
        autoComplete="off"
        onChange={(event) => {
          setSearch(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKey}
        className="m-2 h-10 w-[calc(100%-16px)] rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]"
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        onMouseDown={(event) => event.preventDefault()} // The field keeps the focus.
        aria-label={t`Labels`}
        aria-multiselectable={isMulti}
        className="max-h-64 overflow-y-auto px-1.5 pb-1.5"
      >
        {options.map((option, index) => (
          <div
            key={option.kind === 'label' ? option.label.id : 'new'}
            id={`${listId}-${index}`}
            data-option={index}
            role="option"
            aria-selected={option.kind === 'label' && chosen.includes(option.label.id)}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(option)}
            className={clsx(
              'flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-[14px] coarse:min-h-11',
              index === active && 'bg-sunken',
            )}
          >
            <OptionFace option={option} chosen={chosen} />
          </div>
        ))}
      </div>
      {options.length === 0 && (
        <p className="px-4 pb-4 text-[13.5px] text-muted">
          {labels.length === 0 ? <Trans>There are no labels yet.</Trans> : <Trans>No such label.</Trans>}
        </p>
      )}
    </div>
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
  const found = labels.filter((label) => label.name.toLocaleLowerCase().includes(wanted))
  const isThere = labels.some((label) => label.name.toLocaleLowerCase() === wanted)
  return [
    ...found.map((label): Option => ({ kind: 'label', label })),
    ...(mayCreate && name !== '' && !isThere ? [{ kind: 'new', name } as const] : []),
  ]
}
