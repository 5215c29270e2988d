import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { AccountMenu } from '../people/account-menu.tsx'
import { PersonMark } from '../people/person-mark.tsx'
import { phoneNumber } from '../platform/format.ts'
import { chooseLocale } from '../platform/i18n.ts'
import {
  type LocaleCode,
  LOCALES,
  setPreferences,
  type Theme,
  usePreferences,
} from '../platform/preferences.ts'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { PHONE, useMediaQuery } from '../platform/use-media-query.ts'

/** Language, theme and keys of this browser, and which number this is. Lazy. */
export function SettingsPanel(overlay: OverlayProps) {
  const { t } = useLingui()
  const { locale, theme, singleKeys } = usePreferences()
  const { data: me } = useQuery(meQuery)
  const isPhone = useMediaQuery(PHONE)
  const [isAccount, setAccount] = useState(false)
  const themes: Readonly<Record<Theme, string>> = { system: t`As the device`, light: t`Light`, dark: t`Dark` }
  if (isAccount) return <AccountMenu {...overlay} />
  return (
    <Popover {...overlay} label={t`Settings`} side="right">
      <div className="grid max-h-[var(--available-height)] w-64 gap-4 overflow-y-auto p-4">
        {/* On a phone there is no rail, at the end of which it would be. */}
        {isPhone && me !== undefined && (
          <button
            type="button"
            onClick={() => setAccount(true)}
            className="-mx-2 flex min-h-12 items-center gap-3 rounded-lg px-2 text-start hover:bg-sunken"
          >
            <PersonMark id={me.actor.id} name={me.actor.name} />
            <span className="min-w-0 flex-1">
              <span dir="auto" className="block truncate font-semibold">
                {me.actor.name}
              </span>
              <span className="block text-[13px] text-muted">{t`Account and business`}</span>
            </span>
            <ChevronRight size={18} aria-hidden className="rtl:rotate-180" />
          </button>
        )}
        {me !== undefined && (
          <div>
            <p className="font-semibold">{me.tenant.name}</p>
            {me.channels.map((channel) => (
              <p key={channel.id} className="text-[13px] text-muted">
                {[channel.verifiedName, shownNumber(channel.displayPhoneNumber)].filter(Boolean).join(' · ')}
              </p>
            ))}
          </div>
        )}
        <Link
          to="/settings/$section"
          params={{ section: 'team' }}
          onClick={overlay.onClose}
          className="-mx-2 flex min-h-10 items-center justify-between rounded-lg px-2 font-medium text-link hover:bg-sunken coarse:min-h-11"
        >
          <Trans>Settings of the business</Trans>
          <ChevronRight size={18} aria-hidden className="rtl:rotate-180" />
        </Link>
        <fieldset>
          <legend className="mb-1 text-[13px] font-semibold">
            <Trans>Language</Trans>
          </legend>
          {(Object.keys(LOCALES) as LocaleCode[]).map((code) => (
            <Choice
              key={code}
              name="locale"
              isChosen={locale === code}
              onChoose={() => void chooseLocale(code)}
            >
              <span lang={code}>{LOCALES[code]}</span>
            </Choice>
          ))}
        </fieldset>
        <fieldset>
          <legend className="mb-1 text-[13px] font-semibold">
            <Trans>Theme</Trans>
          </legend>
          {(Object.keys(themes) as Theme[]).map((name) => (
            <Choice
              key={name}
              name="theme"
              isChosen={theme === name}
              onChoose={() => setPreferences({ theme: name })}
            >
              {themes[name]}
            </Choice>
          ))}
        </fieldset>
        <label className="flex min-h-8 items-start gap-2.5">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => setPreferences({ singleKeys: event.currentTarget.checked })}
            className="mt-1 size-4 accent-brand"
          />
          <span>
            {t`Single-key shortcuts`}
            <span className="block text-[12.5px] text-muted">
              <Trans>Letters without Ctrl or ⌘. Switch off if you dictate.</Trans>
            </span>
          </span>
        </label>
      </div>
    </Popover>
  )
}

function Choice({
  name,
  isChosen,
  onChoose,
  children,
}: {
  readonly name: string
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly children: React.ReactNode
}) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 coarse:min-h-11">
      <input
        type="radio"
        name={name}
        checked={isChosen}
        onChange={onChoose}
        className="size-4 accent-brand"
      />
      {children}
    </label>
  )
}

/** Meta writes its own grouping; bare digits get ours. */
function shownNumber(number: string): string {
  return /^\d+$/.test(number) ? phoneNumber(number) : number
}
