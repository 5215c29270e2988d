import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { announce } from '../../platform/announce.ts'
import { getJson } from '../../platform/api.ts'
import type { Campaign, CampaignDefinition } from '../../platform/contract.ts'
import { DraftKeeper, type Keeping } from '../../templates/keep-draft.ts'
import { campaignPath, patchCampaign, putCampaign } from '../queries.ts'

type Kept = Campaign & { readonly revision: number }
export type CampaignKeeping = Keeping<Kept>
/** What is written in the builder. */
export type Draft = Pick<Campaign, 'name' | 'channelId' | 'definition'>

export type CampaignEditor = {
  readonly draft: Draft
  /** As the server has it. */
  readonly kept: Campaign
  /** Another word for each state of it that the server has: what was counted for one holds for no other. */
  readonly revision: string
  readonly keeping: CampaignKeeping
  readonly edit: (change: Partial<Draft>) => void
  readonly define: (change: Partial<CampaignDefinition>) => void
  /** Keeps what is not kept yet; false: it could not be. */
  readonly flush: () => Promise<boolean>
}

const withRevision = (campaign: Campaign): Kept => ({ ...campaign, revision: campaign.changedAt })
const draftOf = ({ name, channelId, definition }: Campaign): Draft => ({ name, channelId, definition })

/** A campaign as it is written here, kept by itself as one goes along. */
export function useCampaignEditor(kept: Campaign): CampaignEditor {
  const { t } = useLingui()
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(kept))
  // Two changes may come before the next picture of the page.
  const latest = useRef(draft)
  const [keeping, setKeeping] = useState<CampaignKeeping>({ state: 'kept' })
  const [keeper] = useState(
    () =>
      new DraftKeeper<Draft, Kept>(withRevision(kept), {
        put: async (what) => {
          const { name, ...rest } = what
          // Without a name it cannot be; the one it had stays until there is another.
          const campaign = await patchCampaign(
            kept.id,
            name.trim() === '' ? rest : { ...rest, name: name.trim() },
          )
          putCampaign(client, campaign)
          return withRevision(campaign)
        },
        read: async () => withRevision(await getJson<Campaign>(campaignPath(kept.id))),
        onState: setKeeping,
      }),
  )
  useEffect(() => {
    const leave = () => void keeper.flush()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [keeper])
  const onNewer = useEffectEvent((newer: Campaign) => {
    if (!keeper.isIdle || newer.changedAt <= keeper.revision) return
    keeper.adopt(withRevision(newer))
    const theirs = draftOf(newer)
    if (JSON.stringify(theirs) === JSON.stringify(latest.current)) return
    latest.current = theirs
    setDraft(theirs)
    announce(t`Somebody changed this campaign: you see what it says now.`, 'problem')
  })
  useEffect(() => onNewer(kept), [kept])
  const edit = (change: Partial<Draft>) => {
    const next = { ...latest.current, ...change }
    if (JSON.stringify(next) === JSON.stringify(latest.current)) return
    latest.current = next
    setDraft(next)
    keeper.want(next)
  }
  return {
    draft,
    kept,
    revision: `${kept.changedAt} ${kept.listed}`,
    keeping,
    edit,
    define: (change) => edit({ definition: { ...latest.current.definition, ...change } }),
    flush: () => keeper.flush(),
  }
}
