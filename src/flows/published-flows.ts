/** Published versions, as the engine asks for them. They never change, so a process keeps those that it has read. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { FlowState, Library, PublishedFlow } from './engine/flow-state.ts'
import { selectVersion } from './internal/flows-sql.ts'

const KEPT_MAX = 1000

export class PublishedFlows {
  readonly #kept = new Map<string, PublishedFlow>()

  /** All that a run may come to from here: its own flow, those that it returns to, and those that they call. */
  async libraryOf(
    client: Client,
    tenant: TenantId,
    { place, stack }: Pick<FlowState, 'place' | 'stack'>,
  ): Promise<Library> {
    const found = new Map<string, PublishedFlow>()
    const open: { flow: string; version: number }[] = [place, ...stack]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { flow, version } = next
      const key = `${flow} ${version}`
      if (found.has(key)) continue
      const published = await this.#read(client, tenant, flow, version)
      if (published === null) continue
      found.set(key, published)
      open.push(
        ...Object.entries(published.pins).map(([called, pinned]) => ({ flow: called, version: pinned })),
      )
    }
    return (flow, version) => found.get(`${flow} ${version}`)
  }

  async #read(
    client: Client,
    tenant: TenantId,
    flow: string,
    version: number,
  ): Promise<PublishedFlow | null> {
    const key = `${tenant} ${flow} ${version}`
    const known = this.#kept.get(key)
    if (known !== undefined) return known
    const published = await selectVersion(client, tenant, flow, version)
    if (published === null) return null
    for (const [oldest] of this.#kept) {
      if (this.#kept.size < KEPT_MAX) break
      this.#kept.delete(oldest)
    }
    this.#kept.set(key, published)
    return published
  }
}
