/** Carousel cards, limited-time offers and one-time codes: parts with rules of their own. */
import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { LENGTHS } from '../../../src/templates/lint/lint-texts.ts'
import type { JsonObject } from '../../../src/templates/template-model.ts'
import { asRecord, asText } from '../bubble/payload.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { ButtonFields, CARD_KINDS } from './button-fields.tsx'
import {
  type Card,
  type Carousel,
  type Component,
  dropPart,
  moved,
  NEW_BODY,
  NEW_FOOTER,
  newButton,
  newCard,
  partOf,
  placeOfPart,
  putPart,
} from './edit-template.ts'
import { Choice, Field, Tick } from './field.tsx'
import { FindingNotes } from './finding-notes.tsx'
import { BodyFields, HeaderFields, type PartsProps } from './text-fields.tsx'

const CARDS_MAX = 10
const CARD_BUTTONS_MAX = 2
const OFFER_MAX = 16

export function CarouselFields({ components, at, isNamed, onChange }: PartsProps) {
  const { t } = useLingui()
  const carousel = partOf(components, 'CAROUSEL')
  const path = `${at}.${placeOfPart(components, 'CAROUSEL') ?? 0}`
  if (carousel === null) return null
  const { cards } = carousel
  const put = (next: readonly Card[], field: string) =>
    onChange(putPart(components, { ...carousel, cards: next }), field)
  return (
    <div data-path={`${path}.cards`} className="grid gap-3">
      <FindingNotes path={`${path}.cards`} />
      {cards.map((card, index) => (
        <fieldset
          key={index}
          data-path={`${path}.cards.${index}`}
          className="grid min-w-0 gap-3 rounded-xl border border-line p-3"
        >
          <legend className="sr-only">{t`Card ${index + 1}`}</legend>
          <div className="flex items-center gap-1">
            <h3 aria-hidden className="me-auto text-[14px] font-semibold">{t`Card ${index + 1}`}</h3>
            <IconButton
              small
              label={t`Up: card ${index + 1}`}
              disabled={index === 0}
              onClick={() => put(moved(cards, index, -1), `${path} move`)}
            >
              <ArrowUp size={16} aria-hidden />
            </IconButton>
            <IconButton
              small
              label={t`Down: card ${index + 1}`}
              disabled={index === cards.length - 1}
              onClick={() => put(moved(cards, index, 1), `${path} move`)}
            >
              <ArrowDown size={16} aria-hidden />
            </IconButton>
            <IconButton
              small
              tipAt="start"
              label={t`Remove: card ${index + 1}`}
              disabled={cards.length <= 1}
              onClick={() => put(cards.toSpliced(index, 1), `${path} remove`)}
            >
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </div>
          <CardFields
            card={card}
            at={`${path}.cards.${index}.components`}
            isNamed={isNamed}
            onCard={(next, field) => put(cards.with(index, next), field)}
          />
          <FindingNotes path={`${path}.cards.${index}`} />
        </fieldset>
      ))}
      <div className="flex items-center gap-2">
        <Button
          small
          className="coarse:min-h-11"
          disabled={cards.length >= CARDS_MAX}
          onClick={() => put([...cards, newCard(cards.at(-1))], `${path} add`)}
        >
          <Plus size={15} aria-hidden />
          <Trans>Add a card</Trans>
        </Button>
        <span className="text-[12.5px] text-muted tabular-nums">
          <Trans>
            {cards.length} of {CARDS_MAX}
          </Trans>
        </span>
      </div>
    </div>
  )
}

function CardFields({
  card,
  at,
  isNamed,
  onCard,
}: {
  readonly card: Card
  readonly at: string
  readonly isNamed: boolean
  readonly onCard: (card: Card, field: string) => void
}) {
  const { t } = useLingui()
  const { components } = card
  const onChange = (next: readonly Component[], field: string) => onCard({ ...card, components: next }, field)
  const parts = { components, at, isNamed, onChange }
  const hasBody = partOf(components, 'BODY') !== null
  return (
    <>
      <HeaderFields {...parts} formats={['IMAGE', 'VIDEO', 'PRODUCT']} />
      <Tick
        label={t`With words under the picture`}
        isOn={hasBody}
        onChange={(isOn) =>
          onChange(isOn ? putPart(components, NEW_BODY) : dropPart(components, 'BODY'), `${at} body`)
        }
      />
      <BodyFields {...parts} max={LENGTHS.cardBody} />
      <ButtonFields {...parts} kinds={CARD_KINDS} max={CARD_BUTTONS_MAX} />
    </>
  )
}

/** Two cards to begin with: fewer are not allowed. */
export const newCarousel = (): Carousel => ({
  type: 'CAROUSEL',
  cards: [newCard(undefined), newCard(undefined)],
  more: {},
})

