/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the note's field keeps the focus and hands its keys on */
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useState } from 'react'
import { initials } from '../contacts/naming.ts'
import { findPeople, type Person } from './mentions.ts'
import { useAssignees } from './queries.ts'

export const MENTION_LIST = 'mention-list'
/** `take`: true when the list has used the key, and the field must not. */
export type MentionKeys = { readonly take: (event: KeyboardEvent) => boolean }

/** Above the note while an "@" begins a word: the colleagues who match. Lazy. */
export function MentionList({
  search,
  onPick,
  onActive,
  onClose,
  ref,
}: {
  readonly search: string
  readonly onPick: (person: Person) => void
  /** The id of the option that Enter would take, for the field that keeps the focus. */
  readonly onActive: (id: string | undefined) => void
  readonly onClose: () => void
  readonly ref?: Ref<MentionKeys>
}) {
  const { t } = useLingui()
  const { people } = useAssignees()
  const found = findPeople(people, search).slice(0, 8)
  const [at, setAt] = useState(0)
  const active = Math.min(at, found.length - 1)
  const activeId = found[active]?.id
  useEffect(() => {
    onActive(activeId === undefined ? undefined : optionId(activeId))
    return () => onActive(undefined)
    // onActive is made anew by each render and does the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [activeId])
  const pick = (person: Person | undefined) => {
    if (person !== undefined) onPick(person)
  }
  useImperativeHandle(ref, () => ({
    take: ({ key, nativeEvent, shiftKey }) => {
      if (nativeEvent.isComposing || found.length === 0) return false
      const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
      if (key === 'Escape') onClose()
      else if (shiftKey) return false
      else if (step !== 0) setAt((active + step + found.length) % found.length)
      else if (key === 'Enter' || key === 'Tab') pick(found[active])
      else return false
      return true
    },
  }))
  if (found.length === 0) return null
  return (
    <div className="overlay-panel absolute inset-x-0 bottom-full z-30 mb-1.5 max-w-xs overflow-hidden">
      <div
        id={MENTION_LIST}
        role="listbox"
        onMouseDown={(event) => event.preventDefault()} // The field keeps the focus.
        aria-label={t`Colleagues`}
        className="max-h-64 overflow-y-auto p-1.5"
      >
        {found.map((person, index) => (
          <div
            key={person.id}
            id={optionId(person.id)}
            role="option"
            aria-selected={index === active}
            onPointerMove={() => setAt(index)}
            onClick={() => pick(person)}
            className={clsx(
              'flex min-h-10 items-center gap-2.5 rounded-lg px-2 text-[14px] coarse:min-h-11',
              index === active && 'bg-sunken',
            )}
          >
            <span
              aria-hidden
              className="grid size-7 shrink-0 place-items-center rounded-full bg-amber-tint text-[11px] font-semibold text-amber"
            >
              {initials(person.name) ?? '@'}
            </span>
            <bdi className="min-w-0 flex-1 truncate">{person.name}</bdi>
          </div>
        ))}
      </div>
    </div>
  )
}

const optionId = (id: string) => `mention-${id}`
