/** One row of the error tables. */
export type FateKind =
  /** The number is too fast or in maintenance: slow it down, send again. */
  | 'retry_number'
  /** Too many messages to this one person: wait for this pair only. */
  | 'retry_pair'
  /** Meta's side failed: back off, send again. */
  | 'retry_backoff'
  /** What this one needs at Meta is not ready yet: it waits, and nothing else does. */
  | 'retry_template'
  /** The account's or the app's budget of calls is used up. */
  | 'retry_waba'
  /** What is wrong is wrong for everyone who would get this: stop the template or campaign. */
  | 'hold_template'
  /** The account or its number cannot send at all: stop it, keep the queue, tell the owner. */
  | 'hold_waba'
  /** This message will never go to this person like this. */
  | 'final'

/** Whose move it is. */
export type Side = 'customer' | 'business' | 'meta' | 'harkara'

export type ErrorRow = {
  readonly fate: FateKind
  readonly side: Side
  readonly title: string
  readonly nextStep: string
  /** The customer stopped marketing messages: no more of them until they resume. */
  readonly optOut?: true
  /** WhatsApp protects this person for now: no marketing for at least a day. */
  readonly suppressTemporarily?: true
  /** The whole number is in trouble, not only this template. */
  readonly stopsNumber?: true
  /** Meta's details name the culprit: show them. */
  readonly showsDetails?: true
}

type Marks = Pick<ErrorRow, 'optOut' | 'suppressTemporarily' | 'stopsNumber' | 'showsDetails'>

/** Writes a row on one line. */
export const row = (
  fate: FateKind,
  side: Side,
  title: string,
  nextStep: string,
  marks: Marks = {},
): ErrorRow => ({ fate, side, title, nextStep, ...marks })
