import { useLingui } from '@lingui/react/macro'
import { UserRound, UsersRound } from 'lucide-react'
import type { WindowView } from '../conversations/window.ts'
import type { Contact } from '../platform/contract.ts'
import { hueOf, initials } from './naming.ts'

const TONES: Readonly<Record<WindowView['tone'], string>> = {
  calm: 'var(--brand)',
  low: 'var(--amber-mark)',
  none: 'transparent',
}

/** A contact's circle inside the window's ring: how full the ring is says how much of the window is left. */
export function Avatar({
  contact,
  window,
  size = 48,
}: {
  readonly contact: Contact
  readonly window?: WindowView | undefined
  readonly size?: number
}) {
  const letters = initials(contact.displayName)
  const hue = hueOf(contact.id)
  const Icon = contact.kind === 'group' ? UsersRound : UserRound
  const radius = size / 2 - 1.5
  const length = 2 * Math.PI * radius
  return (
    <span className="relative grid shrink-0 place-items-center" style={{ width: size, height: size }}>
      {window !== undefined && (
        <svg aria-hidden viewBox={`0 0 ${size} ${size}`} className="absolute inset-0 -rotate-90">
          <circle cx={size / 2} cy={size / 2} r={radius} fill="none" stroke="var(--line)" strokeWidth={2.5} />
          <circle
            cx={size / 2}
            cy={size / 2}
            r={radius}
            fill="none"
            stroke={TONES[window.tone]}
            strokeWidth={2.5}
            strokeLinecap="round"
            strokeDasharray={`${length * window.fraction} ${length}`}
          />
        </svg>
      )}
      <span
        aria-hidden
        className="grid place-items-center rounded-full font-semibold"
        style={{
          width: size - 9,
          height: size - 9,
          fontSize: size * 0.31,
          background: `light-dark(hsl(${hue} 45% 90%), hsl(${hue} 25% 24%))`,
          color: `light-dark(hsl(${hue} 55% 25%), hsl(${hue} 50% 82%))`,
        }}
      >
        {letters ?? <Icon size={size * 0.42} strokeWidth={1.8} />}
      </span>
    </span>
  )
}

/** The name as shown everywhere; WhatsApp may tell us none. */
export function useContactName(): (contact: Contact) => string {
  const { t } = useLingui()
  return (contact) => contact.displayName ?? (contact.kind === 'group' ? t`WhatsApp group` : t`WhatsApp user`)
}
