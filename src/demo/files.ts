/** The files that the demo's customers and the shop send each other, made when they are needed. */
import { FABRICS, fabricPng } from './fabric.ts'
import { invoicePdf } from './invoice.ts'
import { stickerWebp } from './sticker.ts'
import { voiceNoteWav } from './voice-note.ts'

export type DemoFile = {
  readonly type: 'image' | 'sticker' | 'document' | 'audio'
  readonly mimeType: string
  readonly filename: string | null
  readonly make: () => Buffer
}

const picture = (fabric: keyof typeof FABRICS): DemoFile => ({
  type: 'image',
  mimeType: 'image/png',
  filename: null,
  make: () => fabricPng(FABRICS[fabric]),
})

export const FILES = {
  indigo: picture('indigo'),
  mustard: picture('mustard'),
  madder: picture('madder'),
  teal: picture('teal'),
  stained: picture('stained'),
  marigold: { type: 'sticker', mimeType: 'image/webp', filename: null, make: stickerWebp },
  invoice: {
    type: 'document',
    mimeType: 'application/pdf',
    filename: 'Invoice KH-2207.pdf',
    make: invoicePdf,
  },
  hum: { type: 'audio', mimeType: 'audio/wav', filename: null, make: voiceNoteWav },
} satisfies Record<string, DemoFile>

export type FileName = keyof typeof FILES
