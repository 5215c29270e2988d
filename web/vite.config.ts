import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type Rolldown } from 'vite'

// Lingui's macro looks for its configuration from the working directory, which is the project's root and not this folder.
process.env['LINGUI_CONFIG'] = `${import.meta.dirname}/lingui.config.ts`

const VENDOR =
  /node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|zustand|clsx|@lingui|@tanstack)\//u

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [
    // Lingui's macros must be gone before React's plugin sees the code.
    babel({ presets: [linguiTransformerBabelPreset()] }),
    react(),
    lingui({ failOnMissing: true, failOnCompileError: true }),
    tailwindcss(),
    emojiData(['en', 'hi']),
    preloadFirstScreen(),
    serviceWorker(),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    modulePreload: { polyfill: false }, // every browser of that target has it
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      output: {
        // What every page needs is one file: in many small ones the same code compresses worse.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: VENDOR },
            { name: screens(), debugName: 'screens' },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': process.env['HARKARA_API'] ?? 'http://127.0.0.1:3000' } },
})

const sourceOf = (file: string): string => `${import.meta.dirname}/src/${file}`

/**
 * What the first screen imports is one file as well, and what an open conversation needs beside it is another. Left to themselves,
 * their icons and helpers become a file each as soon as a part that is loaded later uses them too: dozens, and 10 KB more in all.
 */
function screens() {
  const screenOf = new Map<string, string>()
  return (id: string, context: Rolldown.ChunkingContext): string | null => {
    if (screenOf.size === 0) {
      const gather = (screen: string, one: string): void => {
        if (screenOf.has(one)) return
        screenOf.set(one, screen)
        for (const imported of context.getModuleInfo(one)?.importedIds ?? []) gather(screen, imported)
      }
      for (const root of ['main.tsx', 'conversations/inbox.tsx']) gather('first', sourceOf(root))
      gather('thread', sourceOf('conversations/open-conversation.tsx'))
    }
    return /\/(?:inbox|main|open-conversation)\.tsx$/u.test(id) ? null : (screenOf.get(id) ?? null)
  }
}

/** Serves emojibase's data from our own origin, without the fields that the picker does not read: it never asks a CDN. */
function emojiData(locales: readonly string[]): Plugin {
  const require = createRequire(import.meta.url)
  const unused = new Set(['shortcodes', 'emoticon', 'type', 'gender'])
  const files = locales.flatMap((locale) => ['data', 'messages'].map((name) => `${locale}/${name}.json`))
  const read = (file: string) =>
    JSON.stringify(
      JSON.parse(readFileSync(require.resolve(`emojibase-data/${file}`), 'utf8'), (key, value: unknown) =>
        unused.has(key) ? undefined : value,
      ),
    )
  return {
    name: 'harkara-emoji-data',
    generateBundle() {
      for (const file of files)
        this.emitFile({ type: 'asset', fileName: `emoji/${file}`, source: read(file) })
    },
    configureServer(server) {
      server.middlewares.use('/emoji/', (request, response, next) => {
        const file = request.url?.slice(1) ?? ''
        if (!files.includes(file)) return next()
        response.setHeader('content-type', 'application/json')
        response.end(read(file))
      })
    },
  }
}

/**
 * The first screen's route and the language's catalogue are lazy chunks; without a hint the browser would learn of them
 * only after the entry has run. The route is preloaded for everyone; boot.js preloads the catalogue of the language chosen.
 */
function preloadFirstScreen(): Plugin {
  return {
    name: 'harkara-preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((item) => item.type === 'chunk')
        const fileOf = (end: string) => chunks.find((c) => c.facadeModuleId?.endsWith(end))
        const route = fileOf('/conversations/inbox.tsx')
        if (route === undefined) throw new Error('the inbox is no longer a chunk of its own')
        const locales = ['en', 'hi'].map(
          (l) => ` data-catalogue-${l}="/${fileOf(`/locales/${l}.po`)?.fileName}"`,
        )
        return {
          html: html.replace('<html', `<html${locales.join('')}`),
          tags: [route.fileName, ...route.imports]
            .filter((file) => !html.includes(file))
            .map((file) => ({
              tag: 'link',
              attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
              injectTo: 'head' as const,
            })),
        }
      },
    },
  }
}

/**
 * The service worker is no module of the app: it keeps its name and its place, and gets the names of the first screen's files.
 * Its version is made of all names, so that another build is another worker and an equal one is the same.
 */
function serviceWorker(): Plugin {
  return {
    name: 'harkara-service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((item) => item.type === 'chunk')
        const first = chunks.filter(
          ({ isEntry, facadeModuleId }) =>
            isEntry || /\/conversations\/(?:inbox|open-conversation)\.tsx$/u.test(facadeModuleId ?? ''),
        )
        const styles = Object.keys(bundle).filter((name) => /^assets\/index-.*\.css$/u.test(name))
        const shell = new Set([
          ...first.flatMap(({ fileName, imports }) => [fileName, ...imports]),
          ...styles,
        ])
        const offline = readFileSync(`${import.meta.dirname}/public/offline.html`, 'utf8')
        const source = readFileSync(`${import.meta.dirname}/service-worker.js`, 'utf8')
        const version = createHash('sha256').update(
          [...Object.keys(bundle).toSorted(), offline, source].join('\n'),
        )
        this.emitFile({
          type: 'asset',
          fileName: 'service-worker.js',
          source: source
            .replace("'__VERSION__'", JSON.stringify(version.digest('hex').slice(0, 16)))
            .replace(
              "['__SHELL__']",
              JSON.stringify(['/offline.html', ...[...shell].map((name) => `/${name}`)]),
            ),
        })
      },
    },
  }
}
