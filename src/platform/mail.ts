/**
 * Mail to people: by SMTP if the settings name a server; else each mail becomes a file in a folder, so that everything works
 * on a machine that cannot send any.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { newId } from './ids.ts'
import type { Secret } from './secrets.ts'

export type Mail = { readonly to: string; readonly subject: string; readonly text: string }

export type Mailer = {
  /** Resolves when the server has taken it, or the file is there. Throws what the server says. */
  readonly send: (mail: Mail) => Promise<void>
  /** Where mails lie as files; null: they are sent. */
  readonly folder: string | null
}

export type MailSettings = {
  /** smtp://user:password@host:587 or smtps://…; null: files. */
  readonly smtpUrl: Secret | null
  readonly from: string
  readonly folder: string
}

const PATIENCE_MS = 10_000

export function createMailer({ smtpUrl, from, folder }: MailSettings): Mailer {
  if (smtpUrl !== null) {
    const transport = createTransport({
      url: smtpUrl.reveal(),
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
    })
    return {
      send: async (mail) => {
        await transport.sendMail({ from, ...mail, disableFileAccess: true, disableUrlAccess: true })
      },
      folder: null,
    }
  }
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  return {
    send: async (mail) => {
      const { message } = await writer.sendMail({ from, ...mail })
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(join(folder, `${newId()}.eml`), message as Buffer, { mode: 0o600 })
    },
    folder,
  }
}
