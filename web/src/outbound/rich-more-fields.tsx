import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'
import { LIMITS } from '../../../src/outbound/check-interactive.ts'
import { AddButton, CountedField, LOOK, RemoveButton } from './counted-field.tsx'
import {
  callMinutes,
  type CallUnit,
  EMPTY_PRODUCTS,
  type MoreDraft,
  type Person,
  prefillOf,
  productCount,
  type ProductSection,
  type ProductShape,
  skusOf,
} from './rich-more.ts'

type Props = { readonly draft: MoreDraft; readonly onDraft: (change: Partial<MoreDraft>) => void }

/** What the customer finds filled in when an address is asked for. */
export function AddressFields({ contact, draft, onDraft }: Props & { readonly contact: Person }) {
  const known = Object.values(prefillOf(contact))
  return (
    <>
      <Hint>
        <Trans>
          The customer gets a form for an address in India. WhatsApp has it for businesses and customers in
          India only.
        </Trans>
      </Hint>
      {known.length > 0 && (
        <label className="flex min-h-11 items-start gap-2.5 text-[13px]">
          <input
            type="checkbox"
            checked={draft.isPrefilled}
            onChange={(event) => onDraft({ isPrefilled: event.currentTarget.checked })}
            className="mt-0.5 size-4.5 shrink-0 accent-brand"
          />
          <span className="min-w-0">
            <span className="block font-medium">
              <Trans>Fill in what is known of them</Trans>
            </span>
            {known.map((line) => (
              <bdi key={line} className="block truncate text-muted">
                {line}
              </bdi>
            ))}
          </span>
        </label>
      )}
    </>
  )
}

