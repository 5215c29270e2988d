/** The shapes of the imports' API, as zod schemas. Moments are milliseconds since the epoch. */
import { z } from 'zod'

/** Column numbers from 0. */
const Column = z.number().int().min(0).max(499)
const MappingShape = z.object({
  phone: Column.nullable(),
  name: Column.nullable(),
  /** By the field's key. */
  attributes: z.record(z.string(), Column),
})

const ImportConsentShape = z.strictObject({
  purpose: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/u, 'must be a word of small letters'),
  /** How they agreed: for whoever asks later. */
  source: z.string().trim().min(1, 'must say how they agreed').max(500),
  /** The day on which they agreed at the latest. */
  date: z.iso.date(),
  /** Which text they agreed to. */
  noticeVersion: z.string().trim().min(1).max(60),
})

export const ImportPlanShape = z.strictObject({
  mapping: z.strictObject({
    phone: Column,
    name: Column.nullable().default(null),
    attributes: z.record(z.string().max(40), Column).default({}),
  }),
  /** Of numbers that do not say theirs; `none`: all begin with + or 00. */
  defaultCountry: z.enum(['IN', 'none']).default('IN'),
  /** Contacts that are known: fill in what is missing, take over everything, or leave them as they are. */
  known: z.enum(['fill', 'overwrite', 'skip']).default('fill'),
  /** null: it is not known that they agreed to anything. */
  consent: ImportConsentShape.nullable(),
})

export const ImportShape = z.object({
  id: z.string(),
  state: z.enum(['uploaded', 'running', 'done', 'cancelled', 'failed']),
  filename: z.string(),
  bytes: z.number(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  hasBom: z.boolean(),
  delimiter: z.string(),
  /** Without one the columns are named by their numbers. */
  hasHeader: z.boolean(),
  header: z.array(z.string()),
  /** About how many rows there are. */
  rowsEstimate: z.number(),
  /** So many are worked off. */
  rows: z.number(),
  created: z.number(),
  updated: z.number(),
  /** Known already, and left as they were. */
  skipped: z.number(),
  /** Not taken: see errors.csv. */
  refused: z.number(),
  /** Why it failed. */
  problem: z.enum(['broken_row', 'file_gone']).nullable(),
  startedBy: z.string(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
})
export const ImportDetailShape = ImportShape.extend({
  /** The first rows, until it is over. */
  sample: z.array(z.array(z.string())),
  /** Which column is probably what. */
  proposal: MappingShape,
  plan: ImportPlanShape.nullable(),
})
export const ImportListShape = z.object({ items: z.array(ImportShape) })

export type Mapping = z.infer<typeof MappingShape>
export type ImportPlan = z.infer<typeof ImportPlanShape>
export type Import = z.infer<typeof ImportShape>
export type ImportDetail = z.infer<typeof ImportDetailShape>
export type ImportList = z.infer<typeof ImportListShape>
