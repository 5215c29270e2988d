/**
 * Meta's published rate card, as it comes from "Rate cards" on its pricing page: a line or more that say what it is and since
 * when, then `Market, Currency, Marketing, Utility, Authentication, Authentication-International, Service`, with "n/a" where a
 * market has no such price (Meta, "Pricing", cards of 2024 to Oct 2026). Meta's volume tiers are another file; ours has the
 * columns `Market, Category, Above, Price`. Pure.
 */
import { parse } from 'csv-parse/sync'
import { parseMicros } from './money.ts'
import { PRICED, RateCardFile, TIERED, type Priced } from './rate-cards.ts'

export type ReadCard =
  | { readonly ok: true; readonly card: RateCardFile; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] }

export type CardOptions = {
  /** YYYY-MM-DD; null: what the file says. */
  readonly effective: string | null
  readonly page: string
  readonly read: string
  /** The text of a file of tiers; null: none. */
  readonly tiers: string | null
}

const COLUMNS: Readonly<Record<string, Priced>> = {
  marketing: 'marketing',
  marketinglite: 'marketing_lite',
  marketingmessagesapi: 'marketing_lite',
  utility: 'utility',
  authentication: 'authentication',
  authenticationinternational: 'authentication_international',
  service: 'service',
}
const NO_PRICE = /^(?:n\/?a|-|–|)$/iu

/** Never a card that is half right: with any problem there is none. */
export function readRateCard(text: string, options: CardOptions): ReadCard {
  if (text.startsWith('PK'))
    return refuse('this is a spreadsheet (.xlsx): open it and save it as CSV (UTF-8)')
  const rows = rowsOf(text)
  if (rows === null) return refuse('this is no CSV file')
  const headerAt = rows.findIndex((row) => keyOf(row[0]) === 'market' && keyOf(row[1]) === 'currency')
  if (headerAt < 0) return refuse('there is no line that begins with "Market,Currency"')
  const header = rows[headerAt] ?? []
  const preamble = rows.slice(0, headerAt).flat().join(' ')
  const effective = options.effective ?? effectiveOf(preamble)
  if (effective === null)
    return refuse('the file does not say since when it holds: add --effective YYYY-MM-DD')
  const body = readMarkets(header, rows.slice(headerAt + 1))
  const tiers = readTiers(options.tiers, new Set(Object.keys(body.markets)))
  const currency = [...body.currencies][0]
  const problems = [...body.problems, ...tiers.problems]
  if (currency === undefined) problems.push('there is no market in it')
  if (body.currencies.size > 1) problems.push(`it has several currencies: ${[...body.currencies].join(', ')}`)
  if (problems.length > 0) return { ok: false, problems }
  const card = RateCardFile.safeParse({
    effective,
    currency,
    source: { page: options.page, read: options.read, isSecondHand: false },
    markets: body.markets,
    ...(options.tiers !== null && { tiers: tiers.tiers }),
  })
  return card.success
    ? { ok: true, card: card.data, ignored: body.ignored }
    : {
        ok: false,
        problems: card.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      }
}

const refuse = (problem: string): ReadCard => ({ ok: false, problems: [problem] })
const keyOf = (cell: string | undefined): string => (cell ?? '').toLowerCase().replaceAll(/[^a-z]/gu, '')

function rowsOf(text: string): string[][] | null {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true })
  } catch {
    return null
  }
}

/** "… effective October 1, 2026". */
function effectiveOf(preamble: string): string | null {
  const [, words] = /effective\s+([A-Za-z]+\s+\d{1,2},?\s+\d{4})/iu.exec(preamble) ?? []
  const at = words === undefined ? Number.NaN : Date.parse(`${words} UTC`)
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10)
}

/** "$US" stands for dollars in Meta's older cards. */
const currencyOf = (cell: string): string => (cell === '$US' ? 'USD' : cell.toUpperCase())

function readMarkets(header: readonly string[], rows: readonly (readonly string[])[]) {
  const markets: Record<string, Partial<Record<Priced, string>>> = {}
  const currencies = new Set<string>()
  const problems: string[] = []
  const columns = header.map((cell) => COLUMNS[keyOf(cell)])
  for (const needed of ['marketing', 'utility', 'authentication'] as const)
    if (!columns.includes(needed)) problems.push(`there is no column for ${needed}`)
  for (const row of rows) {
    const [market = '', currency = ''] = row
    if (market === '' || currency === '') continue // remarks below the table
    if (markets[market] !== undefined) problems.push(`${market} is there twice`)
    currencies.add(currencyOf(currency))
    const prices: Partial<Record<Priced, string>> = {}
    for (const [at, priced] of columns.entries()) {
      const cell = row[at] ?? ''
      if (priced === undefined || NO_PRICE.test(cell)) continue
      if (parseMicros(cell) === null) problems.push(`${market}, ${priced}: “${cell}” is no price`)
      else prices[priced] = cell
    }
    markets[market] = prices
  }
  const ignored = header.filter((cell, at) => at > 1 && cell !== '' && columns[at] === undefined)
  return { markets, currencies, problems, ignored }
}

function readTiers(text: string | null, markets: ReadonlySet<string>) {
  const tiers: Record<string, Partial<Record<Priced, { above: number; price: string }[]>>> = {}
  const problems: string[] = []
  const [header, ...rows] = text === null ? [] : (rowsOf(text) ?? [])
  if (text !== null && header?.map(keyOf).join() !== 'market,category,above,price')
    problems.push('the file of tiers must have the columns Market,Category,Above,Price')
  for (const [market = '', category = '', above = '', price = ''] of problems.length > 0 ? [] : rows) {
    const priced = PRICED.find((one) => keyOf(one) === keyOf(category))
    if (!markets.has(market)) problems.push(`tiers: there is no market ${market}`)
    else if (priced === undefined || !TIERED.includes(priced))
      problems.push(`tiers: ${category} has no tiers`)
    else if (!/^\d+$/u.test(above) || parseMicros(price) === null)
      problems.push(`tiers of ${market}: “${above}, ${price}” is no tier`)
    else ((tiers[market] ??= {})[priced] ??= []).push({ above: Number(above), price })
  }
  return { tiers, problems }
}
