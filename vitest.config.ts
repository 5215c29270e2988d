import { defineConfig } from 'vitest/config'

// oxlint-disable-next-line node/no-process-env -- the runner's own settings
const isCi = process.env['CI'] !== undefined

/** `unit` needs nothing; `db` gets a real PostgreSQL; `e2e` drives the real program (and a real Chromium). */
export default defineConfig({
  test: {
    maxWorkers: 2, // also where there are only two cores: by itself one of them would be idle
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false, // they hold nothing: loading the same modules for each file takes longer than the tests
          include: ['{src,simulator,web,bench,eval}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        test: {
          name: 'db',
          // One after the other: lanes and events are read only up to the oldest transaction that runs anywhere on the server.
          fileParallelism: false,
          isolate: false,
          include: ['{src,test}/**/*.db.test.ts'],
          globalSetup: ['test/setup-database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/unpack-browser.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // Each file has a program, a database and ports of its own.
          fileParallelism: true,
          // Two browsers and two whole programs on two shared cores: a machine that stops for seconds gets a second try, and the report names
          // each test that took one. At one's desk every failure is seen.
          retry: isCi ? 1 : 0,
        },
      },
    ],
  },
})
