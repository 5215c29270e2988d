/** A modal panel: centred, or at the side (`drawer`). Import it only from lazy modules: it brings Base UI's dialog with it. */
import { Dialog as Base } from '@base-ui/react/dialog'
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { IconButton } from './button.tsx'

type Shape = 'centre' | 'wide' | 'drawer' | 'full'
const SHAPES: Readonly<Record<Shape, string>> = {
  centre: 'inset-x-4 top-1/2 mx-auto max-h-[86dvh] max-w-md -translate-y-1/2',
  wide: 'inset-x-4 top-1/2 mx-auto max-h-[86dvh] max-w-3xl -translate-y-1/2 max-md:inset-0 max-md:h-dvh max-md:max-h-none max-md:translate-y-0 max-md:rounded-none',
  drawer: 'inset-y-0 end-0 h-dvh w-[min(320px,88vw)] rounded-none',
  full: 'inset-0 rounded-none border-0 bg-black/90 text-white',
}

export function Dialog({
  title,
  shape = 'centre',
  onClose,
  children,
}: {
  readonly title: string
  readonly shape?: Shape
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { t } = useLingui()
  // A field with autoFocus takes the focus before the popup notes where it came from.
  const [opener] = useState(() => document.activeElement)
  return (
    <Base.Root open onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="overlay-backdrop" />
        <Base.Popup
          finalFocus={() => (opener instanceof HTMLElement && opener.isConnected ? opener : true)}
          className={clsx(
            'overlay-panel fixed z-[55] flex flex-col overflow-hidden outline-none',
            SHAPES[shape],
          )}
        >
          <header
            className={clsx(
              'flex items-center gap-2 ps-4 pe-2',
              shape === 'full' ? 'h-14' : 'h-14 border-b border-line',
            )}
          >
            <Base.Title className="min-w-0 flex-1 truncate text-[15px] font-semibold">{title}</Base.Title>
            <Base.Close
              render={
                <IconButton
                  label={t`Close`}
                  tipAt="start"
                  className={shape === 'full' ? 'text-white hover:bg-white/15 hover:text-white' : ''}
                />
              }
            >
              <X size={20} aria-hidden />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
