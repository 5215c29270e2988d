import { useMediaQuery, WIDE } from '../platform/use-media-query.ts'

export type ThreadRoom = 'for the name' | 'for buttons' | 'for all'

/** What stands beside the thread: the bar and the list; the contact. */
const BESIDE_PX = 416
const CONTACT_PX = 300

/** What there is room for in a thread's header, so that the customer's name always keeps 160 px of it. */
export function useThreadRoom(isContactShown: boolean): ThreadRoom {
  const isPaneShown = useMediaQuery(WIDE) && isContactShown
  const besidePx = BESIDE_PX + (isPaneShown ? CONTACT_PX : 0)
  const hasButtons = useMediaQuery(`(min-width: ${besidePx + 640}px)`)
  const hasAll = useMediaQuery(`(min-width: ${besidePx + 960}px)`)
  return hasAll ? 'for all' : hasButtons ? 'for buttons' : 'for the name'
}
