import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { DraftKeeper, type Keeping } from '../templates/keep-draft.ts'
import { useFlushOnLeave } from '../templates/use-flush-on-leave.ts'

/** What is written here and kept under its id: a campaign or a sequence. */
type Thing = {
  readonly id: string
  readonly name: string
  readonly channelId: string
  readonly definition: object
  readonly changedAt: number
}
type Written<T extends Thing> = Pick<T, 'name' | 'channelId' | 'definition'>
type Kept<T> = T & { readonly revision: number }
export type KeepingOf<T> = Keeping<Kept<T>>

export type KeptDraft<T extends Thing> = {
  readonly draft: Written<T>
  /** As the server has it. */
  readonly kept: T
  readonly keeping: KeepingOf<T>
  readonly edit: (change: Partial<Written<T>>) => void
  readonly define: (change: Partial<T['definition']>) => void
  /** Keeps what is not kept yet; false: it could not be. */
  readonly flush: () => Promise<boolean>
}

const withRevision = <T extends Thing>(thing: T): Kept<T> => ({ ...thing, revision: thing.changedAt })
const writtenOf = <T extends Thing>({ name, channelId, definition }: T): Written<T> => ({
  name,
  channelId,
  definition,
})

/** It is kept by itself as one goes along. @param changed said when somebody else's change came in */
export function useKeptDraft<T extends Thing>(
  kept: T,
  {
    patch,
    read,
    changed,
  }: {
    readonly patch: (id: string, change: Partial<Written<T>>) => Promise<T>
    readonly read: (id: string) => Promise<T>
    readonly changed: string
  },
): KeptDraft<T> {
  const [draft, setDraft] = useState(() => writtenOf(kept))
  // Two changes may come before the next picture of the page.
  const latest = useRef(draft)
  const [keeping, setKeeping] = useState<KeepingOf<T>>({ state: 'kept' })
  const [keeper] = useState(
    () =>
      new DraftKeeper<Written<T>, Kept<T>>(withRevision(kept), {
        put: async (written) => {
          const name = written.name.trim()
          // Without a name it cannot be; the one it had stays until there is another.
          const { name: _name, ...rest } = written
          return withRevision(
            await patch(kept.id, (name === '' ? rest : { ...rest, name }) as Partial<Written<T>>),
          )
        },
        read: async () => withRevision(await read(kept.id)),
        onState: setKeeping,
      }),
  )
  useFlushOnLeave(keeper)
  const onNewer = useEffectEvent((newer: T) => {
    if (!keeper.isIdle || newer.changedAt <= keeper.revision) return
    keeper.adopt(withRevision(newer))
    const theirs = writtenOf(newer)
    if (JSON.stringify(theirs) === JSON.stringify(latest.current)) return
    latest.current = theirs
    setDraft(theirs)
    announce(changed, 'problem')
  })
  useEffect(() => onNewer(kept), [kept])
  const edit = (change: Partial<Written<T>>) => {
    const next = { ...latest.current, ...change }
    if (JSON.stringify(next) === JSON.stringify(latest.current)) return
    latest.current = next
    setDraft(next)
    keeper.want(next)
  }
  return {
    ...{ draft, kept, keeping, edit },
    define: (change) => edit({ definition: { ...latest.current.definition, ...change } }),
    flush: async () => keeper.flush(),
  }
}
