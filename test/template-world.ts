/** Meta's templates of one account as a model: what it lists, and what it tells by webhooks. And the parts that keep our mirror of them. */
import { recordUpdates } from '#channels/record-updates.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { Secret } from '#platform/secrets.ts'
import { instant, type Instant } from '#platform/time.ts'
import { applyTemplateUpdates } from '#templates/apply-template-updates.ts'
import { pullTemplates } from '#templates/pull-templates.ts'
import { bodyOf, connect, freshNumber } from '#test/ingest.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { parseWebhook } from '#whatsapp/parse-webhook.ts'

const SECOND_MS = 1000
type Kind = 'status' | 'quality' | 'category'
export type Change = { readonly kind: Kind; readonly name: string; readonly at: number; readonly to: string }

type Kept = {
  id: string
  name: string
  status: string
  category: string
  previous_category?: string
  correct_category?: string
  rejected_reason: string
  quality: string
  body: string
}

export class TemplateWorld {
  readonly #database: Database
  readonly #tenant: TenantId
  readonly wabaId: string
  readonly channel: string
  #now = 1_793_000_000_000
  #ids = 9_007_199_254_740_993n // the first number that JSON's reader would round
  readonly #kept = new Map<string, Kept>()
  readonly #beforeArchive = new Map<string, Kept>()
  /** What changed at Meta, in order. */
  readonly changes: Change[] = []
  /** Webhook bodies, each told once or more or never. */
  readonly bodies: string[] = []

  private constructor(database: Database, tenant: TenantId, wabaId: string, channel: string) {
    this.#database = database
    this.#tenant = tenant
    this.wabaId = wabaId
    this.channel = channel
  }

  static async open(database: Database, tenant: TenantId): Promise<TemplateWorld> {
    const number = freshNumber()
    const channel = await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    return new TemplateWorld(database, tenant, number.wabaId, channel)
  }

