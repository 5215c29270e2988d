/** Everything that is asked about campaigns, and all that can be done with one. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { deleteJson, getJson, patchJson, postJson, putJson } from '../platform/api.ts'
import type {
  Campaign,
  CampaignAdded,
  CampaignCheck,
  CampaignPage,
  CampaignPatch,
  CampaignPreview,
  CampaignState,
  FestivalDays,
  NewCampaign,
  RecipientPage,
  LinkPrefixes,
} from '../platform/contract.ts'
import { uploadFile } from '../platform/upload.ts'

/** Lists and single campaigns begin with this: an event has what is shown fetched again. */
export const campaignsKey = ['campaigns'] as const
export const campaignPath = (id: string): string => `/campaigns/${encodeURIComponent(id)}`
/** A campaign as lists have it: without what it says and to whom. */
export type CampaignInList = CampaignPage['items'][number]

/** Events tell of changes of state; numbers that move are asked for, as often as the server counts them. */
const WATCH_MS = 3000
const WATCH_LIST_MS = 10_000
const MOVING: ReadonlySet<CampaignState> = new Set(['preparing', 'running'])
export const isMoving = (state: CampaignState): boolean => MOVING.has(state)

const campaignsListKey = (state: CampaignState | null) => [...campaignsKey, 'list', state] as const

/** @param state null: all of them */
export const campaignsQuery = (state: CampaignState | null) =>
  infiniteQueryOptions({
    queryKey: campaignsListKey(state),
    initialPageParam: null as string | null,
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams()
      if (state !== null) params.set('state', state)
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<CampaignPage>(`/campaigns?${params}`, signal)
    },
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some((one) => isMoving(one.state))) === true
        ? WATCH_LIST_MS
        : false,
  })

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...campaignsKey, 'one', id],
    queryFn: ({ signal }) => getJson<Campaign>(campaignPath(id), signal),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data.state) ? WATCH_MS : false),
  })

/** People come and go, and Meta's limits move, without an event that says so. */
const CHECK_AGAIN_MS = 60_000

/**
 * What is missing, whom it reaches, what it costs, when it is done: of the draft as it was kept at `revision` (its `changedAt`, and how
 * many are on its list), begun at `startsAt` or (null) now. While another one is counted, what was known stays.
 */
export const checkQuery = (id: string, revision: string, startsAt: number | null) =>
  queryOptions({
    queryKey: ['campaign-check', id, revision, startsAt],
    queryFn: ({ signal }) =>
      getJson<CampaignCheck>(
        `${campaignPath(id)}/check${startsAt === null ? '' : `?startsAt=${startsAt}`}`,
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    refetchInterval: CHECK_AGAIN_MS,
  })

/** What some of its people would read, or one of them. */
/** With what short links begin: whether a button leads through one. */
export const linkPrefixesQuery = queryOptions({
  queryKey: ['link-prefixes'],
  queryFn: ({ signal }) => getJson<LinkPrefixes>('/links/prefixes', signal),
  staleTime: 60_000,
})

export const previewQuery = (id: string, revision: string, contactId: string | null = null) =>
  queryOptions({
    queryKey: ['campaign-preview', id, revision, contactId],
    queryFn: ({ signal }) =>
      getJson<CampaignPreview>(
        `${campaignPath(id)}/preview${contactId === null ? '' : `?contact=${encodeURIComponent(contactId)}`}`,
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

/** The days on which offers are counted by themselves. */
export const festivalDaysQuery = queryOptions({
  queryKey: ['festival-days'],
  queryFn: ({ signal }) => getJson<FestivalDays>('/festival-days', signal),
  staleTime: 60_000,
})

export function useSetFestivalDays() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (days: FestivalDays) => putJson<FestivalDays>('/festival-days', days),
    onSuccess: (days) => {
      client.setQueryData(festivalDaysQuery.queryKey, days)
      void client.invalidateQueries({ queryKey: ['campaign-check'] })
    },
  })
}

/** By state (`failed`, `skipped`, …) and by reason: of a failure its code, of somebody left out why. */
export type RecipientFilter = { readonly state: string | null; readonly reason: string | null }

function recipientParams({ state, reason }: RecipientFilter): URLSearchParams {
  const params = new URLSearchParams()
  if (state !== null) params.set('state', state)
  if (reason !== null) params.set('reason', reason)
  return params
}

export const recipientsQuery = (id: string, filter: RecipientFilter) =>
  infiniteQueryOptions({
    queryKey: [...campaignsKey, 'recipients', id, filter],
    initialPageParam: null as string | null,
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const params = recipientParams(filter)
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<RecipientPage>(`${campaignPath(id)}/recipients?${params}`, signal)
    },
    getNextPageParam: (page) => page.next,
  })

