import { expect, test } from 'vitest'
import { foldWord } from './fold-word.ts'
import { romanise } from './romanise.ts'

test.each([
  ['मेरा ऑर्डर कहाँ है', 'mera ordar kahan hai'],
  ['करना समझना कमल', 'karna samajhna kamal'],
  ['ज़्यादा', 'zyada'],
  ['কবে আসবে', 'kobe asbe'],
  ['ક્યારે', 'kyare'],
  ['ਕਿੱਥੇ ਹੈ', 'kitthe hai'],
  ['எங்கே', 'engge'],
  ['ఎక్కడ', 'ekkada'],
  ['ಎಲ್ಲಿ', 'elli'],
  ['എവിടെ', 'evide'],
  ['size १२', 'size 12'],
  ['plain', 'plain'],
])('%s is read %s', (native, latin) => {
  expect(romanise(native)).toBe(latin)
})

test.each([
  ['kahaan', 'kahan', 'kaha'],
  ['zyada', 'jyada', 'jyaada'],
  ['paise', 'pese', 'paisey'],
  ['theek', 'thik', 'tik'],
  ['wapas', 'vapas', 'vaapas'],
])('%s, %s and %s are one word', (...spellings) => {
  expect(new Set(spellings.map(foldWord)).size).toBe(1)
})

test('words of other scripts are not folded', () => {
  expect(foldWord('कहाँ')).toBe('कहाँ')
})
