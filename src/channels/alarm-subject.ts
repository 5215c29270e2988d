/** What an alarm is about, where a number may have several of a kind. Pure; the web app reads it too. */

/** No template's name has a colon (Meta, "Templates": small letters, digits and underscores), so the two are never confused. */
const SEGMENT = 'segment:'

export const subjectOfSegment = (name: string): string => `${SEGMENT}${name}`

/** The name of the segment whose customers it is about; null: it is about something else. */
export const segmentOfSubject = (subject: string): string | null =>
  subject.startsWith(SEGMENT) ? subject.slice(SEGMENT.length) : null
