import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import {
  CircleHelp,
  CirclePause,
  IndianRupee,
  LayoutTemplate,
  type LucideIcon,
  ShieldAlert,
  Smartphone,
  UsersRound,
} from 'lucide-react'
import type { Campaign } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { useCampaignWords } from './campaign-words.ts'
import { Note, NumberLink } from './note.tsx'
import { type Pause, readPause, type Sign } from './read-pause.ts'

const ICONS: Readonly<Record<Pause['by'], LucideIcon>> = {
  person: CirclePause,
  guard: ShieldAlert,
  template: LayoutTemplate,
  number: Smartphone,
  budget: IndianRupee,
  audience: UsersRound,
  unknown: CircleHelp,
}

/** Who or what paused it, why, and what to do now. */
export function PauseNote({ campaign }: { readonly campaign: Campaign }) {
  const pause = readPause(campaign)
  const { title, why, next } = usePauseWords()(pause)
  const Icon = ICONS[pause.by]
  const isCalm = pause.by === 'person' || pause.by === 'unknown'
  return (
    <Note icon={Icon} tone={isCalm ? 'bg-amber-tint text-amber' : 'bg-red-tint text-red'} title={title}>
      {why !== '' && <p className="text-pretty">{why}</p>}
      <p className="text-pretty">{next}</p>
      {(pause.by === 'number' || pause.by === 'guard') && <NumberLink channelId={campaign.channelId} />}
      {pause.by === 'template' && (
        <Link
          to="/templates"
          search={pause.name === null ? {} : { q: pause.name }}
          className="inline-flex min-h-8 items-center justify-self-start font-medium underline underline-offset-2 coarse:min-h-11"
        >
          <Trans>Look at the template</Trans>
        </Link>
      )}
    </Note>
  )
}

function usePauseWords(): (pause: Pause) => {
  readonly title: string
  readonly why: string
  readonly next: string
} {
  const { t } = useLingui()
  const translate = useServerWords()
  const signWords = useSignWords()
  const words = useCampaignWords()
  return (pause) => {
    switch (pause.by) {
      case 'person': {
        const { name } = pause
        return {
          title: name === null ? t`It was paused by hand.` : t`${name} paused it.`,
          why: '',
          next: t`Whoever waits, waits. What was under way has gone out. “Resume” lets it go on where it stopped.`,
        }
      }
      case 'guard':
        return {
          title: t`The quality guard paused it, before Meta thinks less of your number.`,
          why: pause.sign === null ? '' : signWords(pause.sign),
          next: t`Look at what it says and to whom it goes. If this was to be expected, “Resume” lets it go on, and the guard counts anew. Otherwise cancel it, and write to fewer people who asked for offers.`,
        }
      case 'template': {
        const { name, title } = pause
        return {
          title:
            name === null
              ? t`Its template cannot be sent at the moment.`
              : t`The template “${name}” cannot be sent at the moment.`,
          why: title === null ? '' : endSentence(translate(title)),
          next: t`Nobody is lost: they wait. Once Meta approves the template again, “Resume” lets it go on. If it does not, cancel it. A copy with another template would go to everybody again, also to those who got this one.`,
        }
      }
      case 'number':
        return {
          title: t`The WhatsApp number cannot send at the moment.`,
          why: '',
          next: t`Nobody is lost: they wait. Once the number works again, “Resume” lets it go on.`,
        }
      case 'audience':
        return {
          title: t`Its audience could not be written down.`,
          why: '',
          next: words.problem({ code: pause.code, path: '', message: '' }),
        }
      case 'budget':
        return {
          title: t`The budget is used up.`,
          why: t`One message more could cost more than you allowed.`,
          next: t`If messages fail, some of the money comes free, and “Resume” goes on. Otherwise cancel it. A copy would go to everybody again, also to those who got this one.`,
        }
      case 'unknown':
        return { title: t`It is paused.`, why: '', next: t`“Resume” lets it go on where it stopped.` }
      default:
        return pause satisfies never
    }
  }
}

function useSignWords(): (sign: Sign) => string {
  const { t, i18n } = useLingui()
  const percent = (share: number): string =>
    new Intl.NumberFormat(`${i18n.locale}-IN-u-nu-latn`, {
      style: 'percent',
      maximumFractionDigits: share < 0.1 ? 1 : 0,
    }).format(share)
  return ({ kind, count, of, observed, usual }) => {
    const some = wholeNumber(count, i18n.locale)
    const all = wholeNumber(of, i18n.locale)
    const share = percent(observed)
    const normal = percent(usual)
    const beside = t`Usual for this number: ${normal}.`
    switch (kind) {
      case 'opted_out':
        return `${t`${plural(count, { one: `${some} of ${all} asked for no more offers (${share}).`, other: `${some} of ${all} asked for no more offers (${share}).` })}`} ${beside}`
      case 'blocked':
        return `${t`${plural(count, { one: `${some} of ${all} could not be reached, as somebody who blocked you (${share}).`, other: `${some} of ${all} could not be reached, as people who blocked you (${share}).` })}`} ${beside}`
      case 'capped':
        return `${t`Meta held back ${some} of ${all} messages, because these people get offers that they do not want (${share}).`} ${beside}`
      case 'failed':
        return `${t`${some} of ${all} messages failed (${share}).`} ${beside}`
      case 'unread':
        return `${t`${some} of ${all} messages were not read (${share}).`} ${beside}`
      case 'number_quality':
        return t`Meta rates the quality of the number lower than when it began.`
      case 'template_quality':
        return t`Meta rates the quality of the template lower than when it began.`
      case 'refused':
        return t`Meta refused messages, because it holds back the number or the template.`
      default:
        return ''
    }
  }
}

/** Titles of the server have no stop. */
const endSentence = (text: string): string =>
  /[.!?।…]$/u.test(text) ? text : `${text}${/\p{Script=Devanagari}/u.test(text) ? '।' : '.'}`
