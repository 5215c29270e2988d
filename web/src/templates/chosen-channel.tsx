import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import type { Me } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { loadStored, store } from '../platform/storage.ts'

type Channel = Me['channels'][number]
const KEY = 'harkara.templates.channel'

/** The number whose account's templates are shown: the one that was chosen last in this browser, else the first. */
export function useChosenChannel(): {
  readonly channel: Channel | null
  readonly channels: readonly Channel[]
  readonly choose: (id: string) => void
  readonly mayWrite: boolean
  /** Who asks is not known yet. */
  readonly isPending: boolean
} {
  const { data: me, isPending } = useQuery(meQuery)
  const [id, setId] = useState(() => loadStored<string | null>(KEY, null))
  const channels = me?.channels ?? []
  return {
    channel: channels.find((one) => one.id === id) ?? channels[0] ?? null,
    channels,
    choose: (next) => {
      setId(next)
      store(KEY, next)
    },
    mayWrite: me?.permissions.includes('templates:write') === true,
    isPending,
  }
}

/** Nothing, where there is one number only. */
export function ChannelSelect({
  channel,
  channels,
  onChoose,
}: {
  readonly channel: Channel
  readonly channels: readonly Channel[]
  readonly onChoose: (id: string) => void
}) {
  const { t } = useLingui()
  if (channels.length < 2) return null
  return (
    <select
      aria-label={t`Number`}
      value={channel.id}
      onChange={(event) => onChoose(event.currentTarget.value)}
      className="h-10 max-w-full min-w-0 rounded-lg border border-control-line bg-surface px-2 coarse:h-11 coarse:text-[16px]"
    >
      {channels.map((one) => (
        <option key={one.id} value={one.id}>
          {one.verifiedName === null ? numberOf(one) : `${one.verifiedName} · ${numberOf(one)}`}
        </option>
      ))}
    </select>
  )
}

const numberOf = ({ displayPhoneNumber }: Channel): string =>
  /^\d+$/.test(displayPhoneNumber) ? phoneNumber(displayPhoneNumber) : displayPhoneNumber
