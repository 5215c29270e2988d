import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CloudAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ComposerHandle } from '../outbound/composer.tsx'
import type { Conversation } from '../platform/contract.ts'
import { useShortcuts } from '../platform/shortcuts.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useMediaQuery, WIDE } from '../platform/use-media-query.ts'
import { conversationQuery } from './queries.ts'
import { ThreadPane } from './thread-pane.tsx'
import type { Triage } from './use-triage.ts'

/** Stands at the side where there is room, and has no way to be closed. */
const ContactPane = lazyPart<{ readonly conversation: Conversation; readonly onClose: () => void }>(() =>
  import('../contacts/contact-details.tsx').then((m) => m.ContactDetails),
)
const ContactDrawer = lazyPart(() => import('../contacts/contact-drawer.tsx').then((m) => m.ContactDrawer))
const stay = (): void => {}

/** A conversation that was chosen: the thread, and the contact beside it. Loaded while the list is being looked at. */
export function OpenConversation({
  id,
  onClose,
  onChange,
  composerRef,
}: {
  readonly id: string
  readonly onClose: () => void
  readonly onChange: Triage
  readonly composerRef: React.RefObject<ComposerHandle | null>
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data, error, isPending, refetch } = useQuery(conversationQuery(id, client))
  const problem = useProblemText()(error)
  const isWide = useMediaQuery(WIDE)
  const [isPaneShown, setPaneShown] = useState(true)
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const togglePane = () => (isWide ? setPaneShown(!isPaneShown) : setDrawerOpen(!isDrawerOpen))
  useShortcuts({ KeyP: togglePane })
  // On a phone the list is gone, and with it what had the focus.
  useEffect(() => {
    if (document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [])
  if (isPending) return <output aria-label={t`Loading…`} className="wall block min-w-0 flex-1" />
  if (data === undefined) {
    return (
      <div className="flex min-w-0 flex-1">
        <Notice
          icon={CloudAlert}
          title={problem.title}
          action={<Button onClick={() => void refetch()}>{t`Try again`}</Button>}
        >
          {problem.nextStep}
        </Notice>
      </div>
    )
  }
  const isContactShown = isWide ? isPaneShown : isDrawerOpen
  return (
    <>
      <div id="thread" className="h-full min-w-0 flex-1">
        <ThreadPane
          conversation={data}
          composerRef={composerRef}
          onBack={onClose}
          onChange={onChange}
          onContact={togglePane}
          isContactShown={isContactShown}
        />
      </div>
      {isWide && isPaneShown && (
        <aside
          aria-label={t`Contact`}
          className="h-full w-[300px] shrink-0 overflow-y-auto border-s border-line bg-surface"
        >
          <ContactPane conversation={data} onClose={stay} />
        </aside>
      )}
      {!isWide && isDrawerOpen && <ContactDrawer conversation={data} onClose={() => setDrawerOpen(false)} />}
    </>
  )
}
