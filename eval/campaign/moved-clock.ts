/**
 * Loaded before the program (`node --import`), it moves the program's clock: by as much as a file says, which may change at any moment.
 * The program reads the time in one place (`Date.now`), so a day goes by for all of it at once, without a line of it being another.
 * Timers and PostgreSQL's clock go on as they are.
 */
import { readFileSync } from 'node:fs'

const POLL_MS = 20

const file = process.env['HARKARA_MOVED_CLOCK']
if (file !== undefined) {
  const realNow = Date.now
  let movedMs = 0
  const read = (): void => {
    const read = Number(readFileSync(file, 'utf8'))
    if (Number.isFinite(read)) movedMs = read
  }
  read()
  Date.now = () => realNow() + movedMs
  setInterval(read, POLL_MS).unref()
}
