import { useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ContactSheet } from '../contacts/contact-sheet.tsx'
import { useContactName } from '../contacts/avatar.tsx'
import { ReminderForm } from '../deals/reminder-form.tsx'
import type { ContactSummary } from '../platform/contract.ts'
import { Dialog } from '../platform/ui/dialog.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { type Follow, useOpenConversation } from './commands.ts'
import { PaletteDialog } from './palette-dialog.tsx'

const TemplatePicker = lazyPart(() =>
  import('../templates/template-picker.tsx').then((m) => m.TemplatePicker),
)
const DealDialog = lazyPart(() => import('../deals/deal-dialog.tsx').then((m) => m.DealDialog))
const ImportDialog = lazyPart(() => import('../imports/import-dialog.tsx').then((m) => m.ImportDialog))
const CreateKeyDialog = lazyPart(() =>
  import('../settings/create-key-dialog.tsx').then((m) => m.CreateKeyDialog),
)
const EndpointDialog = lazyPart(() => import('../webhooks/endpoint-dialog.tsx').then((m) => m.EndpointDialog))
const stay = (): void => {}

/** Finds what there is and does what can be done, by name; what a command opens stands in its place. Lazy. */
export function Palette({
  isForNew,
  onClose,
}: {
  /** Only what can be made. */
  readonly isForNew: boolean
  readonly onClose: () => void
}) {
  const [then, setThen] = useState<Follow | ContactSummary | null>(null)
  const { id } = useParams({ strict: false })
  if (then === null)
    return <PaletteDialog isForNew={isForNew} onFollow={setThen} onPerson={setThen} onClose={onClose} />
  if (typeof then === 'object')
    return <ContactSheet contactId={then.id} known={then} onClose={onClose} onLeave={onClose} />
  return <Followed key={id} what={then} onClose={onClose} />
}

function Followed({ what, onClose }: { readonly what: Follow; readonly onClose: () => void }) {
  const { t } = useLingui()
  const conversation = useOpenConversation()
  const nameOf = useContactName()
  if (what === 'import') return <ImportDialog onClose={onClose} />
  if (what === 'key') return <CreateKeyDialog onClose={onClose} />
  if (what === 'webhook') return <EndpointDialog endpoint={null} onClose={onClose} />
  if (what === 'deal') {
    const of =
      conversation === null
        ? null
        : {
            contactId: conversation.contact.id,
            contactName: nameOf(conversation.contact),
            conversationId: conversation.id,
          }
    return <DealDialog deal={null} of={of} onClose={onClose} />
  }
  if (conversation === null) return null
  if (what === 'template')
    return <TemplatePicker conversation={conversation} initialId={null} onSent={stay} onClose={onClose} />
  return (
    <Dialog title={t`Remind me`} onClose={onClose}>
      <div className="p-4">
        <ReminderForm of={{ conversationId: conversation.id, dealId: null }} onDone={onClose} />
      </div>
    </Dialog>
  )
}
