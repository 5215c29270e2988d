import { Trans, useLingui } from '@lingui/react/macro'
import { LENGTHS } from '../../../src/templates/lint/lint-texts.ts'
import { ALL_KINDS, ButtonFields } from './button-fields.tsx'
import {
  type Component,
  dropPart,
  isNamedFormat,
  NEW_FOOTER,
  NEW_OFFER,
  partOf,
  placeOfPart,
  putPart,
  type TemplateModel,
  withCategory,
  withFormat,
} from './edit-template.ts'
import { Choice, Field, Part, Tick } from './field.tsx'
import { FindingNotes } from './finding-notes.tsx'
import { CarouselFields, CodeFields, newCarousel, OfferFields } from './special-fields.tsx'
import { CATEGORIES, LANGUAGES, useCategoryWords, useLanguageName } from './template-words.tsx'
import { BodyFields, FooterFields, HeaderFields } from './text-fields.tsx'

const NAME_MAX = 512
const FORMATS = ['NONE', 'TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION']

type FormProps = {
  readonly model: TemplateModel
  readonly onEdit: (next: TemplateModel, field: string) => void
}

/** Every part that a template may have. */
export function DraftForm({
  model,
  isEdit,
  isApproved,
  onEdit,
}: FormProps & {
  /** It changes a template that is at Meta: what it is called stays. */
  readonly isEdit: boolean
  readonly isApproved: boolean
}) {
  const isCode = model.category?.toUpperCase() === 'AUTHENTICATION'
  return (
    <>
      <TopFields model={model} isEdit={isEdit} isApproved={isApproved} onEdit={onEdit} />
      {isCode ? <CodePart model={model} onEdit={onEdit} /> : <Parts model={model} onEdit={onEdit} />}
    </>
  )
}

function TopFields({
  model,
  isEdit,
  isApproved,
  onEdit,
}: FormProps & { readonly isEdit: boolean; readonly isApproved: boolean }) {
  const { t } = useLingui()
  const categoryWords = useCategoryWords()
  const languageName = useLanguageName()
  const about: Readonly<Record<string, string>> = {
    UTILITY: t`About something the customer bought, booked or asked for. No advertising.`,
    MARKETING: t`Offers, news, invitations. Only to customers who agreed.`,
    AUTHENTICATION: t`One-time codes to sign in.`,
  }
  const category = model.category?.toUpperCase() ?? ''
  return (
    <Part title={t`What it is`} path={null}>
      <Field
        path="name"
        label={t`Name`}
        value={model.name ?? ''}
        max={NAME_MAX}
        isOff={isEdit}
        hint={t`Customers do not see it. Small letters, digits and _.`}
        onValue={(name) => onEdit({ ...model, name: name.replaceAll(' ', '_').toLowerCase() }, 'name')}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Choice
          path="category"
          label={t`Category`}
          value={category}
          isOff={isApproved}
          options={CATEGORIES.map((value) => ({ value, words: categoryWords(value) }))}
          hint={about[category] ?? ''}
          onValue={(next) => onEdit(withCategory(model, next), 'category')}
        />
        <Choice
          path="language"
          label={t`Language`}
          value={model.language ?? ''}
          isOff={isEdit}
          options={LANGUAGES.map((value) => ({ value, words: languageName(value) }))}
          onValue={(language) => onEdit({ ...model, language }, 'language')}
        />
      </div>
      <FindingNotes path="message_send_ttl_seconds" />
      <FindingNotes path="components" />
    </Part>
  )
}

function CodePart({ model, onEdit }: FormProps) {
  const { t } = useLingui()
  return (
    <Part title={t`The code`} path="components">
      <CodeFields
        components={model.components}
        at="components"
        isNamed={false}
        onChange={(components, field) => onEdit({ ...model, components }, field)}
      />
    </Part>
  )
}

function Parts({ model, onEdit }: FormProps) {
  const { t } = useLingui()
  const { components } = model
  const isNamed = isNamedFormat(model)
  const isMarketing = model.category?.toUpperCase() === 'MARKETING'
  const change = (next: readonly Component[], field: string) => onEdit({ ...model, components: next }, field)
  const parts = { components, at: 'components', isNamed, onChange: change }
  const pathOf = (type: Component['type']) => {
    const place = placeOfPart(components, type)
    return place === null ? null : `components.${place}`
  }
  const has = (type: Component['type']) => partOf(components, type) !== null
  const remove = (type: Component['type']) => change(dropPart(components, type), `remove ${type}`)
  const add = (part: Component) => change(putPart(components, part), `add ${part.type}`)
  const hasOffer = has('LIMITED_TIME_OFFER')
  return (
    <>
      <Part title={t`Header`} path={pathOf('HEADER')}>
        <HeaderFields {...parts} formats={FORMATS} />
      </Part>
      <Part title={t`Text`} path={pathOf('BODY')}>
        <BodyFields {...parts} max={hasOffer ? LENGTHS.offerBody : LENGTHS.body} />
        <Choice
          path="parameter_format"
          label={t`Variables are called by`}
          value={isNamed ? 'NAMED' : 'POSITIONAL'}
          options={[
            { value: 'NAMED', words: t`Names, like ${'{{name}}'}` },
            { value: 'POSITIONAL', words: t`Numbers, like ${'{{1}}'}` },
          ]}
          onValue={(format) =>
            onEdit(withFormat(model, format === 'NAMED' ? 'NAMED' : 'POSITIONAL'), 'parameter_format')
          }
        />
      </Part>
      <Part
        title={t`Footer`}
        path={pathOf('FOOTER')}
        isThere={has('FOOTER')}
        onAdd={() => add(NEW_FOOTER)}
        onRemove={() => remove('FOOTER')}
      >
        <FooterFields {...parts} />
      </Part>
      <Part
        title={t`Buttons`}
        about={t`Quick replies stand together. More than three are shown behind “See all options”.`}
        path={pathOf('BUTTONS')}
      >
        <ButtonFields {...parts} kinds={ALL_KINDS} />
      </Part>
      {(isMarketing || hasOffer) && (
        <Part
          title={t`Limited-time offer`}
          path={pathOf('LIMITED_TIME_OFFER')}
          isThere={hasOffer}
          onAdd={() => add(NEW_OFFER)}
          onRemove={() => remove('LIMITED_TIME_OFFER')}
        >
          <OfferFields {...parts} />
        </Part>
      )}
      <Part
        title={t`Carousel`}
        about={t`2 to 10 cards with pictures that the customer moves along.`}
        path={pathOf('CAROUSEL')}
        isThere={has('CAROUSEL')}
        onAdd={() => add(newCarousel())}
        onRemove={() => remove('CAROUSEL')}
      >
        <CarouselFields {...parts} />
      </Part>
      <Part title={t`Calls`} path={pathOf('CALL_PERMISSION_REQUEST')}>
        <Tick
          label={t`Asks the customer whether you may call`}
          isOn={has('CALL_PERMISSION_REQUEST')}
          onChange={(isOn) =>
            isOn ? add({ type: 'CALL_PERMISSION_REQUEST', more: {} }) : remove('CALL_PERMISSION_REQUEST')
          }
        />
      </Part>
      {has('OTHER') && (
        <Part
          title={t`A part that is not known here`}
          path={pathOf('OTHER')}
          onRemove={() => remove('OTHER')}
        >
          <p className="text-[13px] text-muted">
            <Trans>It stays as it came and is sent to Meta with the rest.</Trans>
          </p>
        </Part>
      )}
    </>
  )
}
