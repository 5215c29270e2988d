/** What travels in PostgreSQL's binary form arrives as it was. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { test } from '#test/database.ts'
import { byteaArray, float8Array, int4Array, jsonbArray, textArray, uuidArray } from './arrays.ts'

const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
  fc.array(fc.option(values, { nil: null }), { maxLength: 20 })
/** Whatever PostgreSQL can store: no NUL, no half of a surrogate pair. */
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\u0000', ''))
const json = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)))

test('an array of any of the types, with nulls and empty values, is read back as it was written', async ({
  database,
}) => {
  await fc.assert(
    fc.asyncProperty(
      orNull(text),
      orNull(fc.uuid()),
      orNull(fc.double({ noNaN: true })),
      orNull(fc.integer()),
      orNull(json),
      orNull(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
      async (texts, uuids, doubles, integers, objects, bytes) => {
        const { rows } = await database.pool.query(
          `select $1::text[] as texts, $2::uuid[] as uuids, $3::float8[] as doubles, $4::int4[] as integers,
             $5::jsonb[] as objects, $6::bytea[] as bytes`,
          [
            ...[textArray(texts), uuidArray(uuids), float8Array(doubles), int4Array(integers)],
            ...[jsonbArray(objects), byteaArray(bytes)],
          ],
        )
        expect(rows[0]).toEqual({ texts, uuids, doubles, integers, objects, bytes })
      },
    ),
  )
})
