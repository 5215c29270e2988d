import { type ReactNode, useId } from 'react'

/** A card of the settings: what it is about, and what one can do. */
export function Card({
  title,
  about,
  mark,
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  /** Beside the title: how it stands. */
  readonly mark?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h3 id={id} className="text-[15px] font-semibold">
          {title}
        </h3>
        {mark}
      </div>
      {about !== undefined && <p className="mt-0.5 max-w-prose text-pretty text-muted">{about}</p>}
      <div className="mt-4 grid gap-4">{children}</div>
    </section>
  )
}
