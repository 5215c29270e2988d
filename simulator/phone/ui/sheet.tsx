/**
 * Sheets: everything that opens on the phone comes up from its lower edge, inside its own screen, so that three phones
 * on one page can each have one open.
 */
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { createContext, use, useEffect, useEffectEvent, useId, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from '../state/language.tsx'
import { IconButton } from './controls.tsx'

const ScreenContext = createContext<HTMLElement | null>(null)

/** Tells the sheets inside which element is the screen. */
export function ScreenProvider({ screen, children }: { screen: HTMLElement | null; children: ReactNode }) {
  return <ScreenContext value={screen}>{children}</ScreenContext>
}

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

/** A dialog over the phone's screen. Escape, the backdrop and its cross close it; focus then returns to where it was. */
export function Sheet(props: { title: string; onClose: () => void; children: ReactNode; isFull?: boolean }) {
  const { title, onClose, children, isFull = false } = props
  const screen = use(ScreenContext)
  const { t } = useWords()
  const titleId = useId()
  const box = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const before = document.activeElement
    const wanted = box.current?.querySelector<HTMLElement>('[data-first-focus]') ?? box.current
    wanted?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    } else if (event.key === 'Tab') keepInside(event, box.current)
  })
  useEffect(() => {
    const element = box.current
    const listen = (event: KeyboardEvent) => onKeyDown(event)
    element?.addEventListener('keydown', listen)
    return () => element?.removeEventListener('keydown', listen)
  }, [])

  if (screen === null) return null
  return createPortal(
    <div className="absolute inset-0 z-30 flex flex-col justify-end">
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('close')}
        onClick={onClose}
        className="absolute inset-0 bg-black/45"
      />
      <dialog
        open
        ref={box}
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        className={clsx(
          'relative m-0 flex min-h-0 w-full max-w-none animate-sheet flex-col rounded-t-2xl bg-surface text-ink shadow-xl outline-none',
          isFull ? 'h-full max-h-none rounded-t-none' : 'max-h-[86%]',
        )}
      >
        <header className="flex items-center gap-2 ps-4 pe-2 pt-2 pb-1">
          <h2 id={titleId} className="min-w-0 flex-1 text-[15px] font-semibold">
            {title}
          </h2>
          <IconButton label={t('close')} onClick={onClose}>
            <X size={20} />
          </IconButton>
        </header>
        <div className="relative min-h-0 overflow-y-auto px-4 pb-[max(16px,env(safe-area-inset-bottom))]">
          {children}
        </div>
      </dialog>
    </div>,
    screen,
  )
}

/** Tab goes round inside the sheet. */
function keepInside(event: KeyboardEvent, box: HTMLElement | null): void {
  const all = [...(box?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])]
  const first = all[0]
  const last = all.at(-1)
  if (first === undefined || last === undefined) return
  const here = document.activeElement
  if (event.shiftKey && (here === first || here === box)) last.focus()
  else if (!event.shiftKey && here === last) first.focus()
  else return
  event.preventDefault()
}

/** A line in a sheet of choices. */
export function SheetItem(props: {
  icon?: ReactNode
  onClick: () => void
  children: ReactNode
  isDanger?: boolean
  isFirst?: boolean
}) {
  return (
    <button
      type="button"
      data-first-focus={props.isFirst === true ? '' : undefined}
      onClick={props.onClick}
      className={clsx(
        '-mx-2 flex min-h-11 w-[calc(100%+16px)] items-center gap-3 rounded-lg px-2 py-2 text-start hover:bg-sunken',
        props.isDanger === true && 'text-red-ink',
      )}
    >
      {props.icon !== undefined && <span className="shrink-0 text-muted">{props.icon}</span>}
      <span className="min-w-0 flex-1">{props.children}</span>
    </button>
  )
}
