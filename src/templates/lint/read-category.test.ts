import { expect, test } from 'vitest'
import { advertisingIn } from './read-category.ts'

const read = (...texts: readonly string[]) =>
  advertisingIn(texts.map((text, nth) => ({ path: `components.${nth}.text`, text })))
const advertises = (...texts: readonly string[]): boolean => read(...texts).isLikely

test('what a shop would like to sell is marketing, also where no discount is spoken of', () => {
  for (const words of [
    'Hello {{1}}, the new silk sarees have come. Come and see them at {{2}}.',
    'Happy Diwali, {{1}}! With love from all of us at {{2}}.',
    'We miss you, {{1}}. It has been a long time.',
    'You left something in your cart, {{1}}.',
    'नमस्ते {{1}} जी, नई साड़ियाँ आ गई हैं। देखने ज़रूर आइए।',
    'Naya batch {{1}} se shuru ho raha hai, jaldi judiye.',
  ])
    expect(advertises(words), words).toBe(true)
})

test('what a customer ordered, paid or booked is not, also where money comes off', () => {
  for (const words of [
    'Your discount of Rs 50 was applied to order {{1}}.',
    'Your refund of Rs {{1}} was sent to your bank.',
    'How was your visit to {{1}} on {{2}}? Please rate it from 1 to 5.',
    'Your subscription renews on {{1}}.',
    'दिवाली पर दुकान बंद है, आपका ऑर्डर {{1}} अगले दिन मिलेगा।',
    'Aapka payment {{1}} mil gaya hai, raseed saath mein hai.',
  ])
    expect(advertises(words), words).toBe(false)
})

test('the words are told as they stand there, each with the part that it stands in', () => {
  const { places } = read('Festive offers', 'Hello {{1}}, the new collection is here.', 'Shop now')
  expect(places.map(({ path }) => path)).toContain('components.0.text')
  expect(places.find(({ path }) => path === 'components.2.text')?.words).toEqual(['Shop now'])
  expect(places.flatMap(({ words }) => words).join(' ')).toContain('new collection is here')
})

test('each word is where its span says, also behind emoji, in Hindi and where it stands twice', () => {
  const text = '🎉👨‍👩‍👧 नमस्ते {{1}}!\nदिवाली सेल: 50% छूट, और छूट। अभी ख़रीदें 🛍️'
  const [place] = read(text).places
  expect(place?.words.length).toBeGreaterThan(1)
  expect(place?.spans.map(({ start, end }) => text.slice(start, end).replaceAll(/\s+/gu, ' '))).toEqual(
    place?.words,
  )
})

test('of a language that was not learned nothing is said', () => {
  expect(advertises('வணக்கம் {{1}}, எங்கள் புதிய புடவைகள் வந்துவிட்டன. இன்றே வாருங்கள்!')).toBe(false)
  expect(advertises('')).toBe(false)
  expect(advertisingIn([])).toEqual({ isLikely: false, places: [] })
})
