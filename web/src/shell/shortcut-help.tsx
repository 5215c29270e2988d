import { Trans, useLingui } from '@lingui/react/macro'
import { KeyCaps } from '../palette/key-caps.tsx'
import { capsOf, FIELD_WORDS, SHORTCUT_WORDS } from '../palette/shortcut-words.ts'
import { setPreferences, usePreferences } from '../platform/preferences.ts'
import { SHORTCUT_KEYS } from '../platform/shortcut-keys.ts'
import { Dialog } from '../platform/ui/dialog.tsx'

/** All keys. Lazy. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const singleKeys = usePreferences((state) => state.singleKeys)
  return (
    <Dialog title={t`Keyboard shortcuts`} onClose={onClose}>
      <div className="p-4">
        <dl>
          {SHORTCUT_KEYS.map((key) => (
            <Row key={key} caps={capsOf(key)} what={t(SHORTCUT_WORDS[key])} />
          ))}
        </dl>
        <h3 className="pt-4 pb-1 text-[13px] font-semibold text-muted">
          <Trans>Inside a field or a list</Trans>
        </h3>
        <dl>
          {FIELD_WORDS.map(([caps, what]) => (
            <Row key={t(what)} caps={caps} what={t(what)} />
          ))}
        </dl>
        <label className="mt-3 flex items-start gap-2.5 rounded-lg bg-sunken p-3">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => setPreferences({ singleKeys: event.currentTarget.checked })}
            className="mt-1 size-4 shrink-0 accent-brand"
          />
          <span>
            {t`Single-key shortcuts`}
            <span className="block text-[12.5px] text-muted">
              <Trans>Letters without Ctrl or ⌘. Switch off if you dictate.</Trans>
            </span>
          </span>
        </label>
      </div>
    </Dialog>
  )
}

function Row({ caps, what }: { readonly caps: readonly string[]; readonly what: string }) {
  return (
    <div className="flex min-h-10 items-center justify-between gap-4 border-b border-line last:border-0">
      <dt>{what}</dt>
      <dd>
        <KeyCaps caps={caps} />
      </dd>
    </div>
  )
}
