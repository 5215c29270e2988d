import { useState } from 'react'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { plainDraft } from '../state/preview.ts'
import { Button, Field } from '../ui/controls.tsx'
import { Sheet } from '../ui/sheet.tsx'

/** Shares one person from the customer's address book. */
export function ContactSheet() {
  const { t } = useWords()
  const { send, close, replyTo, setReplyTo } = useChat()
  const [name, setName] = useState('Meera Nair')
  const [phone, setPhone] = useState('+91 98450 00042')
  const [organisation, setOrganisation] = useState('')
  const post = () => {
    const [firstName = name, ...rest] = name.trim().split(/\s+/)
    const digits = phone.replaceAll(/\D/g, '')
    const contact = {
      name: {
        formatted_name: name.trim(),
        first_name: firstName,
        ...(rest.length === 0 ? {} : { last_name: rest.join(' ') }),
      },
      phones: [{ phone, type: 'CELL', wa_id: digits }],
      ...(organisation === '' ? {} : { org: { company: organisation } }),
    }
    send(plainDraft({ type: 'contacts', contacts: [contact] }, replyTo?.wamid ?? null))
    setReplyTo(null)
    close()
  }
  return (
    <Sheet title={t('shareContact')} onClose={close}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          post()
        }}
      >
        <Field isFirst label={t('name')} value={name} onChange={setName} input={{ required: true }} />
        <Field
          label={t('phoneNumber')}
          value={phone}
          onChange={setPhone}
          input={{ required: true, inputMode: 'tel' }}
        />
        <Field label={t('organisation')} value={organisation} onChange={setOrganisation} />
        <Button isPrimary isSubmit>
          {t('send')}
        </Button>
      </form>
    </Sheet>
  )
}
