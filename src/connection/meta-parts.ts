import { WEBHOOK_PATH } from '#ingest/gateway.ts'
import type { Egress } from '#platform/egress.ts'
import { EgressFault } from '#platform/egress.ts'
import { newId } from '#platform/ids.ts'
import type { Secret } from '#platform/secrets.ts'
import { createGraphAccounts, type MetaApp } from '#whatsapp/graph-accounts.ts'
import { createGraphCosts } from '#whatsapp/graph-costs.ts'
import { createGraphTemplates } from '#whatsapp/graph-templates.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { MetaParts, WebhookProbe } from './parts.ts'

export type MetaPartsOptions = {
  /** May reach Graph, and our own public address. */
  readonly egress: Egress
  readonly graph: Pick<Graph, 'getPhoneNumber'>
  readonly graphUrl: string
  readonly graphVersion: string
  readonly app: MetaApp | null
  readonly configId: string | null
  readonly practiceToken: Secret | null
  readonly publicUrl: string | null
  readonly verifyToken: Secret
}

const PROBE_TIMEOUT_MS = 10_000

/** Puts together what Meta is to this installation. */
export function createMetaParts(options: MetaPartsOptions): MetaParts {
  const { egress, graph, graphUrl, graphVersion, publicUrl, verifyToken } = options
  const webhookUrl = publicUrl === null ? null : new URL(WEBHOOK_PATH, publicUrl).href
  return {
    accounts: createGraphAccounts({ egress, baseUrl: graphUrl, version: graphVersion }),
    costs: createGraphCosts({ egress, baseUrl: graphUrl, version: graphVersion }),
    templates: createGraphTemplates({ egress, baseUrl: graphUrl, version: graphVersion }),
    getPhoneNumber: graph.getPhoneNumber,
    app: options.app,
    configId: options.configId,
    practiceToken: options.practiceToken,
    webhookUrl,
    probeWebhook: webhookUrl === null ? null : async () => probe(egress, webhookUrl, verifyToken),
  }
}

/** Asks as Meta asks when an address is entered: the challenge must come back. Nothing is stored by it. */
async function probe(egress: Egress, webhookUrl: string, verifyToken: Secret): Promise<WebhookProbe> {
  const url = new URL(webhookUrl)
  const challenge = newId()
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.challenge', challenge)
  url.searchParams.set('hub.verify_token', verifyToken.reveal())
  try {
    const { status, body } = await egress.request({
      url,
      timeoutMs: PROBE_TIMEOUT_MS,
      responseBytesMax: 65_536,
    })
    return { isOurs: status === 200 && body.toString() === challenge, status }
  } catch (error) {
    if (error instanceof EgressFault) return { isOurs: false, status: null }
    throw error
  }
}
