import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Hand, type LucideIcon, Plus, ShoppingCart, Star } from 'lucide-react'
import { meQuery } from '../conversations/queries.ts'
import { ProblemLine } from '../settings/section-frame.tsx'
import { useCreateSequence } from './queries.ts'
import { definitionOf, type StartingPoint, STARTING_POINTS } from './starting-points.ts'

const ICONS: Readonly<Record<StartingPoint, LucideIcon>> = {
  cart: ShoppingCart,
  review: Star,
  welcome: Hand,
  empty: Plus,
}

/** Examples to begin with; whichever is pressed becomes a draft. */
export function StartingPoints() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const channels = useQuery(meQuery).data?.channels ?? []
  const { mutate, isPending, error } = useCreateSequence()
  const words: Readonly<Record<StartingPoint, readonly [title: string, about: string]>> = {
    cart: [
      t`A left cart`,
      t`Your shop tells us of a cart. After an hour a reminder, a day later another one; it ends when they order or answer.`,
    ],
    review: [t`Ask for a review`, t`Three days after your shop tells us that an order was delivered.`],
    welcome: [t`Welcome`, t`Whom you put in gets a greeting at once, and what you offer two days later.`],
    empty: [t`From the beginning`, t`You choose what brings people in, what they get and when.`],
  }
  const [channel] = channels
  if (channel === undefined)
    return (
      <p className="rounded-xl bg-amber-tint px-3 py-2.5 text-pretty text-amber">
        <Trans>
          A sequence goes out through a WhatsApp number.{' '}
          <Link
            to="/settings/$section"
            params={{ section: 'channels' }}
            className="underline underline-offset-2"
          >
            Connect a number
          </Link>
        </Trans>
      </p>
    )
  const begin = (point: StartingPoint) =>
    mutate(
      { name: words[point][0], channelId: channel.id, definition: definitionOf(point) },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: '/campaigns/sequences/$sequenceId', params: { sequenceId: id } }),
      },
    )
  return (
    <div className="grid w-full gap-2 text-start">
      {STARTING_POINTS.map((point) => {
        const [title, about] = words[point]
        const Icon = ICONS[point]
        return (
          <button
            key={point}
            type="button"
            disabled={isPending}
            onClick={() => begin(point)}
            className="flex items-start gap-3 rounded-xl border border-control-line px-3 py-2.5 text-start hover:bg-sunken"
          >
            <span className="mt-0.5 grid size-9 shrink-0 place-items-center rounded-lg bg-brand-tint text-brand">
              <Icon size={18} aria-hidden />
            </span>
            <span className="min-w-0">
              <span className="block font-medium">{title}</span>
              <span className="block text-[13px] text-pretty text-muted">{about}</span>
            </span>
          </button>
        )
      })}
      {error !== null && <ProblemLine error={error} />}
    </div>
  )
}