export function OfferFields({ components, at, onChange }: PartsProps) {
  const { t } = useLingui()
  const part = partOf(components, 'LIMITED_TIME_OFFER')
  const path = `${at}.${placeOfPart(components, 'LIMITED_TIME_OFFER') ?? 0}`
  if (part === null) return null
  const put = (offer: Partial<typeof part.offer>) =>
    onChange(putPart(components, { ...part, offer: { ...part.offer, ...offer } }), path)
  return (
    <>
      <Field
        path={`${path}.limited_time_offer.text`}
        label={t`The offer in a few letters`}
        value={part.offer.text ?? ''}
        max={OFFER_MAX}
        onValue={(text) => put({ text })}
      />
      <Tick
        label={t`Shows how much time is left`}
        isOn={part.offer.hasExpiration === true}
        onChange={(hasExpiration) => put({ hasExpiration })}
      />
    </>
  )
}

/** A template for one-time codes: the words are Meta's, only the switches are ours. */
export function CodeFields({ components, at, onChange }: PartsProps) {
  const { t } = useLingui()
  const body = partOf(components, 'BODY') ?? { ...NEW_BODY, text: null }
  const footer = partOf(components, 'FOOTER')
  const buttons = partOf(components, 'BUTTONS')
  const path = (type: Component['type']) => `${at}.${placeOfPart(components, type) ?? 0}`
  const [found] = buttons?.buttons ?? []
  const otp = found?.type === 'OTP' ? found : (newButton('OTP') as Extract<typeof found, { type: 'OTP' }>)
  const button = `${path('BUTTONS')}.buttons.0`
  const put = (next: typeof otp, field: string) =>
    onChange(putPart(components, { ...(buttons ?? { type: 'BUTTONS', more: {} }), buttons: [next] }), field)
  const kind = (otp.otpType ?? 'COPY_CODE').toUpperCase()
  const app = appOf(otp.more)
  const setApp = (change: Partial<App>, field: string) => {
    const next = { ...app, ...change }
    put(
      {
        ...otp,
        more: {
          supported_apps: [{ package_name: next.packageName, signature_hash: next.signature }],
        },
      },
      field,
    )
  }
  return (
    <div className="grid gap-3">
      <p className="rounded-lg bg-sunken px-3 py-2 text-[13px] text-pretty text-muted">
        <Trans>Meta writes the words of a one-time code itself, in the template’s language.</Trans>
      </p>
      <Tick
        path={`${path('BODY')}.text`}
        label={t`Adds: do not share this code`}
        isOn={body.addSecurityRecommendation === true}
        onChange={(isOn) =>
          onChange(
            putPart(components, { ...body, addSecurityRecommendation: isOn }),
            `${path('BODY')} security`,
          )
        }
      />
      <Field
        path={`${path('FOOTER')}.code_expiration_minutes`}
        label={t`The code expires after so many minutes (1 to 90, empty: nothing is said)`}
        type="number"
        value={String(footer?.codeExpirationMinutes ?? '')}
        onValue={(next) =>
          onChange(
            next === ''
              ? dropPart(components, 'FOOTER')
              : putPart(components, {
                  ...(footer ?? { ...NEW_FOOTER, text: null }),
                  codeExpirationMinutes: Number(next),
                }),
            `${at} expiry`,
          )
        }
      />
      <Choice
        path={`${button}.otp_type`}
        label={t`How the code gets into the app or page`}
        value={kind}
        options={[
          { value: 'COPY_CODE', words: t`The customer copies it` },
          { value: 'ONE_TAP', words: t`One tap fills it in (Android app)` },
          { value: 'ZERO_TAP', words: t`Without a tap (Android app)` },
        ]}
        onValue={(otpType) =>
          put(
            otpType === 'COPY_CODE'
              ? { ...otp, otpType, autofillText: null, zeroTapTermsAccepted: null, more: {} }
              : { ...otp, otpType },
            `${button} type`,
          )
        }
      />
      {kind !== 'COPY_CODE' && (
        <div data-path={`${button}.supported_apps`} className="grid gap-3 md:grid-cols-2">
          <Field
            path={`${button}.supported_apps.0.package_name`}
            label={t`The app’s package name`}
            value={app.packageName}
            onValue={(packageName) => setApp({ packageName }, `${button} package`)}
          />
          <Field
            path={`${button}.supported_apps.0.signature_hash`}
            label={t`The app’s signature`}
            value={app.signature}
            max={11}
            onValue={(signature) => setApp({ signature }, `${button} signature`)}
          />
          <div className="md:col-span-2">
            <FindingNotes path={`${button}.supported_apps`} />
          </div>
        </div>
      )}
      {kind === 'ZERO_TAP' && (
        <Tick
          path={`${button}.zero_tap_terms_accepted`}
          label={t`We accept Meta’s terms for codes without a tap`}
          isOn={otp.zeroTapTermsAccepted === true}
          onChange={(isOn) => put({ ...otp, zeroTapTermsAccepted: isOn }, `${button} terms`)}
        />
      )}
      <FindingNotes path={`${path('BUTTONS')}.buttons`} />
    </div>
  )
}

type App = { readonly packageName: string; readonly signature: string }

/** One app; older templates name it in the button itself. */
function appOf(more: JsonObject): App {
  const listed = more['supported_apps']
  const first: unknown = Array.isArray(listed) ? listed[0] : more
  const app = asRecord(first)
  return { packageName: asText(app['package_name']) ?? '', signature: asText(app['signature_hash']) ?? '' }
}
