import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, ArrowRight, Megaphone } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import type { Me } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { LINK_BUTTON } from '../templates/templates-page.tsx'
import { nameOfChannel } from './campaign-row.tsx'
import { newDefinition } from './new-definition.ts'
import { useCreateCampaign } from './queries.ts'

/** What it is called and through which number it goes; then it is a draft, and kept. */
export function NewCampaignPage() {
  const { t } = useLingui()
  const { data: me, isPending } = useQuery(meQuery)
  if (isPending || me === undefined) return <p className="p-6 text-muted">{t`Loading…`}</p>
  if (!me.permissions.includes('campaigns:write'))
    return (
      <Notice icon={Megaphone} title={t`You may look at campaigns, not make them`}>
        <Trans>Owners and admins of your team make campaigns.</Trans>
      </Notice>
    )
  if (me.channels.length === 0)
    return (
      <Notice
        icon={Megaphone}
        title={t`No number is connected yet`}
        action={
          <Link to="/settings/$section" params={{ section: 'channels' }} className={LINK_BUTTON}>
            <Trans>Connect a number</Trans>
          </Link>
        }
      >
        <Trans>A campaign goes out through a WhatsApp number. Connect it first.</Trans>
      </Notice>
    )
  return <NewCampaign channels={me.channels} />
}

const NAME_MAX = 120

function NewCampaign({ channels }: { readonly channels: Me['channels'] }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const { segment } = useSearch({ from: '/shell/campaigns/new' })
  const id = useId()
  const [name, setName] = useState(() => {
    const day = new Intl.DateTimeFormat(`${i18n.locale}-IN-u-nu-latn`, {
      day: 'numeric',
      month: 'short',
    }).format()
    return t`Campaign of ${day}`
  })
  const [channelId, setChannelId] = useState(channels[0]?.id ?? '')
  const { mutate, isPending, error } = useCreateCampaign()
  const make = (event: FormEvent) => {
    event.preventDefault()
    const audience = segment === undefined ? null : ({ from: 'segment', segmentId: segment } as const)
    mutate(
      { name: name.trim(), channelId, definition: newDefinition(audience) },
      {
        onSuccess: (made) =>
          void navigate({
            to: '/campaigns/$campaignId/edit',
            params: { campaignId: made.id },
            replace: true,
          }),
      },
    )
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex items-center gap-1 border-b border-line p-2 md:px-4">
        <Link
          to="/campaigns"
          aria-label={t`All campaigns`}
          className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
        >
          <ArrowLeft size={20} aria-hidden className="rtl:rotate-180" />
        </Link>
        <h1 className="text-[16px] font-semibold">{t`New campaign`}</h1>
      </header>
      <form onSubmit={make} className="mx-auto grid w-full max-w-xl gap-5 p-4 md:py-8">
        <p className="text-pretty text-muted">
          <Trans>
            Five short steps: whom, what, by which rules, when, and a look at everything before it starts. All
            is kept as you go along, and nothing is sent before you say so.
          </Trans>
        </p>
        <div>
          <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
            {t`Name of the campaign`}
          </label>
          <input
            id={id}
            dir="auto"
            required
            maxLength={NAME_MAX}
            value={name}
            autoComplete="off"
            // The page is opened to write this.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setName(event.currentTarget.value)}
            className={FIELD}
          />
          <p className="mt-1 text-[12.5px] text-muted">
            <Trans>Only your team sees it.</Trans>
          </p>
        </div>
        {channels.length > 1 && (
          <label className="grid gap-1 text-[13px] font-medium">
            {t`Number that it is sent from`}
            <select
              value={channelId}
              onChange={(event) => setChannelId(event.currentTarget.value)}
              className={`${FIELD} font-normal`}
            >
              {channels.map((one) => (
                <option key={one.id} value={one.id}>
                  {nameOfChannel(one)}
                </option>
              ))}
            </select>
          </label>
        )}
        {error !== null && <ProblemLine error={error} />}
        <Button
          type="submit"
          variant="primary"
          disabled={isPending || name.trim() === ''}
          className="justify-self-start max-md:w-full"
        >
          {t`Go on`}
          <ArrowRight size={17} aria-hidden className="rtl:rotate-180" />
        </Button>
      </form>
    </div>
  )
}
