import { clsx } from 'clsx'
import { type RefObject, use, useLayoutEffect, useRef } from 'react'
import { FindingsContext } from './findings.ts'
import { piecesOf } from './mark-spans.ts'

/**
 * A line under the words that findings speak of, right in the field: the same text once more, unseen, over the field's own. It has the
 * field's look, takes its width from it (a scrollbar may have come) and scrolls with it. For eyes alone; the findings name the words.
 */
export function WordMarks({
  path,
  text,
  look,
  field,
}: {
  readonly path: string
  readonly text: string
  /** The field's classes: one word out of place would mark another. */
  readonly look: string
  readonly field: RefObject<HTMLTextAreaElement | null>
}) {
  const { all } = use(FindingsContext)
  const pieces = piecesOf(text, path, all)
  const layer = useRef<HTMLDivElement>(null)
  const isThere = pieces.length > 0
  useLayoutEffect(() => {
    const [box, marks] = [field.current, layer.current]
    if (!isThere || box === null || marks === null) return undefined
    const follow = () => {
      marks.style.height = `${box.offsetHeight}px`
      marks.style.width = `${box.clientWidth + marks.offsetWidth - marks.clientWidth}px`
      marks.scrollTop = box.scrollTop
    }
    follow()
    const observer = new ResizeObserver(follow)
    observer.observe(box)
    box.addEventListener('scroll', follow, { passive: true })
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', follow)
    }
  }, [field, isThere])
  if (!isThere) return null
  return (
    <div
      ref={layer}
      aria-hidden
      dir="auto"
      data-marks
      className={clsx(
        look,
        'pointer-events-none absolute inset-s-0 top-0 overflow-hidden border-transparent! bg-transparent! break-words whitespace-pre-wrap text-transparent! select-none',
      )}
    >
      {pieces.map((piece, index) =>
        piece.severity === null ? (
          piece.text
        ) : (
          <span
            key={index}
            // No padding and no border: they would move the letters behind them.
            className={clsx(
              'underline decoration-2 underline-offset-3',
              piece.severity === 'error'
                ? 'bg-red/12 decoration-red'
                : 'bg-amber-mark/20 decoration-amber-mark',
            )}
          >
            {piece.text}
          </span>
        ),
      )}
      {/* A last empty line has no height of its own. */}
      {'\u200B'}
    </div>
  )
}
