import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addRateCard } from './add-rate-card.ts'
import { cardOf, cardsBetween, rateCards, readRateCards } from './rate-cards.ts'
import { readRateCard } from './read-rate-card.ts'

const OPTIONS = { effective: null, page: 'https://example.com', read: '2026-10-02', tiers: null }
/** The form of Meta's card, with prices of nowhere. */
const META = `"Cost per message in EUR on the WhatsApp Business Platform, effective October 1, 2026",,,,,,
,,,,,,
Market,Currency,Marketing,Utility,Authentication,"Authentication-
International",Service,Meta Business Agent
Nowhere,EUR,0.0500,0.0200,0.0200,0.1000,0.0200,$2.00
Rest of Asia Pacific,EUR,0.0700,0.0300,0.0300,n/a,0.0300,$2.00
Other,EUR,0.0600,0.0250,n/a,n/a,,
"Rates exclude taxes.",,,,,,
`

const heldIn = (first: string, last: string) =>
  cardsBetween(rateCards(), 'INR', first, last).map(({ effective }) => effective)
const problems = (text: string, more = {}) => {
  const read = readRateCard(text, { ...OPTIONS, ...more })
  return read.ok ? [] : read.problems
}

/** What a file prices marketing at that goes through the Marketing Messages API. */
function liteOf(text: string, country: string) {
  const read = readRateCard(text, OPTIONS)
  if (!read.ok) throw new Error(read.problems.join())
  return cardOf(read.card).priceOf(country, 'marketing_lite')
}

describe('the cards that came with the program', () => {
  test('can all be read, and say where each price was found and when', () => {
    expect(rateCards().length).toBeGreaterThan(0)
    for (const { source } of rateCards()) expect(source.page).toMatch(/^https:/u)
  })

  test('price India in rupees since 1 Oct 2026, service messages among them', () => {
    const [card] = cardsBetween(rateCards(), 'INR', '2026-11-01', '2026-11-30')
    expect(card?.effective).toBe('2026-10-01')
    const price = (category: string) => card?.priceOf('IN', category)?.price
    expect([price('marketing'), price('utility'), price('service')]).toEqual([863_100n, 115_000n, 115_000n])
    expect(card?.priceOf('NP', 'utility')).toBeNull()
  })

  test('hold from their day to the next one’s, and before the first there is none', () => {
    expect(heldIn('2026-09-01', '2026-09-30')).toEqual(['2026-01-01'])
    expect(heldIn('2026-09-15', '2026-10-15')).toEqual(['2026-01-01', '2026-10-01'])
    expect(heldIn('2025-12-01', '2025-12-31')).toEqual([])
    expect(cardsBetween(rateCards(), 'USD', '2026-11-01', '2026-11-30')).toEqual([])
  })
})

describe('Meta’s file', () => {
  test('is read with its preamble, its broken header and its prices that are none', () => {
    const read = readRateCard(META, OPTIONS)
    if (!read.ok) throw new Error(read.problems.join())
    expect(read.card).toMatchObject({
      effective: '2026-10-01',
      currency: 'EUR',
      source: { isSecondHand: false },
    })
    expect(read.card.markets['Nowhere']).toEqual({
      ...{ marketing: '0.0500', utility: '0.0200', authentication: '0.0200' },
      ...{ authentication_international: '0.1000', service: '0.0200' },
    })
    expect(read.card.markets['Other']).toEqual({ marketing: '0.0600', utility: '0.0250' })
    expect(read.ignored).toEqual(['Meta Business Agent'])
  })

  test('prices a country by its own market, else by its region, and never by another', () => {
    const read = readRateCard(META, OPTIONS)
    if (!read.ok) throw new Error(read.problems.join())
    const { priceOf } = cardOf(read.card)
    expect(priceOf('NP', 'utility')).toMatchObject({ market: 'Rest of Asia Pacific', price: 30_000n })
    expect(priceOf('FR', 'marketing')).toMatchObject({ market: 'Other' })
    expect(priceOf('US', 'marketing')).toBeNull()
    expect(priceOf('FR', 'authentication')).toBeNull()
    expect(priceOf('', 'marketing')).toBeNull()
    expect(priceOf('NP', 'group_utility')).toMatchObject({ price: 30_000n, tiers: [] })
    expect(priceOf('NP', 'general_purpose_ai')).toBeNull()
  })

  test('prices what goes through the Marketing Messages API as marketing, unless it has a price for it', () => {
    expect(liteOf(META, 'NP')).toMatchObject({ priced: 'marketing_lite', price: 70_000n, tiers: [] })
    expect(liteOf(META, 'US')).toBeNull()
    const own = META.replace('Meta Business Agent', 'Marketing Lite').replaceAll('$2.00', '0.0650')
    expect(liteOf(own, 'NP')).toMatchObject({ price: 65_000n })
    expect(liteOf(own, 'FR')).toMatchObject({ price: 60_000n })
  })

  test('is refused as a whole if anything in it cannot be read', () => {
    expect(problems(META.replace('0.0500', 'free'))).toEqual(['Nowhere, marketing: “free” is no price'])
    expect(problems(META.replace('Other,EUR', 'Other,INR'))).toEqual(['it has several currencies: EUR, INR'])
    expect(problems(META.replace('Other,EUR', 'Nowhere,EUR'))).toEqual(['Nowhere is there twice'])
    expect(problems(META.replace('Marketing,Utility', 'Promotion,Utility'))).toEqual([
      'there is no column for marketing',
    ])
    expect(problems(META.replace('effective October 1, 2026', ''))[0]).toContain('--effective')
    expect(problems('foo,bar\n1,2')[0]).toContain('Market,Currency')
    expect(problems('PK\u0003\u0004')[0]).toContain('.xlsx')
    expect(problems(META, { tiers: 'Market,Category,Above,Price\nNowhere,Service,10,0.01' })).toEqual([
      'tiers: Service has no tiers',
    ])
  })

  test('becomes a card with one command, and replaces the one of its day', () => {
    const folder = mkdtempSync(join(tmpdir(), 'harkara-cards-'))
    const [file, tiers] = [join(folder, 'meta.csv'), join(folder, 'tiers.csv')]
    writeFileSync(file, META)
    writeFileSync(
      tiers,
      'Market,Category,Above,Price\nNowhere,Utility,100,0.0180\nNowhere,Utility,200,0.0150\n',
    )
    const said: string[] = []
    const add = (...more: string[]) =>
      addRateCard(['add', file, ...more], { say: (line) => said.push(line), today: '2026-11-23', folder })
    add('--tiers', tiers)
    add('--tiers', tiers)
    expect(
      said.filter((line) => line.includes('2026-10-01-EUR.json')).map((line) => line.split(' ')[0]),
    ).toEqual(['added', 'replaced'])
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toEqual(['2026-10-01-EUR.json'])
    expect(readRateCards(folder)[0]?.source).toMatchObject({ read: '2026-11-23', isSecondHand: false })
    expect(() => addRateCard(['ad', file], { say: () => {}, today: '', folder })).toThrow('rates add FILE')
    expect(() => addRateCard(['add', 'nowhere.csv'], { say: () => {}, today: '', folder })).toThrow(
      'nowhere.csv cannot be read',
    )
    rmSync(folder, { recursive: true })
  })
})
