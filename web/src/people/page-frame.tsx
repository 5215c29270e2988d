import { Trans, useLingui } from '@lingui/react/macro'
import { BellRing, Languages, ShieldCheck, UsersRound } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { chooseLocale } from '../platform/i18n.ts'
import { type LocaleCode, LOCALES, usePreferences } from '../platform/preferences.ts'

/** What stands around the pages before one is in: whose this is, in which language, and one card. */
export function PageFrame({
  title,
  about,
  children,
  below,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly children?: ReactNode
  /** Under the card. */
  readonly below?: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Harkara`
  }, [title])
  return (
    <div className="flex h-dvh bg-canvas">
      <Aside />
      <div className="flex min-w-0 flex-1 flex-col overflow-y-auto">
        <header className="flex items-center justify-between gap-4 px-5 py-4 sm:px-8">
          <span className="flex items-center gap-2.5 lg:invisible">
            <img src="/icon.svg" alt="" width={32} height={32} />
            <span className="text-[18px] font-semibold tracking-tight">Harkara</span>
          </span>
          <LanguageChoice />
        </header>
        <main className="mx-auto flex w-full max-w-[460px] flex-1 flex-col justify-center gap-4 px-4 pt-2 pb-10 sm:px-6">
          <section
            aria-labelledby="page-title"
            className="rounded-2xl border border-line bg-surface p-5 shadow-sm sm:p-8"
          >
            <h1 id="page-title" className="text-[22px] leading-tight font-semibold text-balance">
              {title}
            </h1>
            {about !== undefined && <p className="mt-1.5 text-[14.5px] text-pretty text-muted">{about}</p>}
            {children !== undefined && <div className="mt-5 grid gap-4">{children}</div>}
          </section>
          {below}
        </main>
      </div>
    </div>
  )
}

/** What it is, for whoever opens it for the first time; where there is room. */
function Aside() {
  return (
    <aside className="flex w-[40%] max-w-[540px] shrink-0 flex-col justify-between bg-brand-tint p-12 max-lg:hidden">
      <span className="flex items-center gap-3">
        <img src="/icon.svg" alt="" width={40} height={40} />
        <span className="text-[22px] font-semibold tracking-tight">Harkara</span>
      </span>
      <div className="grid gap-8">
        <p className="text-[30px] leading-[1.2] font-semibold text-balance text-brand-strong">
          <Trans>Your shop’s WhatsApp, answered together.</Trans>
        </p>
        <ul className="grid gap-5 text-[15px]">
          <Point icon={<UsersRound size={20} aria-hidden />}>
            <Trans>One number, many colleagues: everybody sees what was said.</Trans>
          </Point>
          <Point icon={<BellRing size={20} aria-hidden />}>
            <Trans>No message is lost, and none is sent twice.</Trans>
          </Point>
          <Point icon={<ShieldCheck size={20} aria-hidden />}>
            <Trans>It runs with you: your customers’ data stays yours.</Trans>
          </Point>
        </ul>
      </div>
      <p className="text-[13px] text-muted">
        <Trans>Open source, for WhatsApp Business.</Trans>
      </p>
    </aside>
  )
}

function Point({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li className="flex items-center gap-3.5">
      <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-surface text-brand">
        {icon}
      </span>
      <span className="text-pretty">{children}</span>
    </li>
  )
}

function LanguageChoice() {
  const { t } = useLingui()
  const locale = usePreferences((preferences) => preferences.locale)
  return (
    <span className="relative flex items-center">
      <Languages size={18} aria-hidden className="pointer-events-none absolute start-3 text-muted" />
      <select
        aria-label={t`Language`}
        value={locale}
        onChange={(event) => void chooseLocale(event.currentTarget.value as LocaleCode)}
        className="h-10 rounded-lg border border-control-line bg-surface ps-9 pe-2 text-[14px] coarse:h-11 coarse:text-[16px]"
      >
        {(Object.keys(LOCALES) as LocaleCode[]).map((code) => (
          <option key={code} value={code} lang={code}>
            {LOCALES[code]}
          </option>
        ))}
      </select>
    </span>
  )
}

/** A link among words. */
export const LINK = 'font-medium text-link underline underline-offset-2'
