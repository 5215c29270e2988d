import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

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
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      output: {
        // What every page needs is one file: in many small ones the same code compresses worse.
        codeSplitting: { groups: [{ name: 'vendor', test: VENDOR }] },
      },
    },
  },
  server: { proxy: { '/api': process.env['HARKARA_API'] ?? 'http://127.0.0.1:3000' } },
})

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