/** A button that calls the business on WhatsApp. */
export function CallFields({ draft, onDraft }: Props) {
  const { t } = useLingui()
  const id = useId()
  const minutes = callMinutes(draft)
  const isWrong = minutes < 1 || minutes > LIMITS.callMinutes
  const units: Readonly<Record<CallUnit, string>> = { minutes: t`minutes`, hours: t`hours`, days: t`days` }
  return (
    <>
      <Hint>
        <Trans>The customer taps and calls this number on WhatsApp. Calls must be switched on for it.</Trans>
      </Hint>
      <CountedField
        label={t`Words on the button (optional)`}
        value={draft.callText}
        max={LIMITS.button}
        onValue={(callText) => onDraft({ callText })}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
          <Trans>How long the button works</Trans>
        </label>
        <div className="flex gap-2">
          <input
            id={id}
            inputMode="numeric"
            value={draft.callTime}
            aria-invalid={isWrong}
            aria-describedby={`${id}-bounds`}
            onChange={(event) => onDraft({ callTime: event.currentTarget.value })}
            className={clsx(LOOK, 'h-10 coarse:h-11')}
          />
          <select
            aria-label={t`Unit of time`}
            value={draft.callUnit}
            onChange={(event) => {
              const unit = event.currentTarget.value
              if (isUnit(unit)) onDraft({ callUnit: unit })
            }}
            className={clsx(LOOK, 'h-10 coarse:h-11')}
          >
            {Object.entries(units).map(([unit, label]) => (
              <option key={unit} value={unit}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <output
          id={`${id}-bounds`}
          htmlFor={id}
          className={clsx('mt-1 block text-[12px]', isWrong ? 'font-semibold text-red' : 'text-muted')}
        >
          <Trans>From 1 minute to 30 days.</Trans>
        </output>
      </div>
      <CountedField
        label={t`Reference that comes back with the call (optional)`}
        value={draft.callPayload}
        max={LIMITS.callPayload}
        onValue={(callPayload) => onDraft({ callPayload })}
      />
    </>
  )
}

const isUnit = (text: string): text is CallUnit => ['minutes', 'hours', 'days'].includes(text)

/** One product, several, or all of them. */
export function ProductShapes({ draft, onDraft }: Props) {
  const { t } = useLingui()
  const name = useId()
  const shapes: readonly { readonly shape: ProductShape; readonly label: string }[] = [
    { shape: 'one', label: t`One product` },
    { shape: 'several', label: t`Several products` },
    { shape: 'cards', label: t`Products on cards` },
    { shape: 'catalogue', label: t`The whole catalogue` },
  ]
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]">
      <legend className="mb-1 font-medium">
        <Trans>What to show</Trans>
      </legend>
      {shapes.map(({ shape, label }) => (
        <label key={shape} className="inline-flex min-h-9 items-center gap-2 coarse:min-h-11">
          <input
            type="radio"
            name={name}
            checked={draft.productShape === shape}
            onChange={() => onDraft({ productShape: shape })}
            className="size-4.5 accent-brand"
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

/** The catalogue's id and the products' own, as they stand in Meta's Commerce Manager. */
export function ProductFields({ draft, onDraft }: Props) {
  const { t } = useLingui()
  const { productShape: shape, productSections: sections } = draft
  const set = (index: number, section: ProductSection) =>
    onDraft({ productSections: sections.with(index, section) })
  return (
    <>
      {shape === 'catalogue' ? (
        <CountedField
          label={t`Product whose picture is shown (SKU, optional)`}
          value={draft.thumbnail}
          max={LIMITS.sku}
          onValue={(thumbnail) => onDraft({ thumbnail })}
        />
      ) : (
        <CountedField
          label={t`Id of the catalogue`}
          value={draft.catalogId}
          max={LIMITS.sku}
          onValue={(catalogId) => onDraft({ catalogId })}
        />
      )}
      {shape === 'one' && (
        <CountedField
          label={t`Id of the product (SKU)`}
          value={draft.sku}
          max={LIMITS.sku}
          onValue={(sku) => onDraft({ sku })}
        />
      )}
      {shape === 'cards' && (
        <CountedField
          label={t`Ids of 2 to 10 products (SKU), one on a line`}
          value={draft.cardSkus}
          max={LIMITS.cards}
          used={skusOf(draft.cardSkus).length}
          lines={3}
          onValue={(cardSkus) => onDraft({ cardSkus })}
        />
      )}
      {shape === 'several' && (
        <>
          {sections.map((section, index) => (
            <ProductSectionFields
              key={index}
              section={section}
              number={index + 1}
              isOnly={sections.length === 1}
              others={productCount(draft) - skusOf(section.skus).length}
              onSection={(next) => set(index, next)}
              onRemove={() => onDraft({ productSections: sections.toSpliced(index, 1) })}
            />
          ))}
          <AddButton
            label={t`Add a section`}
            isFull={sections.length >= LIMITS.sections}
            full={t`WhatsApp takes ten sections.`}
            onAdd={() => onDraft({ productSections: [...sections, EMPTY_PRODUCTS] })}
          />
        </>
      )}
    </>
  )
}

function ProductSectionFields({
  section,
  number,
  isOnly,
  others,
  onSection,
  onRemove,
}: {
  readonly section: ProductSection
  readonly number: number
  readonly isOnly: boolean
  /** How many products the other sections have. */
  readonly others: number
  readonly onSection: (section: ProductSection) => void
  readonly onRemove: () => void
}) {
  const { t } = useLingui()
  return (
    <fieldset className="flex flex-col gap-3 rounded-xl border border-line p-3">
      <legend className="px-1 text-[13px] font-semibold">{t`Section ${number}`}</legend>
      <CountedField
        label={isOnly ? t`Title of the section (optional)` : t`Title of the section`}
        value={section.title}
        max={LIMITS.sectionTitle}
        onValue={(title) => onSection({ ...section, title })}
        after={!isOnly && <RemoveButton label={t`Remove section ${number}`} onRemove={onRemove} />}
      />
      <CountedField
        label={
          isOnly
            ? t`Ids of products (SKU), one on a line`
            : t`Ids of products (SKU), one on a line; 30 in all sections`
        }
        value={section.skus}
        max={Math.max(0, LIMITS.products - others)}
        used={skusOf(section.skus).length}
        lines={3}
        onValue={(skus) => onSection({ ...section, skus })}
      />
    </fieldset>
  )
}

function Hint({ children }: { readonly children: ReactNode }) {
  return <p className="text-[13px] text-muted">{children}</p>
}
