/**
 * The floor: the least that any honest design must do for a message, as fast as we know how to do it.
 *
 * Verify, put on disk, answer; read in order, write two rows per message without doubling any. No tenants, contacts,
 * windows, events, automations or dead letters. What a complete system costs is what it loses against this.
 */
import { secretKey } from '#bench/bodies.ts'
import { consume } from '#bench/floor/consumer.ts'
import { startGateway } from '#bench/floor/gateway.ts'

const { DATABASE_URL, META_APP_SECRET, PORT } = process.env
if (DATABASE_URL === undefined || META_APP_SECRET === undefined || PORT === undefined) {
  throw new Error('DATABASE_URL, META_APP_SECRET and PORT are needed')
}
await startGateway(DATABASE_URL, secretKey(META_APP_SECRET), Number(PORT))
await consume(DATABASE_URL)
