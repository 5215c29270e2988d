import { useLingui } from '@lingui/react/macro'
import { announce } from '../announce.ts'
import { ApiError } from '../api.ts'
import { problemWords } from '../problem-words.ts'
import { useServerWords } from '../server-words/server-words.ts'

/** An error as a person may read it: what happened and what to do; the server's words where it gave some. */
export function useProblemText(): (error: unknown) => { readonly title: string; readonly nextStep: string } {
  const { t } = useLingui()
  const translate = useServerWords()
  return (error) => {
    const problem = error instanceof ApiError ? error.problem : null
    if (problem === null) {
      return {
        title: t`No answer from the Harkara server.`,
        nextStep: t`Check the connection and try again.`,
      }
    }
    return { title: problemWords(problem, translate), nextStep: translate(problem.nextStep ?? '') }
  }
}

/** Says and shows an error that no form is there to show. */
export function useTellProblem(): (error: unknown) => void {
  const problemText = useProblemText()
  return (error) => {
    const { title, nextStep } = problemText(error)
    announce(`${title} ${nextStep}`, 'problem')
  }
}
