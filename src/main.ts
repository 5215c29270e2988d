#!/usr/bin/env node
/**
 * node src/main.ts all                         everything, with PostgreSQL and the simulator brought along (npm start)
 * node src/main.ts gateway worker sender web   the roles named, in one process, on DATABASE_URL
 * node src/main.ts replay --into <url>         DATABASE_URL's deliveries into an empty database, and whether it is the same
 * node src/main.ts rotate-secrets               everything sealed anew with the newest HARKARA_SECRET_KEY (--check: only look)
 * node src/main.ts templates lint <file.json>    what Meta would refuse in a template, before Meta sees it
 * node src/main.ts rates add <file.csv>          a rate card of Meta's, from the file that Meta publishes
 *
 * `npx harkara …` is the same, on the Node that came with `npm ci`.
 * Compiled code is kept between starts, which halves the time to the first line; so the program itself comes after that.
 */
import { enableCompileCache } from 'node:module'

const { directory } = enableCompileCache()
// oxlint-disable-next-line node/no-process-env -- threads enable it by this alone
if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] ??= directory
await import('#roles/start.ts')
