import { useLingui } from '@lingui/react/macro'
import { type ComponentType, useEffect, useEffectEvent, useState } from 'react'
import { announce } from '../announce.ts'
import { withLaterWords } from '../i18n.ts'

/** For a part whose words came with the first screen. */
export const withoutMoreWords: typeof withLaterWords = async (load) => load()

/**
 * A part of the page that is loaded when it is first opened. Where the network fails, the part closes itself and says so,
 * and the next press tries again; React's own `lazy` would remember the failure for ever and take the page down with it.
 */
export function lazyPart<P extends { readonly onClose: () => void }>(
  load: () => Promise<ComponentType<P>>,
  withWords: typeof withLaterWords = withLaterWords,
): ComponentType<P> {
  let loaded: ComponentType<P> | null = null
  return function LazyPart(props: P) {
    const { t } = useLingui()
    const [Part, setPart] = useState(() => loaded)
    const onFailure = useEffectEvent(() => {
      announce(t`This part of the page could not be loaded. Check the connection and try again.`, 'problem')
      props.onClose()
    })
    useEffect(() => {
      let isHere = true
      const open = async () => {
        try {
          loaded ??= await withWords(load)
          if (isHere) setPart(() => loaded)
        } catch {
          if (isHere) onFailure()
        }
      }
      void open()
      return () => {
        isHere = false
      }
    }, [])
    return Part === null ? null : <Part {...props} />
  }
}
