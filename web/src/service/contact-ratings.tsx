import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { dateAndTime } from '../platform/format.ts'
import { ratingsQuery } from './queries.ts'
import { useRatingWords } from './rating-words.tsx'

/** What this customer thought of how they were served; nothing where they never said. Lazy. */
export function ContactRatings({ contactId }: { readonly contactId: string }) {
  const { i18n } = useLingui()
  const words = useRatingWords()
  const query = useInfiniteQuery(ratingsQuery({ agentId: '', rating: '', contactId }))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) return null
  return (
    <section className="py-3 text-[13px]">
      <h3 className="text-[12px] text-muted">
        <Trans>Ratings</Trans>
      </h3>
      <ul className="mt-1 grid gap-2">
        {items.slice(0, 5).map(({ id, rating, comment, ratedAt }) => (
          <li key={id}>
            <span className="flex flex-wrap justify-between gap-x-3">
              <span className="font-medium">{words(rating)}</span>
              <time dateTime={new Date(ratedAt).toISOString()} className="text-muted">
                {dateAndTime(ratedAt, i18n.locale)}
              </time>
            </span>
            {comment !== null && (
              <span dir="auto" className="block text-pretty text-muted [overflow-wrap:anywhere]">
                “{comment}”
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
