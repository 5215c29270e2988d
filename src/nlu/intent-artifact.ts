/** A trained intent model as bytes, to be kept and read in another process: a header in JSON, then its numbers as they stand in memory (little-endian). */
import { endianness } from 'node:os'
import { FeatureSpace } from './feature-space.ts'
import { IntentModel, type ViewModel } from './intent-model.ts'
import { LogisticRegression } from './logistic-regression.ts'
import { NearestPhrases } from './nearest-phrases.ts'
import { VIEWS } from './views.ts'

/** Raised with whatever changes what a model makes of a text: features, views, lexicon. A model of another format must be trained again. */
export const MODEL_FORMAT = 1
const MAGIC = 'HNLU'
const PREFIX_BYTES = 12

type Numbers = Float32Array | Int32Array
type Header = {
  readonly intents: readonly string[]
  readonly views: readonly {
    readonly features: readonly string[]
    readonly idfOfUnknown: number
    readonly lengths: readonly number[]
  }[]
}

export function encodeModel({ intents, views }: IntentModel): Uint8Array {
  if (endianness() !== 'LE') throw new Error('models are kept little-endian')
  const header: Header = {
    intents,
    views: views.map(({ space, ...rest }) => ({
      ...{ features: space.features, idfOfUnknown: space.idfOfUnknown },
      lengths: numbersOf({ space, ...rest }).map(({ length }) => length),
    })),
  }
  const text = Buffer.from(JSON.stringify(header))
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.write(MAGIC)
  prefix.writeUInt32LE(MODEL_FORMAT, 4)
  prefix.writeUInt32LE(text.length, 8)
  const padding = Buffer.alloc((4 - (text.length % 4)) % 4)
  const numbers = views.flatMap((view) => numbersOf(view)).map(bytesOf)
  return Buffer.concat([prefix, text, padding, ...numbers])
}

/** @throws Error if these are not the bytes of a model, or of another format: it must be trained again. */
export function decodeModel(bytes: Uint8Array): IntentModel {
  const buffer = Buffer.from(bytes) // at an address of its own, that numbers may stand at
  if (buffer.length < PREFIX_BYTES || buffer.toString('latin1', 0, 4) !== MAGIC)
    throw new Error('these are not the bytes of an intent model')
  const format = buffer.readUInt32LE(4)
  if (format !== MODEL_FORMAT) throw new Error(`an intent model of format ${format}, not ${MODEL_FORMAT}`)
  const textBytes = buffer.readUInt32LE(8)
  const header = JSON.parse(buffer.toString('utf8', PREFIX_BYTES, PREFIX_BYTES + textBytes)) as Header
  let at = PREFIX_BYTES + textBytes + ((4 - (textBytes % 4)) % 4)
  const take = (length: number): ArrayBuffer => {
    const part = new Uint8Array(buffer.subarray(at, (at += length * 4))).buffer
    if (part.byteLength !== length * 4) throw new Error('the bytes of an intent model end too soon')
    return part
  }
  if (header.views.length !== VIEWS.length) throw new Error('an intent model of other views')
  const classes = header.intents.length
  const views = header.views.map(({ features, idfOfUnknown, lengths }): ViewModel => {
    const parts = lengths.map(take)
    const floats = (nth: number): Float32Array => new Float32Array(parts[nth] ?? new ArrayBuffer())
    const whole = (nth: number): Int32Array => new Int32Array(parts[nth] ?? new ArrayBuffer())
    return {
      space: new FeatureSpace(features, floats(0), idfOfUnknown),
      regression: new LogisticRegression(floats(1), floats(2)),
      nearest: new NearestPhrases(whole(3), whole(4), floats(5), whole(6), classes),
    }
  })
  return new IntentModel(header.intents, views)
}

const numbersOf = ({ space, regression, nearest }: ViewModel): Numbers[] => [
  space.idf,
  regression.weights,
  regression.intercepts,
  nearest.starts,
  nearest.phrases,
  nearest.values,
  nearest.labels,
]

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
