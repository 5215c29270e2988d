/** What the message itself, or one card of a carousel, leaves open: a file, a place or a product above the words, the words, its buttons. */
import { useLingui } from '@lingui/react/macro'
import { type Dispatch, Fragment, type ReactNode, type SetStateAction } from 'react'
import { fill, isPositional, type Part, type Word, wordsOf } from '../../../src/templates/template-places.ts'
import { asText } from '../bubble/payload.ts'
import { CatalogueFields, FlowFields, ProductsFields } from './button-filling.tsx'
import { type ButtonDraft, type Draft, EMPTY_BUTTON, type FilledHeader } from './fill-template.ts'
import { FillingField } from './filling-field.tsx'
import { HeaderFile, HeaderPlace, HeaderProduct } from './header-filling.tsx'
import { wordsAround } from './render.ts'
import { OrderFields } from './order-fields.tsx'

export function PartFields({
  components,
  part,
  nth,
  channelId,
  draft,
  hasOwn,
  onDraft,
  renderWord,
  children,
}: {
  readonly components: Parameters<typeof wordsOf>[0]
  readonly part: Part
  /** Its place in the draft. */
  readonly nth: number
  readonly channelId: string
  readonly draft: Draft
  /** There is a file to send where none is chosen. */
  readonly hasOwn: boolean
  readonly onDraft: Dispatch<SetStateAction<Draft>>
  /** Another field for a word than the one in which it is written. */
  readonly renderWord?: (word: Word, label: string, hint: ReactNode) => ReactNode
  /** What stands between words and buttons. */
  readonly children?: ReactNode
}) {
  const { t } = useLingui()
  const label = useWordLabel()
  const words = wordsOf(components).filter((word) => word.part.path === part.path)
  const own = draft.parts[nth]
  if (own === undefined) return null
  const set = (change: Partial<typeof own>) =>
    onDraft((all) => ({
      ...all,
      parts: all.parts.map((one, at) => (at === nth ? { ...one, ...change } : one)),
    }))
  const fields = (
    <>
      <Header
        part={part}
        channelId={channelId}
        filled={own.header}
        hasOwn={hasOwn}
        onFill={(header) => set({ header })}
      />
      {words.map((word, index) =>
        renderWord !== undefined ? (
          <Fragment key={word.name}>{renderWord(word, label(word), hintOf(word, '').hint)}</Fragment>
        ) : (
          <FillingField
            key={word.name}
            path={`template.parameters.${word.name}`}
            label={label(word)}
            value={draft.words[word.name] ?? ''}
            isRequired
            isFirst={nth === 0 && index === 0}
            {...hintOf(word, draft.words[word.name] ?? '')}
            onValue={(value) => onDraft((all) => ({ ...all, words: { ...all.words, [word.name]: value } }))}
          />
        ),
      )}
      {children}
      {part.buttons.map(({ type }, index) => (
        <ButtonFields
          key={index}
          type={type}
          path={`${part.path}.button.${index}`}
          draft={own.buttons[index] ?? EMPTY_BUTTON}
          onDraft={(change) =>
            set({
              buttons: { ...own.buttons, [index]: { ...(own.buttons[index] ?? EMPTY_BUTTON), ...change } },
            })
          }
        />
      ))}
    </>
  )
  if (part.card === null) return fields
  const number = part.card + 1
  return (
    <fieldset className="grid min-w-0 gap-3 rounded-xl border border-line p-3">
      <legend className="px-1 text-[13px] font-semibold">{t`Card ${number}`}</legend>
      {fields}
    </fieldset>
  )
}

function Header({
  part,
  channelId,
  filled,
  hasOwn,
  onFill,
}: {
  readonly part: Part
  readonly channelId: string
  readonly filled: FilledHeader | null
  readonly hasOwn: boolean
  readonly onFill: (filled: FilledHeader | null) => void
}) {
  const path = `${part.path}.header`
  switch (part.headerFormat) {
    case null:
    case 'TEXT':
      return null
    case 'LOCATION':
      return <HeaderPlace path={path} filled={filled} onFill={onFill} />
    case 'PRODUCT':
      return <HeaderProduct path={path} channelId={channelId} filled={filled} onFill={onFill} />
    default:
      return (
        <HeaderFile
          path={path}
          format={part.headerFormat}
          channelId={channelId}
          filled={filled}
          hasOwn={hasOwn}
          onFill={onFill}
        />
      )
  }
}

function ButtonFields({
  type,
  path,
  draft,
  onDraft,
}: {
  readonly type: string
  readonly path: string
  readonly draft: ButtonDraft
  readonly onDraft: (change: Partial<ButtonDraft>) => void
}) {
  switch (type) {
    case 'CATALOG':
      return <CatalogueFields path={path} draft={draft} onDraft={onDraft} />
    case 'MPM':
      return <ProductsFields path={path} draft={draft} onDraft={onDraft} />
    case 'FLOW':
      return <FlowFields path={path} draft={draft} onDraft={onDraft} />
    case 'ORDER_DETAILS': {
      const { order } = draft
      if (order === null) return null
      return (
        <OrderFields
          path={`${path}.orderDetails`}
          order={order}
          onOrder={(change) => onDraft({ order: { ...order, ...change } })}
        />
      )
    }
    default:
      return null
  }
}

/** A number says nothing: what stands around the word does. */
function hintOf(word: Word, value: string): { readonly hint?: ReactNode } {
  if (word.in === 'url') return { hint: <Link word={word} end={value} /> }
  const slot = word.name.slice(word.part.prefix.length)
  if (word.in !== 'body' || !isPositional(slot)) return {}
  const around = wordsAround(word.part.body ?? '', slot)
  return around === null ? {} : { hint: <bdi>{around}</bdi> }
}

/** The whole link, as it will be. */
function Link({ word, end }: { readonly word: Word; readonly end: string }) {
  const url = asText(word.part.buttons[word.index ?? 0]?.json['url']) ?? ''
  return <bdi>{fill(url, () => end.trim() || '…')}</bdi>
}

/** What to write where, in words: Meta's own names are "1" and "first_name". */
function useWordLabel(): (word: Word) => string {
  const { t } = useLingui()
  return ({ name, part, in: place, index }) => {
    const button = part.buttons[index ?? 0]?.text ?? ''
    const bare = name.slice(part.prefix.length)
    switch (place) {
      case 'url':
        return t`End of the link behind “${button}”`
      case 'code':
        return t`Offer code`
      case 'otp':
        return t`One-time code`
      case 'header': {
        const slot = bare.replace(/^header_(?=\d+$)/u, '')
        return t`Header, value ${slot}`
      }
      case 'body':
        return /^\d+$/.test(bare) ? t`Value ${bare}` : bare.replaceAll('_', ' ')
      default:
        return place satisfies never
    }
  }
}
