import { describe, expect, test } from 'vitest'
import { waitOf } from './wait.ts'
import { choiceOf, sourceOf, sourceOfChoice, type StepMessage, withSource } from './word-source.ts'

const MESSAGE: StepMessage = { name: 'cart', language: 'en', parameters: { 1: 'Asha' }, variables: {} }

describe('a word of a step', () => {
  test('comes from one place at a time', () => {
    const named = withSource(MESSAGE, '1', { from: 'contact', field: 'first_name', fallback: 'friend' })
    expect(named).toMatchObject({
      parameters: {},
      variables: { 1: { from: 'contact', field: 'first_name', fallback: 'friend' } },
    })
    const told = withSource(named, '1', { from: 'column', name: 'product', fallback: ' ' })
    expect(told.variables).toEqual({ 1: { from: 'column', name: 'product' } })
    expect(withSource(told, '1', { from: 'text', text: 'Ravi' })).toMatchObject({
      parameters: { 1: 'Ravi' },
      variables: {},
    })
  })

  test('is read as it was written', () => {
    for (const source of [
      { from: 'text', text: 'x' },
      { from: 'contact', field: 'phone', fallback: '' },
      { from: 'attribute', key: 'city', fallback: 'here' },
      { from: 'column', name: 'product', fallback: 'your things' },
    ] as const)
      expect(sourceOf(withSource(MESSAGE, '1', source), '1')).toEqual(source)
  })

  test('keeps what is said instead when it comes from elsewhere', () => {
    const before = { from: 'attribute', key: 'city', fallback: 'here' } as const
    expect(sourceOfChoice('column', 'product', before)).toEqual({
      ...{ from: 'column', name: 'product', fallback: 'here' },
    })
    expect(sourceOfChoice('column', '1', before)).toMatchObject({ name: '' })
    expect(choiceOf(sourceOfChoice('contact:name', '1', before))).toBe('contact:name')
  })
})

test('a wait is said in the largest unit that says it exactly', () => {
  expect([0, 90, 120, 1440, 1500, 4320].map(waitOf)).toEqual([
    { count: 0, unit: 'hour' },
    { count: 90, unit: 'minute' },
    { count: 2, unit: 'hour' },
    { count: 1, unit: 'day' },
    { count: 25, unit: 'hour' },
    { count: 3, unit: 'day' },
  ])
})
