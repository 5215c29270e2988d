import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, BellOff, BellRing, Trash2, Volume2 } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson } from '../platform/api.ts'
import type { Notifications, NotificationSettings, SettingsPatch } from '../platform/contract.ts'
import { dayLabel } from '../platform/format.ts'
import { usePreferences } from '../platform/preferences.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { ProblemLine, SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { canPush, type NoPush, subscribeHere, thisSubscription, unsubscribeHere } from './push.ts'
import { notificationsQuery } from './queries.ts'
import { playTone } from './tone.ts'

/** Of what one person wants to hear, how, and in which browsers. Lazy. */
export function NotificationsSection() {
  const { t } = useLingui()
  const query = useQuery(notificationsQuery)
  return (
    <SectionFrame
      title={t`Notifications`}
      about={t`When a customer writes. These settings are yours alone; your colleagues have their own.`}
    >
      {query.isPending && <output className="text-muted">{t`Loading…`}</output>}
      {query.isError && (
        <SectionError icon={BellOff} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && <Content notifications={query.data} />}
    </SectionFrame>
  )
}

function Content({ notifications }: { readonly notifications: Notifications }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const { settings } = notifications
  const put = (next: NotificationSettings) =>
    client.setQueryData(notificationsQuery.queryKey, (old) => old && { ...old, settings: next })
  const change = async (patch: SettingsPatch) => {
    setError(null)
    put({ ...settings, ...patch } as NotificationSettings)
    try {
      put(await patchJson<NotificationSettings>('/notifications', patch))
      announce(t`Saved`)
    } catch (problem) {
      put(settings)
      setError(problem)
    }
  }
  const scopes: readonly {
    readonly value: NotificationSettings['scope']
    readonly label: string
    readonly about: string
  }[] = [
    { value: 'all', label: t`Every conversation`, about: t`Also those that nobody has taken yet.` },
    { value: 'mine', label: t`Only mine`, about: t`Conversations that are assigned to you.` },
    { value: 'off', label: t`Nothing`, about: t`New messages still appear in the list.` },
  ]
  return (
    <>
      {error !== null && <ProblemLine error={error} />}
      <fieldset className="flex flex-col gap-1 rounded-xl border border-line bg-surface p-4">
        <legend className="float-start mb-1 font-semibold">
          <Trans>Tell me about</Trans>
        </legend>
        {scopes.map(({ value, label, about }) => (
          <label key={value} className="flex min-h-10 items-start gap-3 rounded-lg py-1.5 coarse:min-h-11">
            <input
              type="radio"
              name="scope"
              checked={settings.scope === value}
              onChange={() => void change({ scope: value })}
              className="mt-1 size-4 accent-brand"
            />
            <LabelWords label={label} about={about} />
          </label>
        ))}
      </fieldset>
      <fieldset
        disabled={settings.scope === 'off'}
        className="flex flex-col gap-1 rounded-xl border border-line bg-surface p-4 disabled:opacity-60"
      >
        <legend className="float-start mb-1 font-semibold">
          <Trans>How</Trans>
        </legend>
        <Check
          label={t`With a sound`}
          about={t`A short tone. The browser plays it once you have pressed something in the page.`}
          isOn={settings.hasSound}
          onChange={(hasSound) => void change({ hasSound })}
        />
        <Button small className="ms-7 self-start" onClick={() => void playTone()}>
          <Volume2 size={15} aria-hidden />
          <Trans>Play it</Trans>
        </Button>
        <Check
          label={t`Show who wrote and what`}
          about={t`Without it, a locked screen says only that a customer wrote.`}
          isOn={settings.showsText}
          onChange={(showsText) => void change({ showsText })}
        />
      </fieldset>
      <Browsers notifications={notifications} />
    </>
  )
}

function LabelWords({ label, about }: { readonly label: string; readonly about: string }) {
  return (
    <span>
      <span className="block font-medium">{label}</span>
      <span className="block text-[13px] text-muted">{about}</span>
    </span>
  )
}

function Check({
  label,
  about,
  isOn,
  onChange,
}: {
  readonly label: string
  readonly about: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  return (
    <label className="flex min-h-10 items-start gap-3 rounded-lg py-1.5 coarse:min-h-11">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-1 size-4 accent-brand"
      />
      <LabelWords label={label} about={about} />
    </label>
  )
}

/** This browser, woken also while Harkara is closed; and the others that were once. */
function Browsers({ notifications: { pushKey, subscriptions } }: { readonly notifications: Notifications }) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const locale = usePreferences((state) => state.locale)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [because, setBecause] = useState<NoPush | null>(null)
  const [now] = useState(() => Date.now())
  const here = subscriptions.find(({ id }) => id === thisSubscription())
  const act = async (work: () => Promise<NoPush | null>) => {
    setBusy(true)
    setError(null)
    try {
      setBecause(await work())
    } catch (problem) {
      setError(problem)
    } finally {
      await client.invalidateQueries({ queryKey: notificationsQuery.queryKey })
      setBusy(false)
    }
  }
  const words: Readonly<Record<NoPush, string>> = {
    refused: t`The browser may not show notifications. Allow it at the left of the address, then try again.`,
    no_service: t`This browser did not reach its push service, or has none. Notifications still come while Harkara is open.`,
  }
  const others = subscriptions.filter(({ id }) => id !== here?.id)
  return (
    <section
      aria-label={t`Browsers`}
      className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4"
    >
      <h3 className="font-semibold">
        <Trans>This browser</Trans>
      </h3>
      {canPush() ? (
        <div className="flex flex-wrap items-center gap-3">
          {here === undefined ? (
            <BellOff size={20} aria-hidden className="text-muted" />
          ) : (
            <BellRing size={20} aria-hidden className="text-brand" />
          )}
          <p className="min-w-0 flex-1 basis-56 text-[14px]">
            {here === undefined
              ? t`It shows no notifications while Harkara is closed.`
              : t`It is told of new messages, also while Harkara is closed.`}
          </p>
          {here === undefined ? (
            <Button
              variant="primary"
              disabled={isBusy}
              onClick={() => void act(async () => subscribeHere(pushKey, locale))}
            >
              <Bell size={16} aria-hidden />
              <Trans>Switch on</Trans>
            </Button>
          ) : (
            <Button
              disabled={isBusy}
              onClick={() =>
                void act(async () => {
                  await unsubscribeHere()
                  return null
                })
              }
            >
              <Trans>Switch off</Trans>
            </Button>
          )}
        </div>
      ) : (
        <p className="text-[14px] text-muted">
          {window.isSecureContext
            ? t`This browser cannot show notifications. On an iPhone or iPad, add Harkara to the home screen first.`
            : t`Browsers show notifications only for https addresses and this machine itself. Open Harkara at its https address.`}
        </p>
      )}
      {because !== null && (
        <p role="alert" className="rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber">
          {words[because]}
        </p>
      )}
      {error !== null && <ProblemLine error={error} />}
      {others.length > 0 && (
        <>
          <h3 className="mt-1 font-semibold">
            <Trans>Your other browsers</Trans>
          </h3>
          <ul className="flex flex-col gap-1">
            {others.map(({ id, service, createdAt }) => {
              const day = dayLabel(createdAt, now, i18n.locale)
              return (
                <li key={id} className="flex items-center gap-2 text-[14px]">
                  <span className="min-w-0 flex-1">
                    <bdi>{service}</bdi>
                    <span className="block text-[13px] text-muted">{t`since ${day}`}</span>
                  </span>
                  <IconButton
                    label={t`Tell this browser nothing more`}
                    tipAt="start"
                    disabled={isBusy}
                    onClick={() =>
                      void act(async () => {
                        await deleteJson(`/push-subscriptions/${encodeURIComponent(id)}`)
                        return null
                      })
                    }
                  >
                    <Trash2 size={18} aria-hidden />
                  </IconButton>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </section>
  )
}
