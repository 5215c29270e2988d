/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- a combobox: the field keeps the focus and takes the keys for its options */
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

/** What is in a popover to choose from: found by typing, chosen by arrow keys and Enter. Import it only from lazy modules. */
export function PickList<Option>({
  label,
  fieldLabel,
  placeholder = fieldLabel,
  lengthMax,
  hasField = true,
  optionsFor,
  keyOf,
  isMulti = false,
  isChosen,
  onChoose,
  empty,
  className = 'w-72',
  optionClass,
  children,
}: {
  readonly label: string
  readonly fieldLabel: string
  readonly placeholder?: string
  /** Of what is typed. */
  readonly lengthMax?: number
  readonly hasField?: boolean
  readonly optionsFor: (search: string) => readonly Option[]
  readonly keyOf: (option: Option) => string
  readonly isMulti?: boolean
  /** Left out: what Enter would choose. */
  readonly isChosen?: (option: Option) => boolean
  readonly onChoose: (option: Option) => void
  /** Said when there are no options. */
  readonly empty: ReactNode
  readonly className?: string
  readonly optionClass: string
  readonly children: (option: Option) => ReactNode
}) {
  const listId = useId()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const options = optionsFor(search)
  const active = Math.min(at, options.length - 1)
  useEffect(() => {
    list.current?.querySelector(`[data-option="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const choose = (option: Option | undefined) => {
    if (option === undefined) return
    onChoose(option)
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
    <div className={clsx('max-w-full', className)}>
      {hasField && (
        <input
          role="combobox"
          type="text"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
          aria-label={fieldLabel}
          placeholder={placeholder}
          value={search}
          maxLength={lengthMax}
          dir="auto"
          autoComplete="off"
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKey}
          className="m-2 h-10 w-[calc(100%-16px)] rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]"
        />
      )}
      <div
        ref={list}
        id={listId}
        role="listbox"
        onMouseDown={(event) => event.preventDefault()} // The field keeps the focus.
        aria-label={label}
        aria-multiselectable={isMulti}
        className="max-h-72 overflow-y-auto px-1.5 pb-1.5"
      >
        {options.map((option, index) => (
          <div
            key={keyOf(option)}
            id={`${listId}-${index}`}
            data-option={index}
            role="option"
            aria-selected={isChosen?.(option) ?? index === active}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(option)}
            className={clsx(
              'flex items-center gap-2.5 rounded-lg text-[14px] coarse:min-h-11',
              optionClass,
              index === active && 'bg-sunken',
            )}
          >
            {children(option)}
          </div>
        ))}
      </div>
      {options.length === 0 && (
        <p className="px-4 pt-1.5 pb-4 text-[13.5px] text-pretty text-muted">{empty}</p>
      )}
    </div>
  )
}

/** Which of these have what was typed in their name. */
export function named(search: string): (option: { readonly name: string }) => boolean {
  const wanted = search.trim().toLocaleLowerCase()
  return ({ name }) => name.toLocaleLowerCase().includes(wanted)
}

/** Below what is to choose from: the way to where it is kept. */
export function ManageLink({
  section,
  children,
}: {
  readonly section: string
  readonly children: ReactNode
}) {
  return (
    <p className="border-t border-line px-4 py-1.5">
      <Link
        to="/settings/$section"
        params={{ section }}
        className="inline-flex min-h-8 items-center text-[13px] text-link underline-offset-2 hover:underline"
      >
        {children}
      </Link>
    </p>
  )
}
