import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Campaign } from '../platform/contract.ts'
import { daysBetween, timeOfDay } from '../platform/format.ts'
import { durationText, forecastOf, momentText } from './progress-forecast.ts'
import { rounded } from './when-words.ts'
import { BOTTLENECK_WORDS, NEVER_WORDS, STOP_WORDS } from './progress-words.ts'

type Sentence = { readonly title: string; readonly more: string }
const HOUR_MS = 3_600_000
const NOTHING: Sentence = { title: '', more: '' }

/** When it is done, between which moments that lies, and what decides it. */
export function useForecastWords(): (campaign: Campaign, now: number) => Sentence {
  const { t, i18n } = useLingui()
  return (campaign, now) => {
    const forecast = forecastOf(campaign, now)
    const moment = (at: number): string => momentText(at, now, i18n.locale)
    switch (forecast?.kind) {
      case undefined:
      case 'paused':
        return NOTHING
      case 'preparing':
        return { title: t`The audience is being written down.`, more: t`Sending begins by itself.` }
      case 'last_ones':
        return {
          title: t`Everybody’s turn has come.`,
          more: t`What is under way is being sent, and Meta reports on the rest.`,
        }
      case 'unknown':
        return { title: t`The end is being worked out.`, more: '' }
      case 'held':
        return { title: t`Nothing goes out now.`, more: t`When it will be done shows as soon as it goes on.` }
      case 'never': {
        const why = NEVER_WORDS[forecast.because ?? '']
        return {
          title: t`As things stand, it does not come to an end.`,
          more: why === undefined ? '' : t(why),
        }
      }
      case 'cancelled': {
        const at = moment(forecast.at ?? now)
        return { title: forecast.at === null ? t`Cancelled` : t`Cancelled: ${at}`, more: '' }
      }
      case 'finished': {
        const at = moment(forecast.at)
        const took = durationText(forecast.tookMs ?? 0, i18n.locale)
        return {
          title: t`Finished: ${at}`,
          more: forecast.tookMs === null ? '' : t`It took ${took}.`,
        }
      }
      case 'scheduled': {
        const begins = moment(forecast.startsAt)
        const ends = moment(rounded(forecast.endsAt ?? now))
        return {
          title: t`Begins: ${begins}`,
          more: forecast.endsAt === null ? '' : t`Done by about ${ends}.`,
        }
      }
      case 'ends': {
        const { minutes, band } = forecast
        // Of an end that is far, the minute would promise too much.
        const at = minutes === null ? Math.max(rounded(forecast.at), now) : forecast.at
        const when = moment(at)
        const [from, to] = bandText(band ?? { from: at, to: at }, at, now, i18n.locale)
        const why = BOTTLENECK_WORDS[campaign.plan?.bottleneck ?? '']
        return {
          title:
            minutes === null
              ? t`Done by about ${when}`
              : t`${plural(minutes, { one: `Done in about # minute, at ${when}`, other: `Done in about # minutes, at ${when}` })}`,
          more: [
            ...(band === null ? [] : [t`Most likely between ${from} and ${to}.`]),
            ...(why === undefined ? [] : [t(why)]),
          ].join(' '),
        }
      }
      default:
        return forecast satisfies undefined
    }
  }
}

/** Of one day, whose name was just said, the times are enough. */
function bandText(
  band: { readonly from: number; readonly to: number },
  at: number,
  now: number,
  locale: string,
): readonly [string, string] {
  const isFar = band.to - band.from > HOUR_MS
  const from = isFar ? Math.max(rounded(band.from), now) : band.from
  const to = isFar ? rounded(band.to) : band.to
  if (daysBetween(from, at) === 0 && daysBetween(at, to) === 0)
    return [timeOfDay(from, locale), timeOfDay(to, locale)]
  return [momentText(from, now, locale), momentText(to, now, locale)]
}

/** That it stands still now, until when and why; null: it does not. */
export function useStopWords(): (campaign: Campaign, now: number) => string | null {
  const { t, i18n } = useLingui()
  return ({ state, plan }, now) => {
    const stop = plan?.stops.find(({ from, until }) => from <= now && now < until)
    // What the guard waits for, its own note says.
    if (state !== 'running' || stop === undefined || stop.because === 'guard') return null
    const until = momentText(stop.until, now, i18n.locale)
    const words = STOP_WORDS[stop.because]
    const why = words === undefined ? stop.because : t(words)
    return t`Stands still until ${until}: ${why}.`
  }
}
