/**
 * Every key of the window, by `event.code`: with an InScript keyboard `event.key` is not Latin. `Mod` is Ctrl or ⌘; two with
 * a space between are pressed one after the other. `useShortcuts` takes no other, and the help and the palette show these.
 */
export const SHORTCUT_KEYS = [
  ...['Mod+KeyK', 'Slash', 'Shift+Slash', 'KeyC'],
  ...['KeyG KeyI', 'KeyG KeyC', 'KeyG KeyD', 'KeyG KeyT', 'KeyG KeyB', 'KeyG KeyS'],
  ...['KeyJ', 'KeyK', 'KeyR', 'KeyN', 'KeyE', 'KeyZ', 'KeyL', 'KeyA', 'KeyI', 'KeyM', 'KeyP'],
  ...['KeyX', 'Shift+KeyX'],
  ...['Mod+KeyZ', 'Escape'],
] as const

export type ShortcutKey = (typeof SHORTCUT_KEYS)[number]
