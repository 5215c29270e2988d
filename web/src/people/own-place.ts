const HERE = 'http://here.invalid'

/** Where somebody goes after signing in: a path of ours alone, whatever the address says; else the inbox. */
export function ownPlace(wish: string | null): string {
  if (wish === null || !wish.startsWith('/') || !URL.canParse(wish, HERE)) return '/inbox'
  const { origin, pathname, search, hash } = new URL(wish, HERE)
  const isOurs = origin === HERE && !pathname.startsWith('//') && !pathname.startsWith('/sign-')
  return isOurs ? pathname + search + hash : '/inbox'
}
