import { useState } from 'react'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { textDraft } from '../state/preview.ts'
import { Button, Field } from '../ui/controls.tsx'
import { Sheet } from '../ui/sheet.tsx'

/** Begins the chat as a tap on a click-to-WhatsApp advertisement does. */
export function AdvertSheet() {
  const { t } = useWords()
  const { send, close } = useChat()
  const [headline, setHeadline] = useState('Festive kurtas, 30% off')
  const [body, setBody] = useState('Hand-block prints from Jaipur. Write to us on WhatsApp.')
  const [first, setFirst] = useState('Hi, I saw your ad. Is the offer still on?')
  const post = () => {
    const id = String(120_000_000_000_000_000n + BigInt(Math.floor(Math.random() * 1e12)))
    const referral = {
      source_url: `https://fb.me/${id.slice(-8)}`,
      source_id: id,
      source_type: 'ad',
      headline,
      body,
      media_type: 'image',
      ctwa_clid: `sim${id}`,
    }
    send(textDraft(first, null, referral))
    close()
  }
  return (
    <Sheet title={t('startFromAd')} onClose={close}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          post()
        }}
      >
        <p className="text-[13px] text-muted">{t('adHint')}</p>
        <Field
          isFirst
          label={t('adHeadline')}
          value={headline}
          onChange={setHeadline}
          input={{ required: true }}
        />
        <Field label={t('adText')} value={body} onChange={setBody} />
        <Field label={t('adFirst')} value={first} onChange={setFirst} input={{ required: true }} />
        <Button isPrimary isSubmit>
          {t('send')}
        </Button>
      </form>
    </Sheet>
  )
}
