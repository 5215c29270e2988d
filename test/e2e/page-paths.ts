import type { ConnectedNumberList } from '#connection/shapes.ts'
import { call } from './program.ts'

/** Of a draft that has something wrong with it: an error, and words in it that sound like advertising. */
const DRAFT = {
  ...{ name: 'order_ready_offer', language: 'en', category: 'UTILITY', parameter_format: 'NAMED' },
  components: [
    {
      ...{
        type: 'BODY',
        text: 'Hello {{name}}, the new collection is here, 20% off till Sunday: https://bit.ly/sarees',
      },
      example: { body_text_named_params: [{ param_name: 'name', example: 'Asha' }] },
    },
    { type: 'FOOTER', text: 'Kala Handlooms' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Shop now' }] },
  ],
}

/** Of a campaign that has something to mend in each step. */
const CAMPAIGN = {
  ...{ audience: { from: 'everyone' }, exceptSegmentId: null, messages: [], test: null, holdOutPercent: 0 },
  quietHours: { from: '21:00', to: '09:00' },
  ...{ frequencyCap: { messages: 2, days: 7 }, festivalCap: { messages: 1 }, budget: null, expiresAt: null },
  isGuarded: true,
}
const STEPS = ['whom', 'what', 'rules', 'when', 'check'] as const

type Page =
  | 'campaigns'
  | 'newCampaign'
  | 'campaign'
  | 'library'
  | 'starters'
  | 'draft'
  | 'template'
  | 'number'

export type PagePaths = Readonly<Record<Page | (typeof STEPS)[number], string>>

/** Where the demo shop's pages of one thing are: their addresses have ids. A draft is made for it. */
export async function pagePaths(inbox: string): Promise<PagePaths> {
  const get = async <T>(path: string): Promise<T> => (await call<T>('GET', `${inbox}/api/v1${path}`)).body
  const channelId = (await get<ConnectedNumberList>('/channels')).items[0]?.id ?? ''
  const templates = await get<{ items: readonly { id: string; name: string }[] }>(
    `/templates?channelId=${channelId}`,
  )
  const template = templates.items.find(({ name }) => name === 'order_update') ?? templates.items[0]
  const draft = await call<{ id: string }>('POST', `${inbox}/api/v1/template-drafts`, {
    channelId,
    definition: DRAFT,
  })
  const campaign = await call<{ id: string }>('POST', `${inbox}/api/v1/campaigns`, {
    ...{ name: 'Christmas offers', channelId, definition: CAMPAIGN },
  })
  const builder = `/campaigns/${campaign.body.id}/edit`
  return {
    ...{ campaigns: '/campaigns', newCampaign: '/campaigns/new', campaign: `/campaigns/${campaign.body.id}` },
    ...(Object.fromEntries(STEPS.map((step) => [step, `${builder}?step=${step}`])) as Record<
      (typeof STEPS)[number],
      string
    >),
    ...{ library: '/templates', starters: '/templates/new', draft: `/templates/drafts/${draft.body.id}` },
    template: `/templates/${template?.id}`,
    number: `/settings/channels/${channelId}`,
  }
}
