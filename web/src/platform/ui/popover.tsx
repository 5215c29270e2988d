/** A panel beside what opened it. Import it only from lazy modules: it brings Base UI's positioning with it. */
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactNode } from 'react'

export type OverlayProps = {
  /** What the panel stands beside, and where focus goes back to. */
  readonly anchor: Element | null
  readonly onClose: () => void
}

export function Popover({
  anchor,
  onClose,
  label,
  side = 'bottom',
  align = 'center',
  children,
}: OverlayProps & {
  readonly label: string
  readonly side?: 'top' | 'bottom' | 'right'
  readonly align?: 'start' | 'center'
  readonly children: ReactNode
}) {
  return (
    <Base.Root open onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
          className="z-[60]"
        >
          <Base.Popup
            aria-label={label}
            className="overlay-panel max-w-[min(92vw,360px)] outline-none"
            finalFocus={() => (anchor instanceof HTMLElement && anchor.isConnected ? anchor : true)}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
