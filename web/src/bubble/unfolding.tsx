import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Rows of a list, products, the lines of an order: what the button opens. */
export function Unfolding({
  label,
  Icon,
  children,
}: {
  readonly label: ReactNode
  readonly Icon: LucideIcon
  /** List items. */
  readonly children: ReactNode
}) {
  return (
    <details className="group border-t border-ink/10">
      <summary className="flex min-h-[41px] list-none items-center justify-center gap-1.5 px-3 text-center text-[14px] font-medium text-link">
        <Icon size={16} aria-hidden className="shrink-0" />
        {label}
      </summary>
      <ul className="border-t border-ink/10 px-[9px] py-1 text-[13.5px]">{children}</ul>
    </details>
  )
}
