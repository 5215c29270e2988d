/* oxlint-disable jsx-a11y/media-has-caption -- what a customer films or records has no captions */
import { Dialog } from '@base-ui/react/dialog'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import {
  ChevronLeft,
  ChevronRight,
  Download,
  ExternalLink,
  FileText,
  ImageOff,
  X,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { type PointerEvent, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { messagesQuery } from '../conversations/queries.ts'
import type { Message } from '../platform/contract.ts'
import { dayLabel, fileSize, timeOfDay, wholeNumber } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { useBubbleActions } from './bubble-context.ts'
import { FormattedText } from './formatted-text.tsx'
import { placeOf, type Viewable, viewablesOf, zoomAround } from './media-list.ts'

const ZOOM_MAX = 5
const ZOOM_STEP = 1.5
const SWIPE_PX = 60
/** Older messages are asked for when so few files are left before the one that is shown. */
const FETCH_AHEAD = 2
const ON_BLACK = 'text-white! hover:bg-white/15! disabled:opacity-30'

/** Pictures, films, recordings and files of a conversation over the whole screen, one after the other. Lazy. */
export function MediaViewer({
  message,
  onClose,
}: {
  readonly message: Message
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const { contactName } = useBubbleActions()
  const [seen, setSeen] = useState(message)
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    messagesQuery(message.conversationId),
  )
  const all = viewablesOf(data?.pages.flatMap(({ items }) => items).toReversed() ?? [])
  const place = placeOf(all, seen)
  const items = place < 0 ? viewablesOf([seen]) : all
  const at = Math.max(0, place)
  const shown = items[at]
  const popup = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (at < FETCH_AHEAD && hasNextPage && !isFetching) void fetchNextPage()
  }, [at, hasNextPage, isFetching, fetchNextPage])
  useEffect(() => {
    if (shown === undefined) onClose() // deleted while one looked
  }, [shown, onClose])
  const show = (one: Viewable | undefined) => {
    if (one !== undefined) setSeen(one.message)
  }
  const go = (step: number) => show(items[at + step])
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isOnControl = event.target instanceof HTMLMediaElement || event.target instanceof HTMLInputElement
    if (isOnControl || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowLeft') go(-1)
    if (event.key === 'ArrowRight') go(1)
    if (event.key === 'Home') show(items[0])
    if (event.key === 'End') show(items.at(-1))
  })
  useLayoutEffect(() => {
    // Of the window: the focus is not in here yet when it opens, and leaves with a button that goes at the first or last file.
    // On the way down: a dialog lets no arrow key out.
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen, true)
    return () => window.removeEventListener('keydown', listen, true)
  }, [])
  if (shown === undefined) return null
  const who = shown.message.direction === 'out' ? t`You` : contactName
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          initialFocus={popup}
          tabIndex={-1}
          data-theme="dark" // the ground is black in either theme
          className="fixed inset-0 z-[55] flex flex-col bg-black text-white outline-none"
        >
          <Top shown={shown} who={who} number={at + 1} count={items.length} hasMore={hasNextPage} />
          <Stage key={shown.id} shown={shown} onGo={go} />
          {at > 0 && (
            <IconButton
              label={t`Previous`}
              tipAt="end"
              onClick={() => go(-1)}
              className={`absolute! start-2 top-1/2 bg-black/50! ${ON_BLACK}`}
            >
              <ChevronLeft size={26} aria-hidden className="rtl:rotate-180" />
            </IconButton>
          )}
          {at < items.length - 1 && (
            <IconButton
              label={t`Next`}
              tipAt="start"
              onClick={() => go(1)}
              className={`absolute! end-2 top-1/2 bg-black/50! ${ON_BLACK}`}
            >
              <ChevronRight size={26} aria-hidden className="rtl:rotate-180" />
            </IconButton>
          )}
          <Caption message={shown.message} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Top({
  shown: { url, message, kind },
  who,
  number,
  count,
  hasMore,
}: {
  readonly shown: Viewable
  readonly who: string
  readonly number: number
  readonly count: number
  readonly hasMore: boolean
}) {
  const { t, i18n } = useLingui()
  const [now] = useState(() => Date.now())
  const when = `${dayLabel(message.at, now, i18n.locale)}, ${timeOfDay(message.at, i18n.locale)}`
  const at = wholeNumber(number, i18n.locale)
  const all = `${wholeNumber(count, i18n.locale)}${hasMore ? '+' : ''}`
  const name = message.media?.filename ?? `${kind}-${message.id}`
  const link = 'inline-grid size-10 shrink-0 place-items-center rounded-lg hover:bg-white/15 coarse:size-11'
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 ps-4 pe-2">
      <div className="min-w-0 flex-1">
        <Dialog.Title className="truncate text-[15px] font-semibold">
          <bdi>{who}</bdi>
        </Dialog.Title>
        <p className="truncate text-[12.5px] text-white/75">
          {when} · <span aria-live="polite">{t`${at} of ${all}`}</span>
        </p>
      </div>
      {(kind === 'image' || kind === 'video') && (
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t`Open in a tab of its own`}
          data-tip={t`Open in a tab of its own`}
          data-tip-at="start"
          className={link}
        >
          <ExternalLink size={19} aria-hidden />
        </a>
      )}
      <a
        href={url}
        download={name}
        aria-label={t`Download`}
        data-tip={t`Download`}
        data-tip-at="start"
        className={link}
      >
        <Download size={20} aria-hidden />
      </a>
      <Dialog.Close render={<IconButton label={t`Close`} tipAt="start" className={ON_BLACK} />}>
        <X size={22} aria-hidden />
      </Dialog.Close>
    </header>
  )
}

