/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- options of a combobox: its field keeps the focus and takes the keys */
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { type ReactNode, useEffect, useRef } from 'react'
import { Avatar, useContactName } from '../contacts/avatar.tsx'
import type { ContactSummary, SearchHits } from '../platform/contract.ts'
import { listTime, phoneNumber } from '../platform/format.ts'
import { markWords } from '../search/mark-words.ts'
import type { Command } from './commands.ts'
import { KeyCaps } from './key-caps.tsx'
import { capsOf } from './shortcut-words.ts'

export type Hit = SearchHits['items'][number]

type RowProps = {
  readonly id: string
  readonly isActive: boolean
  readonly onOpen: () => void
  readonly onPoint: () => void
}

function Row({
  id,
  isActive,
  isDisabled = false,
  onOpen,
  onPoint,
  children,
}: RowProps & { readonly isDisabled?: boolean; readonly children: ReactNode }) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      aria-disabled={isDisabled || undefined}
      onClick={onOpen}
      onPointerMove={onPoint}
      className={clsx(
        'flex min-h-11 scroll-my-9 cursor-pointer items-center gap-3 rounded-xl px-3 py-1.5',
        isActive && 'bg-brand-tint',
        isDisabled && 'cursor-not-allowed! text-muted',
      )}
    >
      {children}
    </div>
  )
}

/** What can be done; where it cannot, why not. */
export function CommandRow({ command, ...row }: RowProps & { readonly command: Command }) {
  const { icon: Icon, name, key, whyNot } = command
  return (
    <Row {...row} isDisabled={whyNot !== null}>
      <Icon size={19} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block text-start text-[14.5px]">
          {name}
        </span>
        {whyNot !== null && <span className="block text-[12.5px] text-muted">{whyNot}</span>}
      </span>
      {key !== null && (
        <span className="max-md:hidden">
          <KeyCaps caps={capsOf(key)} />
        </span>
      )}
    </Row>
  )
}

export function PersonRow({ person, ...row }: RowProps & { readonly person: ContactSummary }) {
  const contact = { ...person, bsuid: null }
  const name = useContactName()(contact)
  const number = person.phone === null ? null : phoneNumber(person.phone)
  return (
    <Row {...row}>
      <Avatar contact={contact} size={32} />
      <bdi className="min-w-0 flex-1 truncate text-[14.5px] font-medium">{name}</bdi>
      {number !== null && number !== name && (
        <span className="shrink-0 text-[13px] text-muted tabular-nums">{number}</span>
      )}
    </Row>
  )
}

export function HitRow({
  hit: { message, conversation },
  words,
  now,
  ...row
}: RowProps & { readonly hit: Hit; readonly words: string; readonly now: number }) {
  const { t, i18n } = useLingui()
  const name = useContactName()(conversation.contact)
  return (
    <Row {...row}>
      <Avatar contact={conversation.contact} size={32} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <bdi className="min-w-0 flex-1 truncate text-[14.5px] font-medium">{name}</bdi>
          <span className="shrink-0 text-[12px] text-muted">{listTime(message.at, now, i18n.locale)}</span>
        </span>
        <span className="line-clamp-2 text-[14px] text-muted">
          {message.direction === 'out' && <span className="text-ink">{t`You:`} </span>}
          <span dir="auto">
            {markWords(message.text ?? '', words).map((piece, nth) =>
              piece.isMarked ? (
                <mark key={nth} className="rounded-sm bg-brand-tint font-semibold text-brand-strong">
                  {piece.text}
                </mark>
              ) : (
                piece.text
              ),
            )}
          </span>
        </span>
      </span>
    </Row>
  )
}
