/** `test` with a shop that writes to many: drafts, looks at them, and books that must balance at each. */
import { startCampaign } from '#campaigns/change-state.ts'
import { addCampaign, findCampaign } from '#campaigns/manage-campaigns.ts'
import { putRecipients } from '#campaigns/put-recipients.ts'
import type { Campaign, Definition } from '#campaigns/shapes.ts'
import { visitCampaign } from '#campaigns/visit-campaign.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import { fail, test as base, type World } from '#test/sender-world.ts'
import { putTemplate, type Talk } from '#test/shop.ts'

const SILENT = { notify: () => {} }
/** Where people open us: a button approved with `/r/{{1}}` on it leads through our short links. */
export const OURS = 'https://inbox.test'
export const SYSTEM = { kind: 'system', id: 'test', name: 'Test' } as const

/** Whoever is put in gets the template `sale`, with nothing in the way. */
export const PLAIN: Definition = {
  audience: { from: 'list' },
  exceptSegmentId: null,
  messages: [{ name: 'sale', language: 'en', parameters: {} }],
  ...{ test: null, holdOutPercent: 0, quietHours: null, frequencyCap: null, budget: null, expiresAt: null },
  isGuarded: false,
}

export type Campaigns = {
  /** The same template here and at Meta. */
  readonly approve: (name: string, body?: string, category?: string, url?: string) => Promise<string>
  readonly draft: (definition?: Partial<Definition>, name?: string) => Promise<Campaign>
  /** To these people, each perhaps with words of their own. */
  readonly start: (
    talks: readonly Talk[],
    definition?: Partial<Definition>,
    wish?: { readonly startsAt?: number; readonly words?: (nth: number) => Record<string, string> },
  ) => Promise<Campaign>
  /** One look, as the loop does, after webhooks have been worked off; the books are checked. */
  readonly look: (id: string) => Promise<Campaign>
  /** Looks until it is so. */
  readonly until: (id: string, isSo: (campaign: Campaign) => boolean) => Promise<Campaign>
  readonly meet: (count: number) => Promise<Talk[]>
}

export const test = base.extend<{ campaigns: Campaigns }>({
  campaigns: async ({ world }, use) => {
    const { shop, clock } = world
    const { database, tenant } = shop
    const read = async (id: string): Promise<Campaign> =>
      (await database.inTenant(tenant, async (client) => findCampaign(client, tenant, id))) ??
      fail('no campaign')
    const look = async (id: string): Promise<Campaign> => {
      await world.until([], () => true)
      await visitCampaign({ database, notifier: SILENT, clock, explain: explainFailure }, tenant, id)
      const campaign = await read(id)
      if (campaign.progress !== null) balance(campaign.progress)
      return campaign
    }
    const draft: Campaigns['draft'] = async (definition = {}, name = 'Diwali') => {
      const made = await database.inTenant(tenant, async (client) =>
        addCampaign(
          client,
          tenant,
          SYSTEM,
          { name, channelId: shop.channel, definition: { ...PLAIN, ...definition } },
          clock(),
        ),
      )
      return made.ok ? made.campaign : fail(made.because)
    }
    await use({
      approve: async (name, body = 'Everything must go', category = 'MARKETING', url) =>
        approve(world, { name, body, category, ...(url !== undefined && { url }) }),
      draft,
      start: async (talks, definition, { startsAt, words } = {}) => {
        const { id } = await draft(definition)
        const recipients = talks.map(({ contact }, nth) => ({
          contactId: contact,
          ...(words !== undefined && { words: words(nth) }),
        }))
        if (recipients.length > 0) {
          const put = await putRecipients({ database, notifier: SILENT, clock }, tenant, id, recipients)
          if (!put.ok || put.added.refused.length > 0) fail(JSON.stringify(put))
        }
        const started = await database.inTenant(tenant, async (client) =>
          startCampaign(client, tenant, SYSTEM, { id, startsAt: startsAt ?? null, ours: OURS }, clock()),
        )
        if (!started.ok) fail(JSON.stringify(started))
        return look(id)
      },
      look,
      until: async (id, isSo) => {
        const end = performance.now() + 20_000
        for (;;) {
          const campaign = await look(id)
          if (isSo(campaign)) return campaign
          if (performance.now() > end) fail(`still ${JSON.stringify([campaign.state, campaign.progress])}`)
          await new Promise((done) => setTimeout(done, 20))
        }
      },
      meet: async (count) => {
        const talks: Talk[] = []
        for (let nth = 0; nth < count; nth += 1) talks.push(await world.meet())
        return talks
      },
    })
  },
})

/** The same template here and at Meta; Meta's id of it. */
async function approve(
  { meta, shop }: World,
  {
    name,
    body,
    category,
    url,
  }: { readonly name: string; readonly body: string; readonly category: string; readonly url?: string },
): Promise<string> {
  const button = { type: 'URL', text: 'Open', url, ...(url?.includes('{{') === true && { example: ['x'] }) }
  const example = body.includes('{{2}}') && { example: { body_text: [['a', 'b']] } }
  const { id } = meta.addTemplate({
    ...{ waba_id: shop.number.wabaId, name, language: 'en', category, quality_score: { score: 'GREEN' } },
    components: [
      { type: 'BODY', text: body, ...example },
      ...(url === undefined ? [] : [{ type: 'BUTTONS', buttons: [button] }]),
    ],
  })
  await putTemplate(shop, { name, body, category, ...(url !== undefined && { url }) })
  return id
}

function balance(progress: NonNullable<Campaign['progress']>): void {
  const { audience, waiting, skipped, queued, unknown, held, sent, failed } = progress
  const sum = waiting + skipped + queued + unknown + held + sent + failed
  if (sum !== audience) fail(`the books do not balance: ${JSON.stringify(progress)}`)
}
