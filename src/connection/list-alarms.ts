import { selectOpenAlarms } from './internal/sql.ts'

/** What seems to be wrong with a tenant's numbers at the moment. */
export const listAlarms = selectOpenAlarms
