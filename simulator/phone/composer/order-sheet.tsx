import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { totalOf } from '../bodies/cards.tsx'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { plainDraft } from '../state/preview.ts'
import { Button, Field, IconButton } from '../ui/controls.tsx'
import { Sheet } from '../ui/sheet.tsx'

type Item = {
  readonly key: number
  readonly product: string
  readonly quantity: string
  readonly price: string
}

const SAMPLES = ['KURTA-INDIGO-M', 'DUPATTA-RED', 'JUTTI-TAN-38'] as const
const SAMPLE_PRICES = ['1299', '549', '899'] as const

/** A cart as WhatsApp's catalogue would send it; it begins with the products that were shown, or with a sample. */
export function OrderSheet({ catalogId, products }: { catalogId: string; products: readonly string[] }) {
  const { t, money } = useWords()
  const { send, close } = useChat()
  const [catalogue, setCatalogue] = useState(catalogId || '100200300400500')
  const [items, setItems] = useState<readonly Item[]>(() =>
    (products.length === 0 ? SAMPLES.slice(0, 2) : products).map((product, key) => itemOf(key, product)),
  )
  const change = (key: number, given: Partial<Item>) =>
    setItems(items.map((item) => (item.key === key ? { ...item, ...given } : item)))
  const lines = items.map((item) => ({
    name: item.product,
    quantity: Math.max(1, Math.round(Number(item.quantity))),
    price: Number(item.price),
    currency: 'INR',
  }))
  const post = () => {
    const sent = lines.map(({ name, quantity, price, currency }) => ({
      productRetailerId: name,
      quantity,
      itemPrice: price,
      currency,
    }))
    send(plainDraft({ type: 'order', catalogId: catalogue, items: sent }, null))
    close()
  }
  return (
    <Sheet title={t('placeOrder')} onClose={close}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          post()
        }}
      >
        <Field label={t('catalogue')} value={catalogue} onChange={setCatalogue} input={{ required: true }} />
        <ul className="flex flex-col gap-3">
          {items.map((item, index) => (
            <li key={item.key} className="grid grid-cols-[1fr_56px_76px_32px] items-end gap-2">
              <Field
                isFirst={index === 0}
                label={t('product')}
                value={item.product}
                onChange={(product) => change(item.key, { product })}
                input={{ required: true }}
              />
              <Field
                label={t('quantity')}
                value={item.quantity}
                onChange={(quantity) => change(item.key, { quantity })}
                input={{ type: 'number', min: 1, step: 1, required: true }}
              />
              <Field
                label={t('price')}
                value={item.price}
                onChange={(price) => change(item.key, { price })}
                input={{ type: 'number', min: 0, step: 'any', required: true }}
              />
              <IconButton
                label={`${t('removeItem')}: ${item.product}`}
                onClick={() => setItems(items.filter((one) => one.key !== item.key))}
                className="mb-1 size-8"
              >
                <X size={16} />
              </IconButton>
            </li>
          ))}
        </ul>
        <div className="flex items-center justify-between gap-2">
          <Button
            onClick={() => setItems([...items, itemOf(nextKey(items), SAMPLES[items.length % 3] ?? '')])}
          >
            <Plus size={16} aria-hidden="true" />
            {t('addItem')}
          </Button>
          <span className="text-[13px]">
            {t('total')}: <strong>{money(totalOf(lines), 'INR')}</strong>
          </span>
        </div>
        <Button isPrimary isSubmit isDisabled={items.length === 0}>
          {t('send')}
        </Button>
      </form>
    </Sheet>
  )
}

const itemOf = (key: number, product: string): Item => ({
  key,
  product,
  quantity: '1',
  price: SAMPLE_PRICES[key % SAMPLE_PRICES.length] ?? '499',
})

const nextKey = (items: readonly Item[]) => Math.max(-1, ...items.map((item) => item.key)) + 1