  get clock(): () => Instant {
    return () => instant(this.#now)
  }
  pass(ms: number): void {
    this.#now += ms
  }

  find(name: string): Kept | undefined {
    return this.#kept.get(name)
  }

  create(name: string, more: Partial<Kept> = {}): void {
    this.pass(SECOND_MS)
    this.#ids += 1n
    const kept: Kept = {
      ...{ id: String(this.#ids), name, status: 'PENDING', category: 'UTILITY', rejected_reason: 'NONE' },
      ...{ quality: 'UNKNOWN', body: `Hello ${name}` },
      ...more,
    }
    this.#kept.set(name, kept)
    this.#say(kept, 'status', kept.status)
    this.#say(kept, 'category', kept.category)
    this.#say(kept, 'quality', kept.quality)
  }

  /** @param info what only the webhook says */
  setStatus(name: string, status: string, info: JsonObject = {}): void {
    const kept = this.#kept.get(name)
    if (kept === undefined || kept.status === status) return
    this.pass(SECOND_MS)
    const reason = typeof info['reason'] === 'string' ? info['reason'] : 'NONE'
    if (status === 'ARCHIVED') this.#beforeArchive.set(name, { ...kept })
    Object.assign(kept, { status, rejected_reason: reason })
    this.#say(kept, 'status', status)
    this.#post(kept, 'message_template_status_update', {
      ...{ event: status, reason, message_template_category: kept.category, ...info },
    })
  }

  /** Back to what it was before it was archived. */
  unarchive(name: string): void {
    const kept = this.#kept.get(name)
    if (kept?.status !== 'ARCHIVED') return
    this.pass(SECOND_MS)
    const { status, rejected_reason } = this.#beforeArchive.get(name) ?? {
      status: 'APPROVED',
      rejected_reason: 'NONE',
    }
    Object.assign(kept, { status, rejected_reason })
    this.#say(kept, 'status', 'UNARCHIVED')
    this.#say(kept, 'status', status)
    this.#post(kept, 'message_template_status_update', {
      ...{ event: 'UNARCHIVED', reason: 'NONE', message_template_category: kept.category },
    })
  }

  setQuality(name: string, quality: string): void {
    const kept = this.#kept.get(name)
    if (kept === undefined || kept.quality === quality) return
    this.pass(SECOND_MS)
    const previous = kept.quality
    kept.quality = quality
    this.#say(kept, 'quality', quality)
    // Meta's own documentation names the field wrongly.
    this.#post(kept, 'message_template_status_update', {
      ...{ previous_quality_score: previous, new_quality_score: quality },
    })
  }

  announce(name: string, correct: string): void {
    const kept = this.#kept.get(name)
    if (kept === undefined || kept.category === correct) return
    this.pass(SECOND_MS)
    kept.correct_category = correct
    this.#post(kept, 'template_category_update', {
      ...{ new_category: kept.category, correct_category: correct, category_update_timestamp: 1_793_100_000 },
    })
  }

  setCategory(name: string, category: string): void {
    const kept = this.#kept.get(name)
    if (kept === undefined || kept.category === category) return
    this.pass(SECOND_MS)
    const previous = kept.category
    delete kept.correct_category
    Object.assign(kept, { category, previous_category: previous })
    this.#say(kept, 'category', category)
    this.#post(kept, 'template_category_update', { previous_category: previous, new_category: category })
  }

  edit(name: string, body: string): void {
    const kept = this.#kept.get(name)
    if (kept !== undefined) kept.body = body
  }

  remove(name: string): void {
    const kept = this.#kept.get(name)
    if (kept === undefined) return
    this.pass(SECOND_MS)
    this.#kept.delete(name)
    this.#say(kept, 'status', 'DELETED')
    this.#post(kept, 'message_template_status_update', { event: 'DELETED', reason: 'NONE' })
  }

  /** As Graph lists them. The address of a sample is another one each time. */
  list(): JsonObject[] {
    return [...this.#kept.values()].map(({ quality, body, ...kept }) => ({
      ...kept,
      language: 'en_US',
      parameter_format: 'POSITIONAL',
      quality_score: { score: quality, date: 0 },
      components: [
        {
          type: 'HEADER',
          format: 'IMAGE',
          example: { header_handle: [`https://x.whatsapp.net/${this.#now}`] },
        },
        { type: 'BODY', text: body },
      ],
    }))
  }

  /** Delivers webhooks, as one batch of a worker. */
  async tell(bodies: readonly string[]): Promise<void> {
    const facts = bodies.flatMap((body) => parseWebhook(body, instant(this.#now)))
    const updates = facts.flatMap((fact) => (fact.kind === 'update' ? [{ fact, channel: null }] : []))
    await this.#database.inTenant(this.#tenant, async (client) => {
      const fresh = await recordUpdates(client, this.#tenant, updates)
      await applyTemplateUpdates(client, this.#tenant, fresh, this.#now)
    })
  }

  /** One pull; `during` happens after Meta has answered and before anything is stored. */
  async pull(during: () => Promise<void> = async () => {}): Promise<void> {
    this.pass(SECOND_MS)
    const answer = this.list()
    await pullTemplates(
      {
        ...{ database: this.#database, clock: this.clock, notifier: { notify: () => {} } },
        tokenOf: async () => new Secret('token'),
        graph: {
          async *listTemplates() {
            yield* answer
            await during()
          },
        },
      },
      { tenant: this.#tenant, channel: this.channel },
    )
  }

  #say({ name }: Kept, kind: Kind, to: string): void {
    this.changes.push({ kind, name, at: this.#now, to })
  }

  #post({ id, name }: Kept, field: string, value: JsonObject): void {
    const body = bodyOf({
      ...{ entry: this.wabaId, time: this.#now / SECOND_MS },
      change: {
        field,
        value: {
          ...value,
          message_template_id: '#id',
          message_template_name: name,
          message_template_language: 'en-US',
        },
      },
    })
    this.bodies.push(body.replace('"#id"', id)) // a number of 64 bits, as Meta writes it
  }
}
