import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Deal, DealPage, DealStage } from '../platform/contract.ts'
import { money } from '../platform/format.ts'
import { DealCard, DRAG_TYPE } from './deal-card.tsx'
import { dealsIn, type Move, stepOf } from './move-deal.ts'
import { useMove } from './use-move.ts'

/** The stages side by side, each with its deals and their sum; on a phone one below the other. */
export function Board({
  page,
  stages,
  mayWrite,
  onOpen,
}: {
  readonly page: DealPage
  readonly stages: readonly DealStage[]
  readonly mayWrite: boolean
  readonly onOpen: (deal: Deal) => void
}) {
  const board = useRef<HTMLDivElement>(null)
  const move = useMove()
  const moveTo = (deal: Deal, to: Move) => {
    const stage = stages.find(({ id }) => id === to.stageId)
    if (mayWrite && stage !== undefined) move(deal, to, stage.name)
  }
  const topOf = (stageId: string): Move => ({ stageId, beforeId: dealsIn(page, stageId)[0]?.id ?? null })
  const focus = (id: string | undefined) => {
    if (id !== undefined)
      board.current?.querySelector<HTMLElement>(`[data-deal="${CSS.escape(id)}"]`)?.focus()
  }
  /** A deal that goes to another stage is another element there: once it is there, it has the focus again. */
  const moved = useRef<{ readonly id: string; readonly stageId: string } | null>(null)
  useEffect(() => {
    const wanted = moved.current
    if (wanted === null) return
    if (!page.items.some(({ id, stageId }) => id === wanted.id && stageId === wanted.stageId)) return
    moved.current = null
    focus(wanted.id)
  })
  const onKey = (deal: Deal, event: KeyboardEvent) => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    const side = { ArrowLeft: isRtl ? 1 : -1, ArrowRight: isRtl ? -1 : 1 }[event.key]
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if ((side ?? step) === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const column = dealsIn(page, deal.stageId)
    if (side !== undefined) {
      const at = stages.findIndex(({ id }) => id === deal.stageId)
      if (event.shiftKey) {
        const stage = stages[at + side]
        if (stage === undefined) return
        moved.current = { id: deal.id, stageId: stage.id }
        moveTo(deal, topOf(stage.id))
        return
      }
      // past empty stages to the next one that has something
      const others = side > 0 ? stages.slice(at + 1) : stages.slice(0, Math.max(at, 0)).toReversed()
      const next = others.map(({ id }) => dealsIn(page, id)).find((deals) => deals.length > 0)
      focus(next?.[Math.min(column.indexOf(deal), next.length - 1)]?.id)
    } else if (step === 1 || step === -1) {
      const to = event.shiftKey ? stepOf(page, deal.id, step) : null
      if (to !== null) moveTo(deal, to)
      else if (!event.shiftKey) focus(column[column.indexOf(deal) + step]?.id)
    }
  }
  const onDrop = (event: DragEvent, to: Move) => {
    const deal = page.items.find(({ id }) => id === event.dataTransfer.getData(DRAG_TYPE))
    if (deal === undefined || to.beforeId === deal.id) return
    event.preventDefault()
    event.stopPropagation()
    moveTo(deal, to)
  }
  return (
    <div ref={board} className="flex min-h-0 flex-1 gap-3 overflow-auto p-3 max-md:flex-col md:px-6">
      {stages.map((stage) => (
        <Column
          key={stage.id}
          stage={stage}
          page={page}
          onDrop={(event) => onDrop(event, { stageId: stage.id, beforeId: null })}
        >
          {dealsIn(page, stage.id).map((deal) => (
            <DealCard
              key={deal.id}
              deal={deal}
              stages={stages}
              mayWrite={mayWrite}
              onOpen={() => onOpen(deal)}
              onMoveTo={(to) => {
                moved.current = { id: deal.id, stageId: to.id }
                moveTo(deal, topOf(to.id))
              }}
              onKey={(event) => onKey(deal, event)}
              onDropBefore={(event) => onDrop(event, { stageId: stage.id, beforeId: deal.id })}
            />
          ))}
        </Column>
      ))}
    </div>
  )
}

function Column({
  stage,
  page,
  onDrop,
  children,
}: {
  readonly stage: DealStage
  readonly page: DealPage
  readonly onDrop: (event: DragEvent) => void
  readonly children: readonly React.ReactNode[]
}) {
  const { t } = useLingui()
  const [isOver, setOver] = useState(false)
  const sum = page.sums.find(({ stageId }) => stageId === stage.id)
  const count = sum?.dealCount ?? 0
  const more = count - children.length
  const { name } = stage
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping has its menu and keys beside it
    <section
      aria-label={name}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDropCapture={() => setOver(false)}
      onDrop={onDrop}
      className={clsx(
        'flex flex-col rounded-2xl bg-canvas p-2 md:min-w-60 md:flex-1 md:basis-0',
        isOver && 'outline-2 outline-brand outline-dashed',
      )}
    >
      <header className="px-1 pt-1 pb-2">
        <h2 className="flex items-baseline gap-2 text-[14px] font-semibold">
          <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
          <span className="shrink-0 tabular-nums">{money((sum?.valuePaise ?? 0) / 100, 'INR')}</span>
        </h2>
        <p className="text-[12.5px] text-muted">
          <Plural value={count} one="# deal" other="# deals" />
        </p>
      </header>
      <ul aria-label={t`Deals in “${name}”`} className="grid grid-cols-1 content-start gap-2 md:min-h-16">
        {children}
      </ul>
      {more > 0 && (
        <p className="p-2 text-[12.5px] text-muted">
          <Trans>and {more} more</Trans>
        </p>
      )}
    </section>
  )
}
