import { useLingui } from '@lingui/react/macro'
import { Dialog } from '../platform/ui/dialog.tsx'

/** All keys. Lazy. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const keys: readonly (readonly [readonly string[], string])[] = [
    [['J', '↓'], t`Next conversation`],
    [['K', '↑'], t`Previous conversation`],
    [['/'], t`Search`],
    [['R'], t`Write an answer`],
    [['N'], t`Write a note for the team`],
    [['E'], t`Resolve or reopen the conversation`],
    [['Z'], t`Snooze the conversation`],
    [['L'], t`Labels of the conversation`],
    [['A'], t`Give the conversation to somebody`],
    [['I'], t`Take the conversation yourself`],
    [['Ctrl + Z', '⌘ + Z'], t`Undo, while it is offered`],
    [['/'], t`Quick replies, at the start of a word in the composer`],
    [['Enter'], t`Send`],
    [['Shift + Enter'], t`New line`],
    [['↑', '↓'], t`From message to message, inside the thread`],
    [['Esc'], t`Leave the field, then the conversation`],
    [['?'], t`This help`],
  ]
  return (
    <Dialog title={t`Keyboard shortcuts`} onClose={onClose}>
      <dl className="p-4">
        {keys.map(([names, what]) => (
          <div
            key={what}
            className="flex min-h-10 items-center justify-between gap-4 border-b border-line last:border-0"
          >
            <dt>{what}</dt>
            <dd className="flex shrink-0 gap-1">
              {names.map((name) => (
                <kbd
                  key={name}
                  className="rounded-md border border-control-line bg-sunken px-2 py-0.5 font-sans text-[12.5px]"
                >
                  {name}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
