/** What the demo shop's customers thought of how they were served, within the last thirty days. People are named as in the dialogues. */
import { DEMO_PEOPLE } from '#people/demo-people.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import type { Customers } from './customers.ts'
import type { ConversationRow, RatingRow } from './seed-rows.ts'
import { createRandom, idAt } from './random.ts'
import { DAY } from './script.ts'

const MINUTE = 60_000
/** So long after a resolution the program asks, unless a business wants it otherwise. */
const ASKED_AFTER = 5 * MINUTE

type Asked = {
  readonly who: string
  readonly by: keyof typeof DEMO_PEOPLE
  /** So many minutes ago it was resolved; without it, when the conversation was. */
  readonly ago?: number
  /** null: they did not answer. */
  readonly rating: number | null
  readonly comment?: string
}

const WHOLESALER = 'Mahesh Agarwal, Balaji Vastralaya'
/** Oldest first. */
const ASKED: readonly Asked[] = [
  { who: 'মৌসুমী দাস', by: 'Arif', rating: 4 },
  {
    ...{ who: WHOLESALER, by: 'Meera', ago: 25 * DAY, rating: 5 },
    comment: 'Sahi rate, time par maal. Meera ji ka kaam badhiya hai.',
  },
  { who: 'സുരേഷ് നായർ', by: 'Meera', rating: 5 },
  { who: 'ರಮೇಶ್ ಕುಲಕರ್ಣಿ', by: 'Kavya', rating: 4 },
  { who: WHOLESALER, by: 'Kavya', ago: 17 * DAY, rating: null },
  { who: 'వెంకటేష్ నాయుడు', by: 'Arif', rating: 5 },
  {
    ...{ who: 'Rhea Fernandes', by: 'Arif', rating: 2 },
    comment: 'Arif was polite, but I had to ask three times. A week for a refund is too long.',
  },
  {
    ...{ who: 'Nidhi Saxena', by: 'Meera', rating: 3 },
    comment: 'Refund turant mil gaya, par rang pehli dhulai me nikal gaya. Quality pe dhyan do please.',
  },
  { who: 'مریم فاطمہ', by: 'Kavya', rating: 5 },
  {
    who: WHOLESALER,
    by: 'Meera',
    ago: 8 * DAY,
    rating: 4,
    comment: 'Sab theek, transport bill alag chahiye tha.',
  },
  { who: 'કિંજલ મહેતા', by: 'Kavya', rating: 5 },
  {
    ...{ who: 'दीपक रावत', by: 'Arif', rating: 4 },
    comment: 'एक बार कहने पर ही संदेश बंद कर दिए। ऐसा कम दुकानें करती हैं, धन्यवाद।',
  },
  {
    ...{ who: 'Tanvi', by: 'Kavya', rating: 5 },
    comment: 'Reply 2 min me, aur agle din parcel nikal bhi gaya 🚴‍♀️',
  },
  { who: 'ഫാത്തിമ ബീവി', by: 'Meera', rating: null },
  {
    who: 'Arjun Iyer',
    by: 'Meera',
    rating: 5,
    comment: 'Ordered from the US for my mother. Could not be easier.',
  },
  { who: 'वैशाली कुलकर्णी', by: 'Kavya', rating: 5, comment: 'बहुत अच्छी सेवा, फिर ज़रूर आऊँगी।' },
]

/** Of conversations that are resolved, or were so before they went on. */
export function ratingRows(
  customers: Customers,
  conversations: readonly ConversationRow[],
  now: Instant,
): RatingRow[] {
  const random = createRandom(1991)
  const resolutions = new Map(conversations.map((row) => [row.id, instant(row.resolved_at ?? now)]))
  return ASKED.map(({ who, by, ago, rating, comment }) => {
    const conversation = customers.get(who)?.conversation ?? ''
    const resolvedAt = ago === undefined ? (resolutions.get(conversation) ?? now) : after(now, -ago * MINUTE)
    const askedAt = after(resolvedAt, ASKED_AFTER)
    const wait = 1 + random.below(90)
    return {
      ...{ id: idAt(resolvedAt, random), conversation_id: conversation, assignee_id: DEMO_PEOPLE[by].id },
      ...{ resolved_at: resolvedAt, due_at: askedAt, asked_at: askedAt, token: random.hex(32) },
      ...{
        rating,
        rated_at: rating === null ? null : after(askedAt, wait * MINUTE),
        comment: comment ?? null,
      },
    }
  })
}
