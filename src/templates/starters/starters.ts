import { MONEY } from './money.ts'
import { ORDERS } from './orders.ts'
import { SHOP_LIFE } from './shop.ts'
import type { Starter } from './starter.ts'
import { VISITS } from './visits.ts'

/** Templates to start from: what shops in India send, in English and Hindi, the commonest in six more languages. */
export const STARTERS: readonly Starter[] = [...ORDERS, ...MONEY, ...VISITS, ...SHOP_LIFE]
