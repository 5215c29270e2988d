/**
 * npm run budget [-- --json]: what a browser loads before the inbox can be used, compressed, against what we allow.
 *
 * The first screen is the entry, the inbox's route and one language's catalogue, with everything that they import statically; an open
 * conversation comes beside it, while the list is being looked at.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean }

const DIST = 'web/dist'
const LIMITS_KB = { js: 170, css: 15, thread: 80 }
const LARGEST_CATALOGUE = 'locales/hi.po'

const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
const first = Object.entries(manifest).filter(
  ([name, { isEntry }]) =>
    isEntry === true || name.endsWith('conversations/inbox.tsx') || name.endsWith(LARGEST_CATALOGUE),
)
if (first.length < 3)
  throw new Error('the first screen is no longer made of entry, inbox and catalogue: see dev/budget.ts')

const gather = (name: string, files: Set<string>): Set<string> => {
  const chunk = manifest[name]
  if (chunk === undefined || files.has(chunk.file)) return files
  files.add(chunk.file)
  for (const css of chunk.css ?? []) files.add(css)
  for (const imported of chunk.imports ?? []) gather(imported, files)
  return files
}
const firstFiles = new Set<string>()
for (const [name] of first) gather(name, firstFiles)
const thread = Object.keys(manifest).find((name) => name.endsWith('conversations/open-conversation.tsx'))
if (thread === undefined)
  throw new Error('the open conversation is no longer a chunk of its own: see dev/budget.ts')
const withThread = gather(thread, new Set(firstFiles))

const kb = (end: string, files: ReadonlySet<string>): number =>
  [...files]
    .filter((file) => file.endsWith(end))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0) / 1024
const [js, css] = [kb('.js', firstFiles), kb('.css', firstFiles)]
const threadJs = kb('.js', withThread) - js
const line = (what: string, size: number, limit: number): string =>
  `${what.padEnd(24)}${size.toFixed(1).padStart(7)} KB gzip   of ${limit} KB ${size <= limit ? '' : '  TOO MUCH'}`
console.log(line('JavaScript, first screen', js, LIMITS_KB.js))
console.log(line('CSS, first screen', css, LIMITS_KB.css))
console.log(line('JavaScript, open chat', threadJs, LIMITS_KB.thread))
if (process.argv.includes('--json'))
  console.log(
    JSON.stringify({
      inboxInitialJsGzipKb: Number(js.toFixed(1)),
      inboxInitialCssGzipKb: Number(css.toFixed(1)),
      openConversationJsGzipKb: Number(threadJs.toFixed(1)),
    }),
  )
process.exitCode = js <= LIMITS_KB.js && css <= LIMITS_KB.css && threadJs <= LIMITS_KB.thread ? 0 : 1
