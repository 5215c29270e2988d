import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { pino, type Logger } from 'pino'

/**
 * One wide event per unit of work, at its end: `log.info({ evt: 'outbound.sent', … })`, the stable `evt` first and no prose
 * to parse. Message text, names, tokens and phone numbers are never logged; a contact is its id.
 */
export type Log = Logger

/** Ids of what is being worked on, added to every line below it. */
const logContext = new AsyncLocalStorage<Readonly<Record<string, string>>>()

/** @param destination where lines go: stdout, or a file while a person reads the terminal. */
export const createLog = (level: string, destination: string | null): Log =>
  pino(
    {
      level,
      base: null,
      mixin: () => logContext.getStore() ?? {},
      redact: ['token', 'secret', '*.token', '*.secret'],
    },
    pino.destination(destination === null ? 1 : { fd: openedFile(destination), sync: false }),
  )

/** Open at once: a program that ends before its log is open would end with a complaint about that. */
function openedFile(path: string): number {
  mkdirSync(dirname(path), { recursive: true })
  return openSync(path, 'a', 0o600)
}