function Caption({ message }: { readonly message: Message }) {
  const text = message.text
  if (text === null || text === '' || text === message.media?.filename) return null
  return (
    <p
      dir="auto"
      className="max-h-[22dvh] shrink-0 overflow-y-auto px-4 py-3 text-center text-[14.5px] [overflow-wrap:anywhere] whitespace-pre-wrap"
    >
      <FormattedText text={text} />
    </p>
  )
}

function Stage({ shown, onGo }: { readonly shown: Viewable; readonly onGo: (step: number) => void }) {
  if (shown.kind === 'image') return <Picture shown={shown} onGo={onGo} />
  return (
    <Swipe onGo={onGo}>
      {shown.kind === 'video' && (
        <video src={shown.url} controls autoPlay playsInline className="max-h-full max-w-full" />
      )}
      {shown.kind === 'audio' && <audio src={shown.url} controls autoPlay className="w-[min(480px,86vw)]" />}
      {shown.kind === 'document' && <File shown={shown} />}
    </Swipe>
  )
}

/** A file of a customer's is never run inside our page: it is named, and can be taken. */
function File({ shown: { url, message } }: { readonly shown: Viewable }) {
  const { t, i18n } = useLingui()
  const name = message.media?.filename ?? t`Document`
  const bytes = message.media?.bytes ?? null
  return (
    <div className="grid max-w-[min(420px,86vw)] justify-items-center gap-3 rounded-2xl bg-white/10 px-8 py-10 text-center">
      <FileText size={64} aria-hidden strokeWidth={1.2} />
      <p dir="auto" className="text-[16px] font-semibold [overflow-wrap:anywhere]">
        {name}
      </p>
      <p className="text-[13px] text-white/75">
        {[
          message.media?.mimeType?.split(/[/;]/u)[1]?.slice(0, 5).toUpperCase(),
          bytes === null ? null : fileSize(bytes, i18n.locale),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <a
        href={url}
        download={name}
        className="inline-flex min-h-10 items-center gap-2 rounded-lg bg-white px-4 font-medium text-black coarse:min-h-11"
      >
        <Download size={17} aria-hidden />
        <Trans>Download</Trans>
      </a>
    </div>
  )
}

function Swipe({
  onGo,
  children,
}: {
  readonly onGo: (step: number) => void
  readonly children: React.ReactNode
}) {
  const begun = useRef<number | null>(null)
  return (
    <div
      className="grid min-h-0 flex-1 touch-pan-y place-items-center overflow-hidden p-4"
      onPointerDown={(event) => {
        if (event.pointerType !== 'mouse') begun.current = event.clientX
      }}
      onPointerUp={(event) => {
        const moved = begun.current === null ? 0 : event.clientX - begun.current
        begun.current = null
        if (Math.abs(moved) > SWIPE_PX) onGo(moved > 0 ? -1 : 1)
      }}
      onPointerCancel={() => {
        begun.current = null
      }}
    >
      {children}
    </div>
  )
}

type View = { readonly scale: number; readonly x: number; readonly y: number }
const WHOLE: View = { scale: 1, x: 0, y: 0 }

/** Zooms by the wheel, two fingers, a double click or the buttons; is moved by one finger; swipes on while it is whole. */
function Picture({ shown, onGo }: { readonly shown: Viewable; readonly onGo: (step: number) => void }) {
  const { t } = useLingui()
  const [view, setView] = useState<View>(WHOLE)
  const [isBroken, setBroken] = useState(false)
  const stage = useRef<HTMLDivElement>(null)
  const fingers = useRef(new Map<number, { readonly x: number; readonly y: number }>())
  const swiped = useRef(0)

  const zoom = (factor: number, clientX?: number, clientY?: number) =>
    setView((old) => {
      const box = stage.current?.getBoundingClientRect()
      const scale = Math.min(ZOOM_MAX, Math.max(1, old.scale * factor))
      const point =
        box === undefined || clientX === undefined || clientY === undefined
          ? { x: 0, y: 0 }
          : { x: clientX - box.x - box.width / 2, y: clientY - box.y - box.height / 2 }
      return { scale, ...zoomAround(point, old, old.scale, scale) }
    })
  const onMove = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId)
    if (before === undefined) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1]
    fingers.current.set(event.pointerId, now)
    if (other !== undefined) {
      const [was, is] = [before, now].map((one) => Math.hypot(one.x - other.x, one.y - other.y))
      zoom((is ?? 1) / Math.max(1, was ?? 1), (now.x + other.x) / 2, (now.y + other.y) / 2)
    } else if (view.scale > 1)
      setView((old) => ({ ...old, x: old.x + now.x - before.x, y: old.y + now.y - before.y }))
    else swiped.current += now.x - before.x
  }
  const onUp = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId)
    if (fingers.current.size > 0) return
    const moved = swiped.current
    swiped.current = 0
    if (view.scale === 1 && event.type === 'pointerup' && Math.abs(moved) > SWIPE_PX) onGo(moved > 0 ? -1 : 1)
  }
  const alt = shown.message.text ?? t`Photo`
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the buttons below do the same for the keyboard */}
      <div
        ref={stage}
        className={`grid min-h-0 flex-1 touch-none place-items-center overflow-hidden ${view.scale > 1 ? 'cursor-grab' : 'cursor-zoom-in'}`}
        onWheel={(event) => zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY)}
        onDoubleClick={(event) => (view.scale > 1 ? setView(WHOLE) : zoom(2.5, event.clientX, event.clientY))}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        }}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
      >
        {isBroken ? (
          <p className="grid justify-items-center gap-2 text-white/80">
            <ImageOff size={40} aria-hidden />
            <Trans>The picture cannot be shown</Trans>
          </p>
        ) : (
          <img
            src={shown.url}
            alt={alt}
            draggable={false}
            onError={() => setBroken(true)}
            className="max-h-full max-w-full object-contain select-none"
            style={{
              transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
              maxHeight: '100%',
            }}
          />
        )}
      </div>
      <div className="flex shrink-0 justify-center gap-1 pb-1">
        <IconButton
          label={t`Smaller`}
          tipAt="top"
          className={ON_BLACK}
          disabled={view.scale <= 1}
          onClick={() => zoom(1 / ZOOM_STEP)}
        >
          <ZoomOut size={20} aria-hidden />
        </IconButton>
        <IconButton
          label={t`Larger`}
          tipAt="top"
          className={ON_BLACK}
          disabled={view.scale >= ZOOM_MAX}
          onClick={() => zoom(ZOOM_STEP)}
        >
          <ZoomIn size={20} aria-hidden />
        </IconButton>
      </div>
    </>
  )
}
