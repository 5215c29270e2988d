/** A customer of long standing: 2,000 messages over more than a year, dealt from a deck so that no screen repeats itself. */
import { file } from './kinds.ts'
import type { Random } from './random.ts'
import { DAY, person, them, us, type Dialogue, type Line } from './script.ts'
import { EXCHANGES, GOODBYES, GREETINGS, WORDS, type Exchange } from './wholesale-lines.ts'

export const THREAD_LENGTH = 2000
export function wholesaleThread(random: Random): Dialogue {
  const decks: Decks = {
    greeting: dealer(GREETINGS, random),
    matter: dealer(EXCHANGES, random),
    shown: dealer(SHOWN, random),
    goodbye: dealer(GOODBYES, random),
  }
  const lines: Line[] = []
  let offset = 0 // minutes from the usual time of day
  while (lines.length < THREAD_LENGTH) {
    const later = random.below(360) - 180
    const gap = (1 + random.below(3)) * DAY + later - offset
    offset = later
    const talk = conversation(decks, random)
    const lasted = talk.slice(1).reduce((sum, { after = 0 }) => sum + after, 0)
    offset += lasted
    lines.push(...talk.map((line, index) => (index === 0 ? { ...line, after: gap } : line)))
  }
  const last = them('Aur haan, is baar invoice me transport alag se dikhana please', { after: 2 })
  return {
    who: person('Mahesh Agarwal, Balaji Vastralaya', '29001'),
    ago: 2,
    unread: 1,
    lines: [...lines.slice(-THREAD_LENGTH + 1), last],
  }
}

type Decks = {
  readonly greeting: () => Exchange
  readonly matter: () => Exchange
  readonly shown: () => readonly Line[]
  readonly goodbye: () => Exchange
}

/** One talk: a greeting, a few matters, perhaps something to look at, an end. */
function conversation(decks: Decks, random: Random): Line[] {
  const talk: Line[] = []
  const say = (exchange: Exchange): void => {
    talk.push(...spoken(exchange, random))
  }
  if (random.below(2) === 0) say(decks.greeting())
  for (let matters = 1 + random.below(4); matters > 0; matters--) say(decks.matter())
  if (random.below(9) === 0) talk.push(...decks.shown())
  if (random.below(3) === 0) say(decks.goodbye())
  return talk
}

/** Deals every card before any comes again, and none before half a deck of others. */
function dealer<T>(cards: readonly T[], random: Random): () => T {
  let deck: T[] = []
  let recent: T[] = []
  return () => {
    if (deck.length === 0) {
      const shuffled = random.shuffled(cards)
      const fresh = shuffled.filter((card) => !recent.includes(card))
      deck = [...fresh, ...shuffled.filter((card) => recent.includes(card))]
    }
    const card = deck.shift()
    if (card === undefined) throw new Error('an empty deck')
    recent = [...recent, card].slice(-Math.floor(cards.length / 2))
    return card
  }
}

const GOES_ON = '& '

function spoken({ tongue, lines }: Exchange, random: Random): Line[] {
  const vocabulary: Readonly<Record<string, readonly string[]>> = WORDS[tongue]
  const said = new Map<string, string>()
  // One exchange speaks of one thing: the same word in braces is the same in the answer.
  const fill = (line: string): string =>
    line.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
      const word = said.get(name) ?? random.pick(vocabulary[name] ?? [name])
      said.set(name, word)
      return word
    })
  let by: Line['by'] = 'us'
  return lines.map((line) => {
    const goesOn = line.startsWith(GOES_ON)
    if (!goesOn) by = by === 'us' ? 'them' : 'us'
    const words = fill(goesOn ? line.slice(GOES_ON.length) : line)
    const after = 1 + random.below(6)
    if (by === 'them') return them(words, { after })
    const isLiked = random.below(30) === 0
    return us(words, { after, ...(isLiked && { reaction: random.pick(['👍', '🙏', '😄']) }) })
  })
}

const SHOWN: readonly (readonly Line[])[] = [
  [file('us', 'indigo', 'New: dabu buti'), them('Nice, yeh 60 piece', { after: 3, answers: 1 })],
  [file('us', 'teal', 'Ikat, 5 colours'), them('Rate?', { after: 2 }), us('₹480', { after: 1 })],
  [file('them', 'mustard', 'Aisa bana sakte ho?'), us('Haan, 10 din me', { after: 6, answers: 1 })],
  [file('them', 'madder', 'यह वाला दोबारा चाहिए'), us('बना देंगे जी', { after: 4, answers: 1 })],
  [file('us', 'invoice'), them('Mil gaya 👍', { after: 5 })],
  [file('them', 'stained', 'Dekho yeh daag'), us('Replace kar dunga, sorry ji', { after: 7, answers: 1 })],
]
