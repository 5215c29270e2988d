import { MapPin } from 'lucide-react'
import { useState } from 'react'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { plainDraft } from '../state/preview.ts'
import { Button, Field } from '../ui/controls.tsx'
import { Sheet, SheetItem } from '../ui/sheet.tsx'

type Place = {
  readonly name: string
  readonly address: string
  readonly latitude: number
  readonly longitude: number
}

const PLACES: readonly Place[] = [
  { name: 'Bengaluru, MG Road', address: 'MG Road, Bengaluru 560001', latitude: 12.9756, longitude: 77.6069 },
  {
    name: 'Mumbai, Marine Drive',
    address: 'Netaji Subhash Chandra Bose Road, Mumbai 400020',
    latitude: 18.9442,
    longitude: 72.8237,
  },
  {
    name: 'Delhi, Connaught Place',
    address: 'Connaught Place, New Delhi 110001',
    latitude: 28.6315,
    longitude: 77.2167,
  },
  {
    name: 'Jaipur, Hawa Mahal',
    address: 'Hawa Mahal Road, Jaipur 302002',
    latitude: 26.9239,
    longitude: 75.8267,
  },
]

/** A place from the list goes at once; any other is typed in. */
export function LocationSheet() {
  const { t } = useWords()
  const { send, close, replyTo, setReplyTo } = useChat()
  const [name, setName] = useState('')
  const [address, setAddress] = useState('')
  const [latitude, setLatitude] = useState('12.9716')
  const [longitude, setLongitude] = useState('77.5946')
  const post = (place: Place) => {
    const words = {
      ...(place.name === '' ? {} : { name: place.name }),
      ...(place.address === '' ? {} : { address: place.address }),
    }
    const { latitude, longitude } = place
    send(plainDraft({ type: 'location', latitude, longitude, ...words }, replyTo?.wamid ?? null))
    setReplyTo(null)
    close()
  }
  return (
    <Sheet title={t('sendLocation')} onClose={close}>
      <h3 className="sr-only">{t('places')}</h3>
      {PLACES.map((place, index) => (
        <SheetItem
          key={place.name}
          isFirst={index === 0}
          icon={<MapPin size={20} />}
          onClick={() => post(place)}
        >
          <span className="block">{place.name}</span>
          <span className="block text-[12px] text-muted">{place.address}</span>
        </SheetItem>
      ))}
      <form
        className="mt-2 flex flex-col gap-3 border-t border-line pt-3"
        onSubmit={(event) => {
          event.preventDefault()
          post({ name, address, latitude: Number(latitude), longitude: Number(longitude) })
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t('latitude')}
            value={latitude}
            onChange={setLatitude}
            input={{ type: 'number', step: 'any', min: -90, max: 90, required: true }}
          />
          <Field
            label={t('longitude')}
            value={longitude}
            onChange={setLongitude}
            input={{ type: 'number', step: 'any', min: -180, max: 180, required: true }}
          />
        </div>
        <Field label={t('name')} value={name} onChange={setName} />
        <Field label={t('address')} value={address} onChange={setAddress} />
        <Button isPrimary isSubmit>
          {t('send')}
        </Button>
      </form>
    </Sheet>
  )
}
