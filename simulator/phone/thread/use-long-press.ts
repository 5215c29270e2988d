import { useRef, type PointerEvent } from 'react'

const LONG_PRESS_MS = 450
/** The click that belongs to a lifted finger comes within this time. */
const CLICK_WITHIN_MS = 400

/** A long press of a finger; moving or lifting it ends the wait. A mouse has the right button instead. */
export function useLongPress(onLongPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const stop = () => clearTimeout(timer.current)
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') return
      stop()
      timer.current = setTimeout(() => {
        swallowNextClick()
        onLongPress()
      }, LONG_PRESS_MS)
    },
    onPointerUp: stop,
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.movementX) + Math.abs(event.movementY) > 4) stop()
    },
    onPointerCancel: stop,
    onPointerLeave: stop,
  }
}

/** What opened under the finger must not be tapped by lifting it. */
function swallowNextClick(): void {
  const lifted = () => setTimeout(() => document.removeEventListener('click', swallow, true), CLICK_WITHIN_MS)
  document.addEventListener('click', swallow, { capture: true, once: true })
  document.addEventListener('pointerup', lifted, { capture: true, once: true })
  document.addEventListener('pointercancel', lifted, { capture: true, once: true })
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}
