/** Asks the browser to be woken while no tab is open, and tells the server how. */
import { deleteJson, postJson } from '../platform/api.ts'
import type { LocaleCode } from '../platform/preferences.ts'
import { loadStored, store } from '../platform/storage.ts'

/** Which of the person's subscriptions this browser is. */
const KEY = 'harkara.pushSubscription'
export const thisSubscription = (): string | null => loadStored<string | null>(KEY, null)

export type NoPush = 'refused' | 'no_service'

export const canPush = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

/** Throws an `ApiError` if the server does not take it. */
export async function subscribeHere(pushKey: string, locale: LocaleCode): Promise<NoPush | null> {
  if ((await Notification.requestPermission()) !== 'granted') return 'refused'
  const registration = await navigator.serviceWorker.ready
  const wish = { userVisibleOnly: true, applicationServerKey: pushKey }
  let subscription: PushSubscription
  try {
    subscription = await registration.pushManager.subscribe(wish)
  } catch {
    // Subscribed with other keys, of another installation at this address: those are of no use any more.
    await (await registration.pushManager.getSubscription())?.unsubscribe()
    try {
      subscription = await registration.pushManager.subscribe(wish)
    } catch {
      return 'no_service'
    }
  }
  const { endpoint, keys } = subscription.toJSON()
  const { id } = await postJson<{ readonly id: string }>('/push-subscriptions', { endpoint, keys, locale })
  store(KEY, id)
  return null
}

export async function unsubscribeHere(): Promise<void> {
  const id = thisSubscription()
  const registration = await navigator.serviceWorker.getRegistration()
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
  store(KEY, null)
  if (id !== null) await deleteJson(`/push-subscriptions/${encodeURIComponent(id)}`)
}
