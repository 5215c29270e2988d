import { expect, test } from 'vitest'
import { soundsOf } from './sound-words.ts'

const sounds = (text: string): string[] => soundsOf(text).map(({ sound }) => sound)

test('one word counts as one, in either script and however it is spelt', () => {
  for (const same of [
    'छूट chhoot chhut chut',
    'नई nayi nai',
    'करें karein karen',
    'ख़रीदें खरीदें khareedein kharidein',
  ])
    expect(new Set(sounds(same)).size, same).toBe(1)
  expect(new Set(sounds('sale sold deal')).size).toBe(3)
})

test('variables, numbers, shares and money are marks, and each word keeps its place', () => {
  expect(sounds('Hi {{name}}, 20% off on ₹ 499 and Rs. 1,200')).toEqual([
    ...['hi', 'var', '#%', 'of', 'on', 'cur', '#', 'and', 'cur', '#'],
  ])
  const text = 'अभी ख़रीदें'
  expect(soundsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(['अभी', 'ख़रीदें'])
})
