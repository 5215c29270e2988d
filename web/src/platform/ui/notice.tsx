import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** What stands where content would: one sentence on what will appear, one thing to do. */
export function Notice({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="m-auto flex max-w-xs flex-col items-center gap-2 p-6 text-center">
      <span className="grid size-14 place-items-center rounded-2xl bg-brand-tint text-brand">
        <Icon size={26} aria-hidden strokeWidth={1.8} />
      </span>
      <h2 className="mt-1 text-[16px] font-semibold text-balance">{title}</h2>
      {children !== undefined && <p className="text-pretty text-muted">{children}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  )
}
