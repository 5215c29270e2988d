import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download, Smile } from 'lucide-react'
import { useState } from 'react'
import { useAssignees } from '../assignment/queries.ts'
import { useMay } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import type { CsatSettings, Rating, RatingSummary } from '../platform/contract.ts'
import { dateAndTime, phoneNumber, wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { FIELD, SectionError, SectionFrame } from '../settings/section-frame.tsx'
import {
  type RatingFilter,
  ratingParams,
  ratingsQuery,
  summaryQuery,
  useSetting,
  type Setting,
} from './queries.ts'
import { useRatingWords } from './rating-words.tsx'
import { Check, Choice, FormCard, NumberField, SettingForm, TextField } from './setting-parts.tsx'

/** Whether customers are asked what they thought of it, and what they said. Lazy. */
export function RatingsSection() {
  const { t } = useLingui()
  const setting = useSetting<CsatSettings>('/csat-settings', () => announce(t`Saved`))
  const [filter, setFilter] = useState<RatingFilter>({ agentId: '', rating: '' })
  const mayExport = useMay('contacts:export')
  return (
    <SectionFrame
      title={t`Customer ratings`}
      about={t`When a conversation is resolved, the customer is asked how it was, and answers with one tap.`}
      actions={
        mayExport && (
          <a
            href={`/api/v1/csat/export?${ratingParams(filter)}`}
            download="ratings.csv"
            className="inline-flex min-h-10 items-center justify-center gap-1.5 rounded-lg border border-control-line px-4 text-[14px] font-medium text-ink hover:bg-sunken coarse:min-h-11"
          >
            <Download size={18} aria-hidden />
            <Trans>Export as CSV</Trans>
          </a>
        )
      }
    >
      <Summary />
      <RatingList filter={filter} onFilter={setFilter} isOn={setting.query.data?.isOn === true} />
      <h3 className="font-semibold">{t`Asking for ratings`}</h3>
      <SettingForm icon={Smile} query={setting.query}>
        {(csat) => <CsatForm key={JSON.stringify(csat)} csat={csat} setting={setting} />}
      </SettingForm>
    </SectionFrame>
  )
}

function CsatForm({
  csat,
  setting,
}: {
  readonly csat: CsatSettings
  readonly setting: Setting<CsatSettings>
}) {
  const { t } = useLingui()
  const [draft, setDraft] = useState(csat)
  const put = (change: Partial<CsatSettings>) => setDraft({ ...draft, ...change })
  return (
    <FormCard setting={setting} value={csat} draft={draft}>
      <Check
        label={t`Ask after a conversation is resolved`}
        about={t`Only if one of you has answered, and while WhatsApp lets you write freely. A rating does not open the conversation again; words after it do.`}
        isOn={draft.isOn}
        onChange={(isOn) => put({ isOn })}
      />
      <Choice
        label={t`Answers`}
        value={draft.scale}
        options={[
          ['faces', t`Three faces as buttons`],
          ['points', t`A list from 5 to 1`],
        ]}
        onChange={(scale) => put({ scale })}
      />
      <Choice
        label={t`Language of the question`}
        value={draft.language}
        options={[
          ['en', 'English'],
          ['hi', 'हिन्दी'],
        ]}
        onChange={(language) => put({ language })}
      />
      <TextField
        label={t`Question`}
        about={t`Empty: our own question.`}
        maxLength={500}
        value={draft.question}
        placeholder={
          draft.language === 'hi'
            ? 'हमारी बातचीत आपको कैसी लगी? नीचे टैप करके बताइए।'
            : 'How was your chat with us? Tap to tell us.'
        }
        onChange={(question) => put({ question })}
      />
      <NumberField
        isRequired
        min={0}
        max={1440}
        unit={t`minutes`}
        label={t`Ask so long after resolving`}
        value={draft.delayMinutes}
        onChange={(minutes) => put({ delayMinutes: minutes ?? 0 })}
      />
      <NumberField
        isRequired
        min={0}
        max={365}
        unit={t`days`}
        label={t`Ask the same customer again after`}
        value={draft.quietDays}
        onChange={(days) => put({ quietDays: days ?? 0 })}
      />
    </FormCard>
  )
}

function Summary() {
  const { t } = useLingui()
  const { data } = useQuery(summaryQuery)
  if (data === undefined || data.asked === 0) return null
  return (
    <section
      aria-label={t`The last 30 days`}
      className="grid gap-4 rounded-xl border border-line bg-surface p-4"
    >
      <h3 className="text-[13px] text-muted">{t`The last 30 days`}</h3>
      <div className="grid gap-4 sm:grid-cols-[auto_1fr] sm:gap-8">
        <Totals summary={data} />
        <Bars summary={data} />
      </div>
      {data.agents.length > 1 && <ByAgent summary={data} />}
    </section>
  )
}

function Totals({ summary: { asked, rated, average } }: { readonly summary: RatingSummary }) {
  const { t, i18n } = useLingui()
  const of = wholeNumber(asked, i18n.locale)
  return (
    <div>
      <p className="text-[32px] leading-none font-semibold tabular-nums">
        {average === null ? '–' : pointsOf(average, i18n.locale)}
        <span className="text-[15px] font-normal text-muted"> / 5</span>
      </p>
      <p className="mt-1 text-[13px] text-muted">
        {t`${plural(rated, { one: '# rating', other: '# ratings' })}, ${of} asked`}
      </p>
    </div>
  )
}

const pointsOf = (points: number, locale: string): string =>
  new Intl.NumberFormat(`${locale}-IN-u-nu-latn`, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(points)

function Bars({ summary: { rated, counts } }: { readonly summary: RatingSummary }) {
  const { i18n } = useLingui()
  const words = useRatingWords()
  return (
    <ul className="grid gap-1 text-[13px]">
      {[5, 4, 3, 2, 1].map((rating) => {
        const count = counts[rating - 1] ?? 0
        return (
          <li key={rating} className="grid grid-cols-[7.5rem_1fr_2.5rem] items-center gap-2">
            <span className="truncate">{words(rating)}</span>
            <span aria-hidden className="h-2 overflow-hidden rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-brand"
                style={{ width: `${rated === 0 ? 0 : (100 * count) / rated}%` }}
              />
            </span>
            <span className="text-end text-muted tabular-nums">{wholeNumber(count, i18n.locale)}</span>
          </li>
        )
      })}
    </ul>
  )
}

function ByAgent({ summary: { agents } }: { readonly summary: RatingSummary }) {
  const { t, i18n } = useLingui()
  return (
    <ul aria-label={t`By person`} className="divide-y divide-line border-t border-line text-[13.5px]">
      {agents.map(({ id, name, rated, average }) => (
        <li key={id ?? ''} className="flex items-center gap-3 py-2">
          <bdi className="min-w-0 flex-1 truncate">{name ?? t`Nobody in particular`}</bdi>
          <span className="text-muted">{t`${plural(rated, { one: '# rating', other: '# ratings' })}`}</span>
          <span className="w-10 text-end font-medium tabular-nums">{pointsOf(average, i18n.locale)}</span>
        </li>
      ))}
    </ul>
  )
}

function RatingList({
  filter,
  onFilter,
  isOn,
}: {
  readonly filter: RatingFilter
  readonly onFilter: (filter: RatingFilter) => void
  readonly isOn: boolean
}) {
  const { t } = useLingui()
  const words = useRatingWords()
  const { people } = useAssignees()
  const query = useInfiniteQuery(ratingsQuery(filter))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = filter.agentId !== '' || filter.rating !== ''
  if (query.isPending) return <output className="text-muted">{t`Loading…`}</output>
  if (query.isError && items.length === 0)
    return <SectionError icon={Smile} error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0 && !isFiltered)
    return (
      <Notice icon={Smile} title={t`No ratings yet`}>
        {isOn
          ? t`Resolve a conversation, and the customer is asked.`
          : t`Switch the question on below, and ratings will stand here.`}
      </Notice>
    )
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <select
          aria-label={t`Person`}
          value={filter.agentId}
          onChange={(event) => onFilter({ ...filter, agentId: event.currentTarget.value })}
          className={`${FIELD} w-auto!`}
        >
          <option value="">{t`Everybody`}</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label={t`Rating`}
          value={filter.rating}
          onChange={(event) => onFilter({ ...filter, rating: event.currentTarget.value })}
          className={`${FIELD} w-auto!`}
        >
          <option value="">{t`All ratings`}</option>
          {[5, 4, 3, 2, 1].map((rating) => (
            <option key={rating} value={rating}>
              {words(rating)}
            </option>
          ))}
        </select>
      </div>
      {items.length === 0 && <p className="text-muted">{t`No rating fits this filter.`}</p>}
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface empty:hidden">
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          className="self-center"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? t`Loading…` : t`Show older ratings`}
        </Button>
      )}
    </>
  )
}

function Item({ item }: { readonly item: Rating }) {
  const { t, i18n } = useLingui()
  const words = useRatingWords()
  const { contact, conversationId, rating, comment, ratedAt, agent } = item
  const name = contact.displayName ?? (contact.phone === null ? t`WhatsApp user` : phoneNumber(contact.phone))
  const who = agent?.name ?? null
  return (
    <li className="grid gap-1 px-4 py-3">
      <span className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{words(rating)}</span>
        <time dateTime={new Date(ratedAt).toISOString()} className="text-[13px] text-muted">
          {dateAndTime(ratedAt, i18n.locale)}
        </time>
      </span>
      {comment !== null && (
        <span dir="auto" className="text-pretty [overflow-wrap:anywhere]">
          “{comment}”
        </span>
      )}
      <span className="text-[13px] text-muted">
        <Link
          to="/inbox/$id"
          params={{ id: conversationId }}
          className="rounded font-medium text-brand-strong underline-offset-2 hover:underline"
        >
          <bdi>{name}</bdi>
        </Link>
        {who !== null && <> · {t`with ${who}`}</>}
      </span>
    </li>
  )
}
