import { useLingui } from '@lingui/react/macro'
import type { DomainProblem } from '../platform/contract.ts'

type ProblemWords = { readonly title: string; readonly nextStep: string }

/** What a check found wrong with a domain, whose side it is on, and what to do. */
export function useProblemWords(): (problem: DomainProblem | null) => ProblemWords {
  const { t } = useLingui()
  const words: Readonly<Record<DomainProblem, ProblemWords>> = {
    no_name: {
      title: t`The name leads nowhere.`,
      nextStep: t`The DNS record is missing or not known everywhere yet. Look at it again, wait an hour, and check once more.`,
    },
    private: {
      title: t`The name leads to a private network.`,
      nextStep: t`Customers cannot reach that. Put the server’s address on the internet into the DNS record.`,
    },
    unreachable: {
      title: t`Nothing answers over HTTPS by this name.`,
      nextStep: t`The DNS record may be new, or the web server in front of Harkara is not set up for it yet.`,
    },
    certificate: {
      title: t`The name has no valid certificate.`,
      nextStep: t`The web server in front of Harkara needs one for this name. Caddy gets it by itself; with nginx use certbot.`,
    },
    elsewhere: {
      title: t`Something else answers by this name.`,
      nextStep: t`It may still lead to where you bought the domain, or the web server in front does not pass it on to Harkara.`,
    },
    renamed: {
      title: t`It leads here, but under another name.`,
      nextStep: t`The web server in front must pass the name on as it was asked for: in nginx “proxy_set_header Host $host”.`,
    },
    taken: {
      title: t`Another business here uses this domain.`,
      nextStep: t`If it is yours, ask whoever runs this Harkara; else take another name.`,
    },
  }
  return (problem) => words[problem ?? 'unreachable']
}
