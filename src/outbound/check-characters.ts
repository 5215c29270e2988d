/**
 * Characters that PostgreSQL cannot keep and Meta does not take: NUL, and halves of surrogate pairs. Gives the path of the
 * first, in keys as in values; null if there is none.
 */
export function checkCharacters(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`
    const found = checkCharacters(key, path) ?? checkCharacters(inner, at)
    if (found !== null) return found
  }
  return null
}
