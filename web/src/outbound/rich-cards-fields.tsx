import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { useId } from 'react'
import { LIMITS, lineBreaks } from '../../../src/outbound/check-interactive.ts'
import { AddButton, CountedField, RemoveButton } from './counted-field.tsx'
import { ChosenFile, FileButton } from './file-button.tsx'
import { answerCount, type Card, type CardButtons, type CardsDraft, EMPTY_CARD } from './rich-cards.ts'

/** Two to ten cards, each with a picture or a film; what is tapped on is of the same kind on all of them. */
export function CardsFields({
  channelId,
  draft,
  onDraft,
}: {
  readonly channelId: string
  readonly draft: CardsDraft
  readonly onDraft: (change: Partial<CardsDraft>) => void
}) {
  const { t } = useLingui()
  const { cards } = draft
  return (
    <>
      <ButtonsOfAll draft={draft} onDraft={onDraft} />
      {cards.map((card, index) => (
        <CardFields
          key={index}
          channelId={channelId}
          number={index + 1}
          card={card}
          answers={answerCount(draft)}
          onCard={(next) => onDraft({ cards: cards.with(index, next) })}
          onRemove={
            cards.length > LIMITS.cardsMin ? () => onDraft({ cards: cards.toSpliced(index, 1) }) : null
          }
        />
      ))}
      <AddButton
        label={t`Add a card`}
        isFull={cards.length >= LIMITS.cards}
        full={t`WhatsApp takes ten cards.`}
        onAdd={() => onDraft({ cards: [...cards, EMPTY_CARD] })}
      />
    </>
  )
}

function ButtonsOfAll({
  draft: { cardButtons },
  onDraft,
}: {
  readonly draft: CardsDraft
  readonly onDraft: (change: Partial<CardsDraft>) => void
}) {
  const { t } = useLingui()
  const name = useId()
  const kinds: readonly { readonly kind: CardButtons; readonly label: string }[] = [
    { kind: 'link', label: t`A link` },
    { kind: 'one-answer', label: t`One answer` },
    { kind: 'two-answers', label: t`Two answers` },
  ]
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]">
      <legend className="mb-1 font-medium">
        <Trans>On each card</Trans>
      </legend>
      {kinds.map(({ kind, label }) => (
        <label key={kind} className="inline-flex min-h-9 items-center gap-2 coarse:min-h-11">
          <input
            type="radio"
            name={name}
            checked={cardButtons === kind}
            onChange={() => onDraft({ cardButtons: kind })}
            className="size-4.5 accent-brand"
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

function CardFields({
  channelId,
  number,
  card,
  answers,
  onCard,
  onRemove,
}: {
  readonly channelId: string
  readonly number: number
  readonly card: Card
  /** How many; none: it has a link. */
  readonly answers: number
  readonly onCard: (card: Card) => void
  /** null: two cards it must be. */
  readonly onRemove: (() => void) | null
}) {
  const { t } = useLingui()
  const { file } = card
  const hasTooManyLines = lineBreaks(card.body.trim()) > LIMITS.cardLineBreaks
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-xl border border-line p-3">
      <legend className="px-1 text-[13px] font-semibold">{t`Card ${number}`}</legend>
      <div className="flex items-center gap-1.5">
        <div className="min-w-0 flex-1">
          {file === null ? (
            <FileButton
              channelId={channelId}
              label={t`Picture or film`}
              takesDocuments={false}
              onFile={(chosen) => onCard({ ...card, file: chosen })}
            />
          ) : (
            <ChosenFile name={file.name} onRemove={() => onCard({ ...card, file: null })} />
          )}
        </div>
        {onRemove !== null && <RemoveButton label={t`Remove card ${number}`} onRemove={onRemove} />}
      </div>
      <div>
        <CountedField
          label={t`Words on the card (optional)`}
          value={card.body}
          max={LIMITS.cardBody}
          lines={2}
          onValue={(body) => onCard({ ...card, body })}
        />
        <p className={clsx('mt-1 text-[12px]', hasTooManyLines ? 'font-semibold text-red' : 'text-muted')}>
          <Trans>At most three lines.</Trans>
        </p>
      </div>
      {answers === 0 ? (
        <>
          <CountedField
            label={t`Words on the button`}
            value={card.linkText}
            max={LIMITS.button}
            onValue={(linkText) => onCard({ ...card, linkText })}
          />
          <CountedField
            label={t`Address`}
            value={card.url}
            max={2000}
            type="url"
            onValue={(url) => onCard({ ...card, url })}
          />
        </>
      ) : (
        Array.from({ length: answers }, (_, at) => {
          const nth = at + 1
          return (
            <CountedField
              key={at}
              label={answers === 1 ? t`Answer` : t`Answer ${nth}`}
              value={card.answers[at] ?? ''}
              max={LIMITS.button}
              onValue={(title) => {
                const filled = Array.from({ length: Math.max(answers, card.answers.length) }, (_, i) =>
                  i === at ? title : (card.answers[i] ?? ''),
                )
                onCard({ ...card, answers: filled })
              }}
            />
          )
        })
      )}
    </fieldset>
  )
}
