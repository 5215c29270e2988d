import { useLingui } from '@lingui/react/macro'
import type { CSSProperties } from 'react'
import type { Label } from '../platform/contract.ts'

const HUES: Readonly<Record<Label['color'], readonly [hue: number, saturation: number]>> = {
  gray: [160, 6],
  red: [2, 70],
  orange: [25, 85],
  yellow: [46, 90],
  green: [150, 60],
  blue: [212, 70],
  purple: [268, 60],
  pink: [328, 70],
}

/** On both grounds; words on a chip have 4.5:1 or more, whatever the hue. */
function labelDot(color: Label['color']): CSSProperties {
  const [hue, saturation] = HUES[color]
  return { background: `light-dark(hsl(${hue} ${saturation}% 46%), hsl(${hue} ${saturation}% 62%))` }
}
function labelChip(color: Label['color']): CSSProperties {
  const [hue, saturation] = HUES[color]
  return {
    background: `light-dark(hsl(${hue} ${saturation}% 92%), hsl(${hue} ${saturation * 0.5}% 20%))`,
    color: `light-dark(hsl(${hue} ${saturation}% 22%), hsl(${hue} ${saturation}% 86%))`,
  }
}

export function LabelDot({ color, size = 10 }: { readonly color: Label['color']; readonly size?: number }) {
  return (
    <span
      aria-hidden
      className="inline-block shrink-0 rounded-full"
      style={{ ...labelDot(color), width: size, height: size }}
    />
  )
}

export function LabelChip({ label }: { readonly label: Label }) {
  return (
    <span
      style={labelChip(label.color)}
      className="inline-flex h-6 max-w-44 items-center gap-1.5 rounded-full px-2 text-[12px] font-medium"
    >
      <LabelDot color={label.color} size={8} />
      <bdi className="truncate">{label.name}</bdi>
    </span>
  )
}

/** More dots would say less. */
const DOTS_MAX = 3

/** A row of the list has room for dots only; their names are read out, and shown under the pointer. */
export function LabelDots({ labels }: { readonly labels: readonly Label[] }) {
  const { t } = useLingui()
  if (labels.length === 0) return null
  const names = labels.map(({ name }) => name).join(', ')
  const more = labels.length - DOTS_MAX
  return (
    <span title={names} className="flex shrink-0 items-center gap-1 text-[11px] text-muted">
      {labels.slice(0, DOTS_MAX).map(({ id, color }) => (
        <LabelDot key={id} color={color} size={9} />
      ))}
      {more > 0 && <span aria-hidden>+{more}</span>}
      <span className="sr-only">{t`Labels: ${names}`}</span>
    </span>
  )
}