/** To download, for a link. */
export const recipientsCsv = (id: string, filter: RecipientFilter): string =>
  `/api/v1${campaignPath(id)}/recipients.csv?${recipientParams(filter)}`

/** What the server answers about one: shown at once, and lists are asked for again. */
export function putCampaign(client: QueryClient, campaign: Campaign): void {
  client.setQueryData(campaignQuery(campaign.id).queryKey, campaign)
  void client.invalidateQueries({ queryKey: [...campaignsKey, 'list'] })
}

export const createCampaign = (campaign: NewCampaign): Promise<Campaign> =>
  postJson<Campaign>('/campaigns', campaign)
export const patchCampaign = (id: string, change: CampaignPatch): Promise<Campaign> =>
  patchJson<Campaign>(campaignPath(id), change)
export const deleteCampaign = (id: string): Promise<void> => deleteJson(campaignPath(id))

/** A new one; whoever makes it mostly goes there. */
export function useCreateCampaign() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: createCampaign,
    onSuccess: (campaign) => putCampaign(client, campaign),
  })
}

/** @param startsAt null: now */
export function useStartCampaign(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (startsAt: number | null) => postJson<Campaign>(`${campaignPath(id)}/start`, { startsAt }),
    onSuccess: (campaign) => putCampaign(client, campaign),
  })
}

/** Stop it for a while, let it go on, or end it for good. */
export function useSteerCampaign(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (step: 'pause' | 'resume' | 'cancel') => postJson<Campaign>(`${campaignPath(id)}/${step}`),
    onSuccess: (campaign) => putCampaign(client, campaign),
    // It may be that it went on by itself meanwhile.
    onError: () => void client.invalidateQueries({ queryKey: campaignQuery(id).queryKey }),
  })
}

/** A draft that says the same to the same people. */
export function useCopyCampaign() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => postJson<Campaign>(`${campaignPath(id)}/copy`),
    onSuccess: (campaign) => putCampaign(client, campaign),
  })
}

/** A draft for those who failed so. */
export function useRetryCampaign(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => postJson<Campaign>(`${campaignPath(id)}/retry`, { code }),
    onSuccess: (campaign) => putCampaign(client, campaign),
  })
}

export type TestSent = {
  readonly items: readonly {
    readonly contactId: string
    readonly ok: boolean
    readonly messageId: string | null
    readonly problem: string | null
  }[]
}
/** One of its messages, to own phones, at once. */
export function useTestSend(id: string) {
  return useMutation({
    mutationFn: (test: { readonly contactIds: readonly string[]; readonly message: number }) =>
      postJson<TestSent>(`${campaignPath(id)}/test`, test),
  })
}

/** People from a file, for a campaign whose audience is a list. */
export const uploadRecipients = (
  id: string,
  file: File,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<CampaignAdded> =>
  uploadFile<CampaignAdded>(file, onProgress, signal, '', `${campaignPath(id)}/recipients/file`)

/** Somebody who waits gets nothing of it, or waits again. */
export const takeOutRecipient = (id: string, contact: string): Promise<void> =>
  postJson(`${campaignPath(id)}/recipients/remove`, { contactId: contact })
export const takeBackRecipient = (id: string, contact: string): Promise<void> =>
  postJson(`${campaignPath(id)}/recipients/restore`, { contactId: contact })
/** People who joined the audience of a paused one since are put in. */
export const lookAgain = (id: string): Promise<Campaign> => postJson(`${campaignPath(id)}/look-again`)

export const emptyRecipients = (id: string): Promise<void> => deleteJson(`${campaignPath(id)}/recipients`)
