/**
 * Whether a text advertises, and by which words: English, Hindi and Hinglish. A lexicon with weights, because a shop must see why: one
 * strong word, or two weak ones, make a text marketing. Words that speak of something the customer did take weight away from
 * weak ones. Pure.
 */
type Entry = readonly [pattern: RegExp, weight: number]

/** Whole words in any script: JavaScript's \b knows Latin letters only. */
const word = (pattern: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${pattern})(?![\\p{L}\\p{M}\\p{N}])`, 'giu')

const STRONG = 2
const WEAK = 1
const ENGLISH: readonly Entry[] = [
  [
    word(
      'discounts?|cash ?back|coupons?|vouchers?|promo(?: ?codes?)?|giveaway|bogo|clearance|flash sale|mega sale',
    ),
    STRONG,
  ],
  [/\d+\s?(?:%|percent|per cent)\s*(?:off|discount)/giu, STRONG],
  [/(?:flat|upto|up to|extra|save|get)\s+(?:rs\.?|inr|₹)?\s?\d+\s?%?(?:\s*off)?/giu, STRONG],
  [
    word('(?:shop|buy|order|grab|book|avail|visit us|upgrade|subscribe)(?: it| yours?| them)? (?:now|today)'),
    STRONG,
  ],
  [
    word(
      '(?:special|exclusive|festive|limited[- ]time|best|great|exciting|amazing) (?:offers?|deals?|prices?|collection|savings?)',
    ),
    STRONG,
  ],
  [word('new (?:arrivals?|collection|launch|range|stock)|just launched|newly launched|introducing'), STRONG],
  [
    word(
      "don[’']?t miss(?: out)?|hurry(?: up)?|last chance|while stocks? lasts?|limited stock|selling fast|ends (?:soon|tonight|today)",
    ),
    STRONG,
  ],
  [
    word(
      'buy (?:one|1|two|2) get (?:one|1)|free gifts?|win (?:a|exciting|big)|lucky draw|refer (?:a friend|and earn)',
    ),
    STRONG,
  ],
  [
    word('offers?|deals?|sale|exclusive|savings?|bestsellers?|trending|limited|festive|combo|bonanza|flat'),
    WEAK,
  ],
  [
    word(
      'check out|explore|discover|treat yourself|recommended for you|you may (?:also )?like|come (?:and )?visit|stay tuned',
    ),
    WEAK,
  ],
]
const HINDI: readonly Entry[] = [
  [word('छूट|डिस्काउंट|कैशबैक|कूपन|धमाका|महासेल|मुफ़्त उपहार|मुफ्त उपहार|प्रोमो|लकी ड्रॉ|इनाम जीतें'), STRONG],
  [word('(?:अभी|आज ही|जल्दी) (?:ख़रीदें|खरीदें|ऑर्डर करें|बुक करें|आएँ|आएं|पधारें|शॉपिंग करें)'), STRONG],
  [word('(?:ख़ास|खास|विशेष|शानदार|सीमित समय का|त्योहारी|बेहतरीन) (?:ऑफ़र|ऑफर|दाम|डील|बचत|कलेक्शन)'), STRONG],
  [word('नया कलेक्शन|नई रेंज|नया स्टॉक|मौका न चूकें|मौक़ा न चूकें|जल्दी करें|एक पर एक (?:मुफ़्त|मुफ्त|फ्री)|स्टॉक सीमित'), STRONG],
  [word('ऑफ़र|ऑफर|सेल|डील|बचत|मुफ़्त|मुफ्त|फ्री|सस्ता|सस्ते|ख़रीदें|खरीदें'), WEAK],
]
const HINGLISH: readonly Entry[] = [
  [word('chh?oo?t|chhut|dhamaka|dhamakedar|muft (?:gift|uphaar)|bumper'), STRONG],
  [
    word(
      '(?:abhi|aaj hi|jaldi(?: se)?) (?:khari?do|khari?de(?:n|in)?|order kar(?:o|e|en|ein)|book kar(?:o|e|en|ein)|shop kar(?:o|e|en|ein)|aa(?:o|iye))',
    ),
    STRONG,
  ],
  [
    word(
      'jaldi kar(?:o|e|en|ein)|mauk?a (?:mat|na) (?:chook?o|chuke|gawao|choden)|stock khatam hone|nay[ai] (?:collection|stock|range)',
    ),
    STRONG,
  ],
  [word('ek (?:par|pe) ek (?:free|muft)|(?:khaas|special|shandaar|zabardast) (?:offer|daam|deal)'), STRONG],
  [word('muft|bachat|sasta|saste|khareedo|kharido|khariden'), WEAK],
]
const ALL = [...ENGLISH, ...HINDI, ...HINGLISH]

/** The text is about something that the customer has done or asked for. */
const ABOUT_THEM =
  /(?<![\p{L}\p{M}])(?:your (?:order|payment|invoice|booking|appointment|refund|return|delivery|parcel|shipment|subscription|account|request|complaint|ticket)|order (?:id|no|number)|आपका (?:ऑर्डर|भुगतान|रिफंड|पार्सल)|आपके (?:ऑर्डर|भुगतान|अपॉइंटमेंट)|आपकी (?:बुकिंग|अपॉइंटमेंट|शिकायत)|aapk[aei] (?:order|payment|booking|appointment|refund|parcel))/iu

export type Advertising = { readonly isLikely: boolean; readonly words: readonly string[] }

export function advertisingIn(text: string): Advertising {
  const found = ALL.flatMap(([pattern, weight]) =>
    [...text.matchAll(pattern)].map((match) => ({ words: match[0], weight })),
  )
  const strong = found.filter(({ weight }) => weight === STRONG)
  const weak = new Set(found.filter(({ weight }) => weight === WEAK).map(({ words }) => words.toLowerCase()))
  const needed = ABOUT_THEM.test(text) ? 3 : 2
  return {
    isLikely: strong.length > 0 || weak.size >= needed,
    words: [...new Set(found.map(({ words }) => words.trim()))],
  }
}
