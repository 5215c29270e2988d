/** What every key does, in words, and how its cap is written: for the help and the palette. Lazy. */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ShortcutKey } from '../platform/shortcut-keys.ts'

export const SHORTCUT_WORDS: Readonly<Record<ShortcutKey, MessageDescriptor>> = {
  'Mod+KeyK': msg`Find anything, do anything`,
  Slash: msg`Search in the list`,
  'Shift+Slash': msg`This help`,
  KeyC: msg`Make something new`,
  'KeyG KeyI': msg`Go to the inbox`,
  'KeyG KeyC': msg`Go to the contacts`,
  'KeyG KeyD': msg`Go to the deals`,
  'KeyG KeyT': msg`Go to the templates`,
  'KeyG KeyB': msg`Go to the campaigns`,
  'KeyG KeyS': msg`Go to the settings`,
  KeyJ: msg`Next conversation`,
  KeyK: msg`Previous conversation`,
  KeyR: msg`Write an answer`,
  KeyN: msg`Write a note for the team`,
  KeyE: msg`Resolve or reopen the conversation`,
  KeyZ: msg`Snooze the conversation`,
  KeyL: msg`Labels of the conversation`,
  KeyA: msg`Give the conversation to somebody`,
  KeyI: msg`Take the conversation yourself`,
  KeyM: msg`Run a macro`,
  KeyP: msg`Show or hide the contact`,
  KeyX: msg`Choose the conversation, for several at once`,
  'Shift+KeyX': msg`Choose all from the last one to this`,
  'Mod+KeyZ': msg`Undo, while it is offered`,
  Escape: msg`Leave the field, then the conversation`,
}

/** Keys of a field or list that has the focus; they are its own, as in any program. */
export const FIELD_WORDS: readonly (readonly [caps: readonly string[], what: MessageDescriptor])[] = [
  [['Enter'], msg`Send`],
  [['Shift', 'Enter'], msg`New line`],
  [['/'], msg`Quick replies, at the start of a word in the composer`],
  [['↑', '↓'], msg`From one to the next, inside a list or the thread`],
]

const CAPS: Readonly<Record<string, string>> = { Slash: '/', Escape: 'Esc', 'Shift+Slash': '?' }
const isApple = (): boolean => /mac|iphone|ipad/iu.test(navigator.userAgent)

/** The caps to press, one after the other or together: G, I or Ctrl, K. */
export function capsOf(key: ShortcutKey): readonly string[] {
  return key.split(' ').flatMap((part): readonly string[] => {
    const known = CAPS[part]
    if (known !== undefined) return [known]
    const letter = part.replace('Mod+', '').replace('Key', '')
    return part.startsWith('Mod+') ? [isApple() ? '⌘' : 'Ctrl', letter] : [letter]
  })
}
