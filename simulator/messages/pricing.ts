/**
 * Which price class a message falls into. Until 30 Sep 2026 replies and utility templates inside the window were
 * free; since 1 Oct 2026 both cost, but for the first 1,000 service messages of a number and month. What follows an
 * advertisement is free for 72 hours. Days and months are those of the account's time zone. Source: Meta, "Pricing" and "Non-template messages" (25 Aug 2026).
 */
import type { Category, Chat, Delivery, SimNumber } from '#simulator/world/world.ts'
import { dayOf, isWindowOpen, startOfDay, WINDOW_MS } from '#simulator/world/limits.ts'

const SERVICE_COSTS_FROM = startOfDay('2026-10-01')
const SERVICE_FREE_PER_MONTH = 1000
const FREE_ENTRY_MS = 72 * 60 * 60 * 1000

/** Decides, and counts the message where counting decides. */
export function priceOf(
  number: SimNumber,
  chat: Chat,
  category: Category,
  now: number,
): Delivery['pricingType'] {
  openFreeEntry(chat, now)
  if (chat.freeEntryUntil !== null && now < chat.freeEntryUntil) return 'free_entry_point'
  if (category === 'service') return isServiceFree(number, now) ? 'free_customer_service' : 'regular'
  const isFreeUtility =
    category === 'utility' && now < SERVICE_COSTS_FROM && isWindowOpen(chat.lastInboundAt, now)
  return isFreeUtility ? 'free_customer_service' : 'regular'
}

/** The 72 hours begin with the reply, if it comes within 24 hours of the click. */
function openFreeEntry(chat: Chat, now: number): void {
  if (chat.referralAt === null || now - chat.referralAt > WINDOW_MS) return
  if (chat.freeEntryUntil !== null && chat.freeEntryUntil > chat.referralAt) return
  chat.freeEntryUntil = now + FREE_ENTRY_MS
}

function isServiceFree(number: SimNumber, now: number): boolean {
  if (now < SERVICE_COSTS_FROM) return true
  const month = dayOf(now).slice(0, 7)
  if (number.service.month !== month) number.service = { month, count: 0 }
  number.service.count++
  return number.service.count <= SERVICE_FREE_PER_MONTH
}
