/** Where files lie: a folder by default, an S3-compatible bucket by configuration. Keys are ours, never a sender's. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '#platform/ids.ts'

export type Storage = {
  /** Whole or not at all; writing the same key again replaces it. */
  readonly put: (key: string, bytes: Buffer, mimeType: string) => Promise<void>
  /** As `put`, for what may be too large to hold in memory. */
  readonly putStream: (key: string, stream: Readable, mimeType: string) => Promise<void>
  /** null: there is none. */
  readonly get: (key: string) => Promise<{ readonly stream: Readable; readonly bytes: number } | null>
  /** For good; there need not be one. */
  readonly remove: (key: string) => Promise<void>
}

const KEY = /^[\w-]+(\/[\w-]+)*$/u
function assertKey(key: string): void {
  if (!KEY.test(key)) throw new Error('a storage key that is not one of ours')
}

export function diskStorage(folder: string): Storage {
  return {
    put: async (key, bytes) => {
      assertKey(key)
      const path = join(folder, key)
      await mkdir(dirname(path), { recursive: true })
      const draft = `${path}.${newId()}`
      try {
        await writeFile(draft, bytes, { flush: true })
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
    },
    putStream: async (key, stream) => {
      assertKey(key)
      const path = join(folder, key)
      await mkdir(dirname(path), { recursive: true })
      const draft = `${path}.${newId()}`
      try {
        await pipeline(stream, createWriteStream(draft, { flush: true }))
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
    },
    get: async (key) => {
      assertKey(key)
      const path = join(folder, key)
      const found = await stat(path).catch(() => null)
      return found === null ? null : { stream: createReadStream(path), bytes: found.size }
    },
    remove: async (key) => {
      assertKey(key)
      await rm(join(folder, key), { force: true })
    },
  }
}

/** Credentials come from the environment or the machine's role, as the AWS SDK finds them. */
export async function s3Storage(options: {
  readonly bucket: string
  readonly endpoint: string | null
  readonly region: string
}): Promise<Storage> {
  // Loaded only where it is used: it costs more to start than everything else together.
  const { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } =
    await import('@aws-sdk/client-s3')
  const client = new S3Client({
    region: options.region,
    ...(options.endpoint !== null && { endpoint: options.endpoint, forcePathStyle: true }),
  })
  return {
    put: async (key, bytes, mimeType) => {
      assertKey(key)
      await client.send(
        new PutObjectCommand({ Bucket: options.bucket, Key: key, Body: bytes, ContentType: mimeType }),
      )
    },
    // A bucket wants to know the length before the first byte: the stream lies on our disk in between.
    putStream: async (key, stream, mimeType) => {
      assertKey(key)
      const folder = await mkdtemp(join(tmpdir(), 'harkara-upload-'))
      try {
        const path = join(folder, 'file')
        await pipeline(stream, createWriteStream(path))
        const { size } = await stat(path)
        await client.send(
          new PutObjectCommand({
            ...{ Bucket: options.bucket, Key: key, ContentType: mimeType, ContentLength: size },
            Body: createReadStream(path),
          }),
        )
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    get: async (key) => {
      assertKey(key)
      try {
        const { Body, ContentLength } = await client.send(
          new GetObjectCommand({ Bucket: options.bucket, Key: key }),
        )
        return Body === undefined ? null : { stream: Body as Readable, bytes: ContentLength ?? 0 }
      } catch (error) {
        if (error instanceof NoSuchKey) return null
        throw error
      }
    },
    remove: async (key) => {
      assertKey(key)
      await client.send(new DeleteObjectCommand({ Bucket: options.bucket, Key: key }))
    },
  }
}
