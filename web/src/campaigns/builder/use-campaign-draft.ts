import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { getJson } from '../../platform/api.ts'
import type { Campaign } from '../../platform/contract.ts'
import { campaignPath, patchCampaign, putCampaign } from '../queries.ts'
import { useKeptDraft, type KeptDraft } from '../use-kept-draft.ts'

export type CampaignEditor = KeptDraft<Campaign> & {
  /** Another word for each state of it that the server has: what was counted for one holds for no other. */
  readonly revision: string
}

/** A campaign as it is written here, kept by itself as one goes along. */
export function useCampaignEditor(kept: Campaign): CampaignEditor {
  const { t } = useLingui()
  const client = useQueryClient()
  const editor = useKeptDraft(kept, {
    patch: async (id, change) => {
      const campaign = await patchCampaign(id, change)
      putCampaign(client, campaign)
      return campaign
    },
    read: async (id) => getJson<Campaign>(campaignPath(id)),
    changed: t`Somebody changed this campaign: you see what it says now.`,
  })
  return { ...editor, revision: `${kept.changedAt} ${kept.listed}` }
}
