import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * What a person with a screen reader, without a mouse or with weak eyes could not use, by axe and all of its rules. Each in one line.
 *
 * Looked at in the page itself, which has no frames of others: axe's other way opens a second page each time and takes three times as
 * long. Of what is right nothing is told, for nobody reads it.
 */
export async function violationsIn(page: Page): Promise<string[]> {
  return (await analyse(page)).map(lineOf)
}

/** Those of them that shut somebody out. */
export async function seriousIn(page: Page): Promise<string[]> {
  return (await analyse(page))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(lineOf)
}

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]

async function analyse(page: Page): Promise<Violation[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    // Base UI's focus guards hand the focus on at once and never keep it, though they are hidden and can be reached.
    .exclude('[data-base-ui-focus-guard]')
    .analyze()
  return violations
}

const lineOf = ({ id, nodes }: Violation): string =>
  `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`
