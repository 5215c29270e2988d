import { describe, expect, test } from 'vitest'
import { commandOf } from './commands.ts'

/** In ten languages, as they are written and as they are typed. */
const PERSON = [
  'talk to a person',
  'I want to talk to someone',
  'agent please',
  'human',
  'can someone call me?',
  'customer care',
  'kisi se baat karni hai',
  'bhai kisi insaan se baat karwao',
  'किसी से बात करनी है',
  'मुझे मैनेजर से बात करनी है',
  'কারো সাথে কথা বলতে চাই',
  'karo sathe kotha bolte chai',
  'કોઈ સાથે વાત કરવી છે',
  'koi sathe vaat karvi che',
  'कोणाशी तरी बोलायचं आहे',
  'mala konashi tari bolaycha aahe',
  'ਕਿਸੇ ਨਾਲ ਗੱਲ ਕਰਨੀ ਹੈ',
  'kise naal gal karni aa',
  'யாரிடமாவது பேச வேண்டும்',
  'yaaridamavathu pesanum',
  'ఎవరితోనైనా మాట్లాడాలి',
  'evaritho aina matladali',
  'ಯಾರೊಂದಿಗಾದರೂ ಮಾತನಾಡಬೇಕು',
  'yaara jothe mathadbeku',
  'ആരോടെങ്കിലും സംസാരിക്കണം',
  'aarodengilum samsarikkanam',
]

describe('what is heard at any point', () => {
  test.each(PERSON)('“%s” asks for a person', (text) => {
    expect(commandOf(text)).toBe('person')
  })

  test.each([
    ['restart', 'restart'],
    ['main menu pls', 'restart'],
    ['शुरू से', 'restart'],
    ['rehne do', 'stop'],
    ['exit', 'stop'],
    ['change language', 'language'],
    ['भाषा', 'language'],
  ])('“%s” is %s', (text, command) => {
    expect(commandOf(text)).toBe(command)
  })

  test.each([
    'where is my order',
    'the bag that I ordered for my manager came broken',
    'mera parcel kahan hai',
    'kal tak bhej do',
    'पैसे कब मिलेंगे',
    'ok',
    'Meena',
    'Ajit',
    'Human Rights Book',
    '',
    '👍',
  ])('“%s” is none', (text) => {
    expect(commandOf(text)).toBeNull()
  })
})
