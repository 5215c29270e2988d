/** Of the commits of an opt-out and of a claim one is first; if it is the opt-out's, nobody calls Meta. */
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect } from 'vitest'
import { consentOfMessage, recordConsents } from '#consent/record-consents.ts'
import { openDatabase } from '#platform/db/database.ts'
import { systemClock } from '#platform/time.ts'
import { test as base } from '#test/campaign-world.ts'
import { openRace } from '#test/opt-out-race.ts'
import { fail } from '#test/sender-world.ts'
import { openShop, type Shop, type Talk } from '#test/shop.ts'

/** A lock at which a transaction stops that is not committed yet. */
const GATE = 20_261_123

type Behind = {
  /** For the superuser. */
  readonly query: (text: string) => Promise<Record<string, unknown>[]>
  /** How many transactions of this database wait for a lock of this kind. */
  readonly waiting: () => Promise<{ readonly gate: number; readonly consents: number }>
  readonly until: (isSo: () => Promise<boolean> | boolean) => Promise<void>
}

const test = base.extend<{ behind: Behind }>({
  behind: async ({ adminUrl }, use) => {
    const client = new Client({ connectionString: adminUrl })
    await client.connect()
    const query: Behind['query'] = async (text) => (await client.query<Record<string, unknown>>(text)).rows
    await use({
      query,
      waiting: async () => {
        const [row] =
          await query(`select count(*) filter (where objid = ${GATE} and classid = 0)::int as gate,
            count(*) filter (where not (objid = ${GATE} and classid = 0))::int as consents
          from pg_locks where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`)
        return { gate: Number(row?.['gate']), consents: Number(row?.['consents']) }
      },
      until: async (isSo) => {
        const end = performance.now() + 20_000
        while (!(await isSo())) {
          if (performance.now() > end) fail('waited in vain')
          await delay(5)
        }
      },
    })
    await client.end()
  },
})

/** @param waitsAtGate its transaction is all but committed then. */
const sayStop = async (
  { database, tenant }: Shop,
  { contact }: Talk,
  { waitsAtGate }: { readonly waitsAtGate: boolean },
): Promise<void> =>
  database.inTenant(tenant, async (client) => {
    const said = { wamid: `wamid.${contact}`, state: 'withdrawn', at: systemClock() } as const
    await recordConsents(client, tenant, [consentOfMessage(contact, said)])
    if (waitsAtGate) await client.query(`select pg_advisory_xact_lock_shared(${GATE})`)
  })

describe('an opt-out and a claim at the same moment', () => {
  test('the claim has looked already: the opt-out is committed after it', async ({
    world,
    campaigns,
    behind,
  }) => {
    await campaigns.approve('sale')
    const [talk = fail('nobody')] = await campaigns.meet(1)
    await behind.query(`
      create function stop_at_gate() returns trigger language plpgsql as $$ begin
        perform pg_advisory_xact_lock_shared(${GATE}); return new; end $$;
      create trigger stop_at_gate before update on sends for each row when (new.state = 'dispatching') execute function stop_at_gate()`)
    await behind.query(`select pg_advisory_lock(${GATE})`)
    await campaigns.start([talk])
    world.start()
    await behind.until(async () => (await behind.waiting()).gate === 1)
    let isOptedOut = false
    const stop = (async (): Promise<void> => {
      await sayStop(world.shop, talk, { waitsAtGate: false })
      isOptedOut = true
    })()
    await behind.until(async () => isOptedOut || (await behind.waiting()).consents === 1)
    expect(isOptedOut).toBe(false)
    expect(await behind.query('select 1 from suppressions')).toEqual([])
    await behind.query(`select pg_advisory_unlock(${GATE})`)
    await stop
    await behind.until(() => world.phone(talk).length === 1)
    await behind.query('drop trigger stop_at_gate on sends')
  })

  test('the opt-out is being written: the claim waits for its commit, and does not claim', async ({
    world,
    campaigns,
    behind,
  }) => {
    await campaigns.approve('sale')
    const [talk = fail('nobody'), other = fail('nobody')] = await campaigns.meet(2)
    await campaigns.start([talk, other])
    await behind.query(`select pg_advisory_lock(${GATE})`)
    const stop = sayStop(world.shop, talk, { waitsAtGate: true })
    await behind.until(async () => (await behind.waiting()).gate === 1)
    const called: string[] = []
    world.start({
      through: (dispatch) => async (number, send, mayLeave) => {
        called.push(send.contact)
        return dispatch(number, send, mayLeave)
      },
    })
    await behind.until(async () => called.length > 0 || (await behind.waiting()).consents === 1)
    expect(called).toEqual([])
    await behind.query(`select pg_advisory_unlock(${GATE})`)
    await stop
    await behind.until(() => world.phone(other).length === 1)
    expect(called).toEqual([other.contact])
    let send: Record<string, unknown> | undefined
    await behind.until(async () => {
      ;[send] = await behind.query(`select s.state, s.error ->> 'harkara' as error, s.attempts from sends s
        join conversations c on c.tenant_id = s.tenant_id and c.id = s.conversation_id where c.contact_id = '${talk.contact}'`)
      return send?.['state'] !== 'queued'
    })
    expect(send).toEqual({ state: 'failed', error: 'outbound.suppressed', attempts: 0 })
  })

  test(
    'some hundred times: nobody is claimed whose opt-out was committed',
    { timeout: 90_000 },
    async ({ database, adminUrl, tenant, behind }) => {
      // At the very end of a claim's transaction: what is committed by then can be seen.
      await behind.query(`
      create table claimed_too_late (contact_id uuid);
      create function look_at_commit() returns trigger language plpgsql security definer as $$ begin
        insert into public.claimed_too_late select p.contact_id from public.suppressions p join public.conversations c
          on c.tenant_id = p.tenant_id and c.contact_id = p.contact_id where c.tenant_id = new.tenant_id and c.id = new.conversation_id;
        return null;
      end $$;
      create constraint trigger look_at_commit after update on sends deferrable initially deferred for each row
        when (new.state = 'dispatching') execute function look_at_commit()`)
      const optOuts = openDatabase({ url: adminUrl, poolSize: 6, name: 'opt-outs' })
      const shop = await openShop(database, tenant)
      const race = await openRace(shop, { optOuts, perSecond: 80 })
      const trials = await race.run(240)
      await race.close()
      await optOuts.close()
      expect(trials.filter(({ optedOutAt }) => optedOutAt > 0)).toHaveLength(240)
      const stopped = trials.filter(({ calledAt }) => calledAt === null)
      expect(stopped.length).toBeGreaterThan(10)
      expect(stopped.length).toBeLessThan(230)
      expect(await behind.query('select * from claimed_too_late')).toEqual([])
    },
  )
})
