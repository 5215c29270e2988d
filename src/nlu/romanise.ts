/**
 * The nine Brahmic scripts of India in Latin letters, about as people type them. Their Unicode blocks have one layout, so one table does for all
 * (Unicode 17, chapter 12: each block of 128 follows ISCII). Long and short vowels, and dentals and retroflexes, fall together: nobody types them apart.
 */
const FIRST = 0x900
const LAST = 0xd7f
const BLOCK = 0x80

const VOWELS: Readonly<Record<number, string>> = {
  ...{ 0x05: 'a', 0x06: 'a', 0x07: 'i', 0x08: 'i', 0x09: 'u', 0x0a: 'u', 0x0b: 'ri', 0x0c: 'l', 0x0d: 'e' },
  ...{ 0x0e: 'e', 0x0f: 'e', 0x10: 'ai', 0x11: 'o', 0x12: 'o', 0x13: 'o', 0x14: 'au' },
}
const SIGNS: Readonly<Record<number, string>> = {
  ...{ 0x3e: 'a', 0x3f: 'i', 0x40: 'i', 0x41: 'u', 0x42: 'u', 0x43: 'ri', 0x44: 'ri', 0x45: 'e', 0x46: 'e' },
  ...{ 0x47: 'e', 0x48: 'ai', 0x49: 'o', 0x4a: 'o', 0x4b: 'o', 0x4c: 'au', 0x57: 'au' },
}
/** From 0x15 on. */
const CONSONANTS =
  'k kh g gh ng ch chh j jh ny t th d dh n t th d dh n n p ph b bh m y r r l l zh v sh sh s h'.split(' ')
const FIRST_CONSONANT = 0x15
const VIRAMA = 0x4d
const NUKTA = 0x3c
const WITH_NUKTA: Readonly<Record<string, string>> = { k: 'q', j: 'z', d: 'r', dh: 'rh', ph: 'f' }
/** Letters that stand for a consonant alone: Bengali khanda ta; Malayalam's chillus. */
const BARE: Readonly<Record<number, string>> = {
  ...{ 0x9ce: 't' },
  ...{ 0xd7a: 'n', 0xd7b: 'n', 0xd7c: 'r', 0xd7d: 'l', 0xd7e: 'l', 0xd7f: 'k' },
}
const NASAL = new Set([0x01, 0x02, 0x70])
const VISARGA = 0x03
const ADDAK = 0xa71
const FIRST_DIGIT = 0x66

const BENGALI = 0x980
/** Where a vowel that is not written is not spoken either at a word's end, nor between two spoken ones. */
const DROPS_VOWELS = new Set([0x900, BENGALI, 0xa00, 0xa80])

/** Where a single stop between vowels, or after a nasal, is spoken with voice: Tamil and Malayalam, which often write no other. */
const VOICES_STOPS = new Set([0xb80, 0xd00])
const VOICED: Readonly<Record<string, string>> = { k: 'g', ch: 's', t: 'd', p: 'b' }
const NASALS = new Set(['n', 'm', 'ng', 'ny'])

type Sound = { consonant: string; vowel: string; isInherent: boolean }

/** Whether any of it is in such a script. */
export const isBrahmic = (text: string): boolean => /[\u0900-\u0D7F]/u.test(text)

/** Of any text; what is of no such script stays as it is. */
export const romanise = (text: string): string =>
  text.replace(/[\u0900-\u0D7F]+/gu, (word) => romaniseWord(word))

function romaniseWord(word: string): string {
  const sounds: Sound[] = []
  const last = (): Sound | undefined => sounds.at(-1)
  let [block, isDoubled] = [0, false]
  for (const character of word) {
    const point = character.codePointAt(0) ?? 0
    if (point < FIRST || point > LAST) continue
    block = point - (point % BLOCK)
    const place = point % BLOCK
    const consonant = consonantAt(place, block)
    const bare = BARE[point]
    if (bare !== undefined) sounds.push({ consonant: bare, vowel: '', isInherent: false })
    else if (consonant !== undefined) {
      const doubled = isDoubled ? (consonant[0] ?? '') : ''
      sounds.push({
        consonant: doubled + consonant,
        vowel: block === BENGALI ? 'o' : 'a',
        isInherent: true,
      })
      isDoubled = false
    } else if (point === ADDAK) isDoubled = true
    else if (VOWELS[place] !== undefined)
      sounds.push({ consonant: '', vowel: VOWELS[place], isInherent: false })
    else change(last(), place, sounds, block)
  }
  if (DROPS_VOWELS.has(block)) dropVowels(sounds)
  if (VOICES_STOPS.has(block)) voiceStops(sounds)
  return sounds.map(({ consonant, vowel }) => consonant + vowel).join('')
}

const consonantAt = (place: number, block: number): string | undefined =>
  block === BENGALI && place === 0x2f ? 'j' : CONSONANTS[place - FIRST_CONSONANT]

/** What is written at or after a letter. */
function change(sound: Sound | undefined, place: number, sounds: Sound[], block: number): void {
  if (NASAL.has(place)) sounds.push({ consonant: 'n', vowel: '', isInherent: false })
  else if (place === VISARGA) sounds.push({ consonant: 'h', vowel: '', isInherent: false })
  else if (place >= FIRST_DIGIT && place < FIRST_DIGIT + 10)
    sounds.push({ consonant: String(place - FIRST_DIGIT), vowel: '', isInherent: false })
  else if (sound === undefined) return
  else if (place === VIRAMA) Object.assign(sound, { vowel: '', isInherent: false })
  else if (place === NUKTA)
    sound.consonant =
      block === BENGALI && sound.consonant === 'j' ? 'y' : (WITH_NUKTA[sound.consonant] ?? sound.consonant)
  else if (SIGNS[place] !== undefined) Object.assign(sound, { vowel: SIGNS[place], isInherent: false })
}

/** The rule for Hindi's schwa, from the end to the beginning: kamal(a), kar(a)na, samajh(a)na. */
function dropVowels(sounds: Sound[]): void {
  const end = sounds.at(-1)
  if (end?.isInherent === true && sounds.length > 1 && sounds.at(-2)?.vowel !== '') end.vowel = ''
  for (let nth = sounds.length - 2; nth > 0; nth -= 1) {
    const [before, here, behind] = [sounds[nth - 1], sounds[nth], sounds[nth + 1]]
    if (here?.isInherent !== true || here.consonant === '') continue
    if (before?.vowel !== '' && behind?.vowel !== '' && behind?.consonant !== '') here.vowel = ''
  }
}

/** Doubled ones stay as they are: engge, evide; but akka. */
function voiceStops(sounds: readonly Sound[]): void {
  for (const [nth, sound] of sounds.entries()) {
    const before = sounds[nth - 1]
    const voiced = VOICED[sound.consonant]
    if (before === undefined || voiced === undefined || sound.vowel === '') continue
    if (before.vowel !== '' || NASALS.has(before.consonant)) sound.consonant = voiced
  }
}
