/** What Meta's sign-up dialog led back to us with: a code, or why there is none. */
export type SignupReturn = { readonly code: string | null; readonly state: string }

/** null: nobody comes from there. */
export function signupReturnOf(search: string): SignupReturn | null {
  const params = new URLSearchParams(search)
  const state = plain(params.get('state'))
  if (state === null || (!params.has('code') && !params.has('error'))) return null
  return { code: plain(params.get('code')), state }
}

/** The router writes back into the address what it has read from it, and puts what looks like a number in quotes. */
function plain(text: string | null): string | null {
  if (text === null || text === '') return null
  return /^".*"$/u.test(text) ? text.slice(1, -1) : text
}
