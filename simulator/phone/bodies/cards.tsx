import { MapPin, ShoppingCart, UserRound } from 'lucide-react'
import { useState } from 'react'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import type { Advert, OrderLine, Person, View } from '../thread/view.ts'
import { Avatar } from '../ui/avatar.tsx'

/** A place on a drawn map: no map is fetched, so that the phone works without a network. */
export function LocationCard({ place }: { place: Extract<View, { kind: 'location' }> }) {
  const { t } = useWords()
  const { latitude, longitude } = place
  const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="block w-64 max-w-full overflow-hidden rounded-md bg-black/5"
    >
      <DrawnMap seed={Math.abs(latitude * 7919 + longitude * 104_729)} />
      <span className="block px-2 py-1.5">
        {place.name !== '' && <span className="block text-[13.5px] font-medium text-link">{place.name}</span>}
        <span className="block text-[12px] text-meta">
          {place.address || `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`}
        </span>
        <span className="sr-only">{t('openMap')}</span>
      </span>
    </a>
  )
}

function DrawnMap({ seed }: { seed: number }) {
  const bend = (step: number, span: number) => Math.floor((seed / step) % span)
  return (
    <span aria-hidden="true" className="relative block h-28 bg-[#dfe7d8]">
      <svg viewBox="0 0 256 112" className="size-full" preserveAspectRatio="xMidYMid slice">
        <path
          d={`M-10 ${90 + bend(3, 20)} Q 90 ${60 + bend(5, 30)} 270 ${84 + bend(7, 24)} V 130 H -10z`}
          fill="#b7d6e8"
        />
        <rect x={150 + bend(11, 30)} y={8} width={64} height={40} rx={8} fill="#c3dfb4" />
        <g stroke="#fff" strokeWidth={7} fill="none">
          <path d={`M${30 + bend(13, 40)} -5 L ${60 + bend(17, 40)} 120`} />
          <path d={`M-5 ${26 + bend(19, 24)} Q 120 ${10 + bend(23, 40)} 262 ${40 + bend(29, 20)}`} />
        </g>
        <path d={`M${170 + bend(31, 40)} -5 L ${150 + bend(37, 40)} 120`} stroke="#f6d98a" strokeWidth={9} />
      </svg>
      <MapPin
        size={32}
        className="absolute start-1/2 top-1/2 -translate-x-1/2 -translate-y-full fill-[#d93025] text-white"
      />
    </span>
  )
}

/** Shared contacts. */
export function ContactCards({ people }: { people: readonly Person[] }) {
  const { t } = useWords()
  return (
    <ul className="flex w-60 max-w-full flex-col gap-2 py-1">
      {people.map((person, index) => (
        <li key={index} className="flex items-center gap-3">
          {person.name === '' ? <UserRound aria-hidden="true" /> : <Avatar name={person.name} />}
          <span className="min-w-0 flex-1 leading-snug">
            <span className="block truncate font-medium">{person.name || t('contacts')}</span>
            {[person.organisation, ...person.phones, ...person.emails]
              .filter((detail) => detail !== '')
              .map((detail) => (
                <span key={detail} className="block truncate text-[12px] text-meta">
                  {detail}
                </span>
              ))}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A cart that was sent. Prices are as the customer saw them; only the shop knows whether they still hold. */
export function OrderCard({ lines, note }: { lines: readonly OrderLine[]; note: string }) {
  const { t, money } = useWords()
  const { open } = useChat()
  const count = lines.reduce((sum, line) => sum + line.quantity, 0)
  return (
    <div className="w-60 max-w-full">
      <div className="flex items-center gap-3 rounded-md bg-black/5 p-3">
        <ShoppingCart size={26} className="shrink-0 text-accent-you" aria-hidden="true" />
        <span className="min-w-0 leading-snug">
          <span className="block font-medium">{t('items', { n: count })}</span>
          <span className="block text-[12px] text-meta">
            {money(totalOf(lines), lines[0]?.currency ?? 'INR')} · {t('total')}
          </span>
        </span>
      </div>
      <button
        type="button"
        onClick={() => open({ kind: 'cart', lines, note })}
        className="mt-1 min-h-10 w-full border-t border-hairline text-[14px] font-medium text-link"
      >
        {t('viewCart')}
      </button>
    </div>
  )
}

/** The sum of a cart. */
export const totalOf = (lines: readonly OrderLine[]) =>
  lines.reduce((sum, line) => sum + line.quantity * line.price, 0)

/** The advertisement above the first words of a chat that it began. */
export function AdvertCard({ advert }: { advert: Advert }) {
  const { t } = useWords()
  const [hasPicture, setHasPicture] = useState(advert.image !== '')
  return (
    <div className="mb-1 overflow-hidden rounded-md bg-quote-out">
      {hasPicture && (
        <img
          src={advert.image}
          alt=""
          onError={() => setHasPicture(false)}
          className="h-28 w-full object-cover"
        />
      )}
      <div className="border-s-4 border-accent-you px-2 py-1.5 text-[12.5px] leading-snug">
        <span className="block text-[11px] text-meta">{t('fromAd')}</span>
        <span className="block font-medium">{advert.headline}</span>
        <span className="line-clamp-2 text-meta">{advert.body}</span>
      </div>
    </div>
  )
}
