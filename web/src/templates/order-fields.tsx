/** The order behind “Review and pay”: what is bought, what is added and taken off, and how it is paid. */
import { Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { GATEWAYS, ORDER_LIMITS } from '../../../src/templates/check-order-details.ts'
import { AddButton, LOOK, RemoveButton } from '../outbound/counted-field.tsx'
import { money } from '../platform/format.ts'
import { FillingField, ProblemNote, useProblemAt } from './filling-field.tsx'
import { EMPTY_ITEM, type ItemDraft, type OrderDraft, type Payment, sumsOf } from './order-draft.ts'

type Fillable = {
  /** Where the form sees it: `template.button.0.orderDetails`. */
  readonly path: string
  readonly order: OrderDraft
  readonly onOrder: (change: Partial<OrderDraft>) => void
}

export function OrderFields({ path, order, onOrder }: Fillable) {
  const { t } = useLingui()
  const inner = `${path}.order`
  return (
    <>
      <FillingField
        path={`${path}.reference_id`}
        label={t`Number of the order`}
        value={order.reference}
        isRequired
        hint={t`Each order needs another one.`}
        onValue={(reference) => onOrder({ reference })}
      />
      <Items path={`${inner}.items`} order={order} onOrder={onOrder} />
      <div className="grid grid-cols-3 gap-2">
        <Rupees
          path={`${inner}.shipping.value`}
          label={t`Shipping`}
          value={order.shipping}
          onValue={(shipping) => onOrder({ shipping })}
        />
        <Rupees
          path={`${inner}.tax.value`}
          label={t`Tax`}
          value={order.tax}
          onValue={(tax) => onOrder({ tax })}
        />
        <Rupees
          path={`${inner}.discount.value`}
          label={t`Discount`}
          value={order.discount}
          onValue={(discount) => onOrder({ discount })}
        />
      </div>
      <Sums path={path} order={order} />
      <PaymentFields path={path} order={order} onOrder={onOrder} />
      <FillingField
        path={`${inner}.expiration.timestamp`}
        label={t`May be paid until (optional)`}
        type="datetime-local"
        value={order.until}
        onValue={(until) => onOrder({ until })}
      />
      <Goods path={path} order={order} onOrder={onOrder} />
    </>
  )
}

function Items({ path, order: { items }, onOrder }: Fillable) {
  const { t } = useLingui()
  const set = (index: number, change: Partial<ItemDraft>) =>
    onOrder({ items: items.map((item, at) => (at === index ? { ...item, ...change } : item)) })
  return (
    <>
      {items.map((item, index) => {
        const number = index + 1
        return (
          <fieldset key={index} className="grid min-w-0 gap-2 rounded-xl border border-line p-3">
            <legend className="px-1 text-[13px] font-semibold">{t`Item ${number}`}</legend>
            <div className="flex items-start gap-1.5">
              <div className="min-w-0 flex-1">
                <FillingField
                  path={`${path}.${index}.name`}
                  label={t`Name of the item`}
                  value={item.name}
                  isRequired
                  onValue={(name) => set(index, { name })}
                />
              </div>
              {items.length > 1 && (
                <span className="mt-6">
                  <RemoveButton
                    label={t`Remove item ${number}`}
                    onRemove={() => onOrder({ items: items.toSpliced(index, 1) })}
                  />
                </span>
              )}
            </div>
            <div className="grid grid-cols-2 gap-2">
              <FillingField
                path={`${path}.${index}.quantity`}
                label={t`Quantity`}
                value={item.quantity}
                inputMode="numeric"
                isRequired
                onValue={(quantity) => set(index, { quantity })}
              />
              <Price path={`${path}.${index}.amount`} item={item} onItem={(price) => set(index, { price })} />
            </div>
          </fieldset>
        )
      })}
      <AddButton
        label={t`Add an item`}
        isFull={items.length >= ORDER_LIMITS.items}
        full={null}
        onAdd={() => onOrder({ items: [...items, EMPTY_ITEM] })}
      />
    </>
  )
}

/** Nothing written and something wrong are told apart by where the rule looks. */
function Price({
  path,
  item,
  onItem,
}: {
  readonly path: string
  readonly item: ItemDraft
  readonly onItem: (price: string) => void
}) {
  const { t } = useLingui()
  return (
    <Rupees
      path={item.price.trim() === '' ? path : `${path}.value`}
      label={t`Price of one`}
      value={item.price}
      isRequired
      onValue={onItem}
    />
  )
}

function Rupees({
  path,
  label,
  value,
  isRequired = false,
  onValue,
}: {
  readonly path: string
  readonly label: string
  readonly value: string
  readonly isRequired?: boolean
  readonly onValue: (value: string) => void
}) {
  return (
    <FillingField
      path={path}
      label={label}
      value={value}
      inputMode="decimal"
      before="₹"
      isRequired={isRequired}
      onValue={onValue}
    />
  )
}

function Sums({ path, order }: { readonly path: string; readonly order: OrderDraft }) {
  const id = useId()
  const sums = sumsOf(order)
  const problem = useProblemAt(`${path}.total_amount.value`)
  return (
    <div>
      <output className="flex justify-between gap-3 rounded-lg bg-sunken px-3 py-2.5 font-semibold">
        <Trans>To be paid</Trans>
        <span className="tabular-nums">{sums === null ? '—' : money(sums.total / 100, 'INR')}</span>
      </output>
      {sums !== null && <ProblemNote id={`${id}-bad`} problem={problem} />}
    </div>
  )
}

function PaymentFields({ path, order, onOrder }: Fillable) {
  const { t } = useLingui()
  const id = useId()
  const { payment } = order
  const ways: Readonly<Record<Payment, string>> = {
    upi: t`UPI, set up at Meta`,
    gateway: t`Payment gateway, set up at Meta`,
    'upi-link': t`UPI link (upi://pay)`,
    link: t`Payment link (https)`,
  }
  return (
    <>
      <div className="min-w-0">
        <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
          <Trans>How it is paid</Trans>
        </label>
        <select
          id={id}
          value={payment}
          onChange={(event) => {
            const next = event.currentTarget.value
            if (isOneOf(next, ways)) onOrder({ payment: next })
          }}
          className={`${LOOK} h-10 coarse:h-11`}
        >
          {Object.entries(ways).map(([way, words]) => (
            <option key={way} value={way}>
              {words}
            </option>
          ))}
        </select>
      </div>
      {payment === 'gateway' && <Gateway order={order} onOrder={onOrder} />}
      {payment === 'upi' || payment === 'gateway' ? (
        <FillingField
          path={
            payment === 'upi'
              ? `${path}.payment_configuration`
              : `${path}.payment_settings.0.payment_gateway.configuration_name`
          }
          label={t`Name of the configuration`}
          value={order.configuration}
          isRequired
          hint={t`As it is called in WhatsApp Manager under Payments.`}
          onValue={(configuration) => onOrder({ configuration })}
        />
      ) : (
        <FillingField
          path={
            payment === 'link'
              ? `${path}.payment_settings.0.payment_link.uri`
              : `${path}.payment_settings.0.upi_intent_link.link`
          }
          label={t`Link to pay by`}
          type="url"
          value={order.link}
          isRequired
          placeholder={payment === 'link' ? 'https://' : 'upi://pay?pa=shop@bank&pn=Shop'}
          {...(payment === 'link' && { hint: t`Meta has switched these on for some businesses only.` })}
          onValue={(link) => onOrder({ link })}
        />
      )}
    </>
  )
}

const isOneOf = <K extends string>(text: string, all: Readonly<Record<K, unknown>>): text is K =>
  Object.hasOwn(all, text)

const GATEWAY_NAMES = {
  razorpay: 'Razorpay',
  payu: 'PayU',
  billdesk: 'BillDesk',
  zaakpay: 'Zaakpay',
} as const

function Gateway({ order, onOrder }: Omit<Fillable, 'path'>) {
  const id = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        <Trans>Payment gateway</Trans>
      </label>
      <select
        id={id}
        value={order.gateway}
        onChange={(event) => {
          const next = event.currentTarget.value
          if (isOneOf(next, GATEWAY_NAMES)) onOrder({ gateway: next })
        }}
        className={`${LOOK} h-10 coarse:h-11`}
      >
        {GATEWAYS.map((gateway) => (
          <option key={gateway} value={gateway}>
            {GATEWAY_NAMES[gateway]}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Goods that are shipped go to somebody: Meta asks for the address, customers do not see it. */
function Goods({ path, order, onOrder }: Fillable) {
  const { t } = useLingui()
  const name = useId()
  const { delivery, goods } = order
  const isShipped = goods === 'physical-goods'
  const lines = {
    name: t`Name of the recipient`,
    address_line1: t`House and street`,
    city: t`City`,
    state: t`State`,
    postal_code: t`PIN code`,
  }
  return (
    <>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]">
        <legend className="mb-1 font-medium">
          <Trans>What is sold</Trans>
        </legend>
        {([true, false] as const).map((shipped) => (
          <label key={String(shipped)} className="inline-flex min-h-9 items-center gap-2 coarse:min-h-11">
            <input
              type="radio"
              name={name}
              checked={isShipped === shipped}
              onChange={() => onOrder({ goods: shipped ? 'physical-goods' : 'digital-goods' })}
              className="size-4.5 accent-brand"
            />
            {shipped ? t`Goods` : t`A service or something digital`}
          </label>
        ))}
      </fieldset>
      {isShipped && (
        <details className="rounded-xl border border-line p-3">
          <summary className="text-[13px] font-medium">
            <Trans>Where they are shipped to</Trans>
          </summary>
          <p className="mt-2 text-[12.5px] text-pretty text-muted">
            <Trans>Meta asks for it when goods are shipped. The customer does not see it.</Trans>
          </p>
          <div className="mt-3 grid grid-cols-2 gap-2">
            {KEYS.map((key) => (
              <div key={key} className={key === 'name' || key === 'address_line1' ? 'col-span-2' : undefined}>
                <FillingField
                  path={`${path}.beneficiaries.0.${key}`}
                  label={lines[key]}
                  value={delivery[key]}
                  {...(key === 'postal_code' && { inputMode: 'numeric' as const })}
                  onValue={(value) => onOrder({ delivery: { ...delivery, [key]: value } })}
                />
              </div>
            ))}
          </div>
        </details>
      )}
    </>
  )
}

const KEYS = ['name', 'address_line1', 'city', 'state', 'postal_code'] as const
