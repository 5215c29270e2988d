import { UserRound } from 'lucide-react'
import { hueOf, initials } from '../contacts/naming.ts'

/** A colleague's circle. */
export function PersonMark({
  id,
  name,
  size = 38,
}: {
  readonly id: string
  readonly name: string
  readonly size?: number
}) {
  const hue = hueOf(id)
  return (
    <span
      aria-hidden
      className="grid shrink-0 place-items-center rounded-full font-semibold"
      style={{
        width: size,
        height: size,
        fontSize: size * 0.36,
        background: `light-dark(hsl(${hue} 45% 90%), hsl(${hue} 25% 24%))`,
        color: `light-dark(hsl(${hue} 55% 25%), hsl(${hue} 50% 82%))`,
      }}
    >
      {initials(name) ?? <UserRound size={size * 0.5} strokeWidth={1.8} />}
    </span>
  )
}
