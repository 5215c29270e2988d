import { useLingui } from '@lingui/react/macro'
import type { Conversation } from '../platform/contract.ts'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ContactDetails } from './contact-details.tsx'

/** The contact, where there is no room for a third pane. Lazy. */
export function ContactDrawer({
  conversation,
  onClose,
}: {
  readonly conversation: Conversation
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  return (
    <Dialog title={t`Contact`} shape="drawer" onClose={onClose}>
      <ContactDetails conversation={conversation} />
    </Dialog>
  )
}
