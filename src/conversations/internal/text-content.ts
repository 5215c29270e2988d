/**
 * What Meta says of a plain text message is its text once more. That would be half of all that is written and kept, so it is
 * left out of `messages.content`, and put back by whoever reads it.
 */
type Content = Readonly<Record<string, unknown>>
type Said<C> = { readonly type: string; readonly text: string | null; readonly content: C }

/** As it is stored: empty if it says nothing but the text. */
export function withoutText({ type, text, content }: Said<Content>): Content {
  const { text: own, ...others } = content
  const isPlain =
    type === 'text' &&
    Object.keys(others).length === 0 &&
    typeof own === 'object' &&
    own !== null &&
    'body' in own &&
    own.body === text &&
    Object.keys(own).length === 1
  return isPlain ? {} : content
}

/** As Meta said it. */
export const withText = <C extends Content>({
  type,
  text,
  content,
}: Said<C>): C | { text: { body: string } } =>
  type === 'text' && text !== null && Object.keys(content).length === 0 ? { text: { body: text } } : content
