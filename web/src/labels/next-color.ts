import type { Label } from '../platform/contract.ts'

export const COLORS: readonly Label['color'][] = [
  'blue',
  'green',
  'yellow',
  'orange',
  'red',
  'pink',
  'purple',
  'gray',
]

/** The colour that is used least, so that new labels are told apart. */
export function nextColor(labels: readonly Pick<Label, 'color'>[]): Label['color'] {
  const uses = (color: Label['color']) => labels.filter((label) => label.color === color).length
  return COLORS.reduce((best, color) => (uses(color) < uses(best) ? color : best))
}
