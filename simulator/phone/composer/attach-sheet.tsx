import { Contact, FileText, Image, ImagePlus, MapPin, Mic, ShoppingCart, Sticker } from 'lucide-react'
import { useRef } from 'react'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { mediaDraft } from '../state/preview.ts'
import { explain } from '../state/simulator.tsx'
import { Sheet, SheetItem } from '../ui/sheet.tsx'
import { sampleVoice } from './sample-voice.ts'
import { sampleDocument, samplePhoto, sampleSticker } from './samples.ts'

type MediaType = 'image' | 'video' | 'audio' | 'document' | 'sticker'

/** Everything that can be attached: own files, and samples for those who have none at hand. */
export function AttachSheet() {
  const { t } = useWords()
  const { send, open, close, say, replyTo, setReplyTo } = useChat()
  const photo = useRef<HTMLInputElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const post = (type: MediaType, blob: Blob, filename: string, isVoice = false) => {
    send(mediaDraft(type, { blob, filename, isVoice }, replyTo?.wamid ?? null))
    setReplyTo(null)
    close()
  }
  const postSample = async (type: MediaType, make: () => Promise<Blob>, filename: string) => {
    try {
      post(type, await make(), filename)
    } catch (error) {
      say(explain(error, t))
    }
  }
  const onPhoto = (files: FileList | null) => {
    for (const one of files ?? []) post(one.type.startsWith('video/') ? 'video' : 'image', one, one.name)
  }
  const onFile = (files: FileList | null) => {
    for (const one of files ?? []) post(one.type.startsWith('audio/') ? 'audio' : 'document', one, one.name)
  }
  return (
    <Sheet title={t('attach')} onClose={close}>
      <input
        ref={photo}
        type="file"
        accept="image/*,video/*"
        multiple
        hidden
        aria-label={t('attachImage')}
        onChange={(event) => onPhoto(event.target.files)}
      />
      <input
        ref={file}
        type="file"
        multiple
        hidden
        aria-label={t('attachDocument')}
        onChange={(event) => onFile(event.target.files)}
      />
      <SheetItem isFirst icon={<Image size={20} />} onClick={() => photo.current?.click()}>
        {t('attachImage')}
      </SheetItem>
      <SheetItem icon={<FileText size={20} />} onClick={() => file.current?.click()}>
        {t('attachDocument')}
      </SheetItem>
      <SheetItem icon={<MapPin size={20} />} onClick={() => open({ kind: 'location' })}>
        {t('location')}
      </SheetItem>
      <SheetItem icon={<Contact size={20} />} onClick={() => open({ kind: 'contact' })}>
        {t('shareContact')}
      </SheetItem>
      <SheetItem
        icon={<ShoppingCart size={20} />}
        onClick={() => open({ kind: 'order', catalogId: '', products: [] })}
      >
        {t('placeOrder')}
      </SheetItem>
      <hr className="my-1 border-line" />
      <SheetItem
        icon={<ImagePlus size={20} />}
        onClick={() => void postSample('image', samplePhoto, 'kurta.jpg')}
      >
        {t('attachSamplePhoto')}
      </SheetItem>
      <SheetItem
        icon={<FileText size={20} />}
        onClick={() => post('document', sampleDocument(), 'sample.pdf')}
      >
        {t('attachSampleDocument')}
      </SheetItem>
      <SheetItem
        icon={<Sticker size={20} />}
        onClick={() => void postSample('sticker', sampleSticker, 'mango.webp')}
      >
        {t('attachSticker')}
      </SheetItem>
      <SheetItem icon={<Mic size={20} />} onClick={() => post('audio', sampleVoice(), 'voice.ogg', true)}>
        {t('sampleVoice')}
      </SheetItem>
    </Sheet>
  )
}
