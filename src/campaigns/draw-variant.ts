/**
 * Which message somebody gets, or that they are in the part that gets none. Drawn from the ids alone: whoever asks again gets the
 * same answer, so writing an audience down may begin anew. Pure.
 */
import { createHash } from 'node:crypto'
import type { Definition } from './shapes.ts'

export type Draw = { readonly variant: number | null; readonly isHeldOut: boolean }

export function drawVariant(
  campaign: string,
  contact: string,
  { messages, test, holdOutPercent }: Pick<Definition, 'messages' | 'test' | 'holdOutPercent'>,
): Draw {
  const digest = createHash('sha256').update(`${campaign}:${contact}`).digest()
  const [held, tried, which] = [0, 4, 8].map((at) => digest.readUInt32BE(at) / 2 ** 32) as [
    number,
    number,
    number,
  ]
  if (held < holdOutPercent / 100) return { variant: null, isHeldOut: true }
  const variant = Math.floor(which * Math.max(1, messages.length))
  const isTried = messages.length < 2 || test === null || tried < test.percent / 100
  return { variant: isTried ? variant : null, isHeldOut: false }
}
