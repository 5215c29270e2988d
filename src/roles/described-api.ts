import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { createMetaParts } from '#connection/meta-parts.ts'
import { diskStorage } from '#media/storage.ts'
import { openDatabase } from '#platform/db/database.ts'
import { createEgress } from '#platform/egress.ts'
import { createMailer } from '#platform/mail.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import { createGraph } from '#whatsapp/graph.ts'
import { startWeb } from './web.ts'

/** The OpenAPI document of this tree. The web role is built for it, and asks no database while nobody asks it anything. */
export async function describedApi(): Promise<object> {
  const database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', poolSize: 1, name: 'describe' })
  const closers: (() => Promise<void>)[] = [database.close]
  const egress = createEgress()
  closers.push(egress.close)
  const meta = createMetaParts({
    egress,
    graph: createGraph({ egress }),
    graphUrl: 'https://graph.facebook.com',
    graphVersion: 'v25.0',
    app: null,
    configId: null,
    practiceToken: null,
    publicUrl: null,
    verifyToken: new Secret(''),
  })
  const { describe } = await startWeb({
    database,
    storage: diskStorage(tmpdir()),
    clock: systemClock,
    log: pino({ enabled: false }),
    explain: () => null,
    vault: createVault(new Secret(Buffer.alloc(32).toString('base64'))),
    phoneUrl: null,
    meta,
    signIn: {
      mailer: createMailer({ smtpUrl: null, from: '', folder: tmpdir() }),
      secret: randomBytes(32),
      signUp: 'invited',
      setupCode: null,
      hasDemo: false,
    },
    closers,
    listeners: new Map(),
  })
  const description = describe()
  for (const step of closers.toReversed()) await step()
  return description
}
