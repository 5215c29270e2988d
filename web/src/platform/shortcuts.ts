import { useEffect, useRef } from 'react'
import { usePreferences } from './preferences.ts'
import type { ShortcutKey } from './shortcut-keys.ts'

export type Shortcuts = Readonly<Partial<Record<ShortcutKey, (event: KeyboardEvent) => void>>>

/** What the parts of the page on the screen take, the newest part last. */
const taken = new Set<{ readonly current: Shortcuts }>()
/** The first of two keys that are pressed one after the other, and when. */
let first: { readonly name: string; readonly at: number } | null = null
const SECOND_KEY_WITHIN_MS = 1500

/**
 * Shortcuts for the whole window. Single keys are ignored while somebody types, while text is selected, inside an open
 * dialog, and when the person has switched them off (WCAG 2.1.4). Escape and those with Ctrl or ⌘ work everywhere.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    if (taken.size === 0) window.addEventListener('keydown', onKey)
    taken.add(latest)
    return () => {
      taken.delete(latest)
      if (taken.size === 0) window.removeEventListener('keydown', onKey)
    }
  }, [])
}

/** What this key does now; undefined: nothing on the screen takes it. */
export function shortcutOf(name: string): ((event: KeyboardEvent) => void) | undefined {
  return [...taken].toReversed().find(({ current }) => name in current)?.current[name as ShortcutKey]
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const name = nameOf(event)
  const isSingle = !name.startsWith('Mod+') && event.code !== 'Escape'
  if (isSingle && !mayTakeKey(event.target)) return
  const before = first !== null && event.timeStamp - first.at < SECOND_KEY_WITHIN_MS ? first.name : null
  first = null
  if (before !== null) {
    shortcutOf(`${before} ${name}`)?.(event)
    return
  }
  if (isFirstOfTwo(name)) first = { name, at: event.timeStamp }
  else shortcutOf(name)?.(event)
}

function nameOf({ ctrlKey, metaKey, shiftKey, code }: KeyboardEvent): string {
  return `${ctrlKey || metaKey ? 'Mod+' : ''}${shiftKey ? 'Shift+' : ''}${code}`
}

const isFirstOfTwo = (name: string): boolean =>
  [...taken].some(({ current }) => Object.keys(current).some((key) => key.startsWith(`${name} `)))

function mayTakeKey(target: EventTarget | null): boolean {
  if (!usePreferences.getState().singleKeys) return false
  if (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]')
  ) {
    return false
  }
  return (getSelection()?.toString() ?? '') === ''
}
