import { useEffect, useRef } from 'react'
import { usePreferences } from './preferences.ts'

/** By `event.code` (`KeyJ`, `Slash`, `Shift+Slash`, `Escape`): with an InScript keyboard `event.key` is not Latin. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>

/**
 * Single-key shortcuts for the whole window. Ignored while somebody types, while text is selected, with a modifier, inside
 * an open dialog, and when the person has switched them off (WCAG 2.1.4). Escape alone works everywhere.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
        return
      const name = event.shiftKey ? `Shift+${event.code}` : event.code
      const run = latest.current[name]
      if (run === undefined) return
      if (event.code !== 'Escape' && !mayTakeKey(event.target)) return
      run(event)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

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
