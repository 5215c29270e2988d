import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { zipOf, type ZipEntry } from './zip.ts'

async function* entriesOf(...entries: ZipEntry[]): AsyncGenerator<ZipEntry> {
  yield* entries
}

describe('a ZIP file', () => {
  test('is read by others, with names in any script and content in several pieces', async () => {
    const chunks: Buffer[] = []
    const content = [Buffer.from('नमस्ते '), Buffer.from('world')]
    for await (const chunk of zipOf(
      entriesOf({ name: 'a/नमस्ते.txt', content }, { name: 'empty.json', content: [] }),
    ))
      chunks.push(chunk)
    const folder = mkdtempSync(join(tmpdir(), 'harkara-zip-'))
    try {
      const path = join(folder, 'one.zip')
      writeFileSync(path, Buffer.concat(chunks))
      const read = execFileSync('python3', [
        '-c',
        'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print("|".join(n + "=" + z.read(n).decode() for n in z.namelist()))',
        path,
      ])
      expect(read.toString().trim()).toBe('a/नमस्ते.txt=नमस्ते world|empty.json=')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
