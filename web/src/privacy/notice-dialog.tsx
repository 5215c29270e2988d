import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { PrivacyNotice } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { noticesQuery } from './queries.ts'

/** English, and the languages of the Eighth Schedule that many customers read. */
const LANGUAGES = ['en', 'hi', 'bn', 'gu', 'kn', 'ml', 'mr', 'pa', 'ta', 'te', 'ur'] as const

/** Publishes a version in one or more languages; it begins with the texts of the latest one. */
export function NoticeDialog({
  latest,
  onClose,
}: {
  readonly latest: PrivacyNotice | null
  readonly onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const [version, setVersion] = useState('')
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    latest === null
      ? { [i18n.locale]: '' }
      : Object.fromEntries(latest.texts.map(({ language, text }) => [language, text])),
  )
  const publish = useMutation({
    mutationFn: async () =>
      postJson<{ items: PrivacyNotice[] }>('/privacy/notices', {
        version: version.trim(),
        texts: Object.entries(texts)
          .filter(([, text]) => text.trim() !== '')
          .map(([language, text]) => ({ language, text })),
      }),
    onSuccess: (data) => {
      client.setQueryData(noticesQuery.queryKey, data)
      announce(t`Published`)
      onClose()
    },
  })
  const names = new Intl.DisplayNames([i18n.locale], { type: 'language' })
  const isEmpty = Object.values(texts).every((text) => text.trim() === '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    publish.mutate()
  }
  return (
    <Dialog title={t`New version of the privacy notice`} shape="wide" onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 overflow-y-auto p-4">
        <p className="text-[13.5px] text-pretty text-muted">
          <Trans>
            Say which data you keep, what for, and how to withdraw or complain. What is published stays as it
            is; a change is a new version.
          </Trans>
        </p>
        <label className="grid gap-1 text-[13.5px]">
          {t`Version`}
          <input
            required
            value={version}
            maxLength={60}
            pattern="[A-Za-z0-9_.\-]+"
            onChange={(event) => setVersion(event.currentTarget.value)}
            placeholder={t`For example: 2026-11`}
            className={FIELD}
          />
        </label>
        {Object.entries(texts).map(([language, text]) => (
          <label key={language} className="grid gap-1 text-[13.5px]">
            {names.of(language) ?? language}
            <textarea
              dir="auto"
              lang={language}
              rows={6}
              maxLength={20_000}
              value={text}
              onChange={(event) => {
                const { value } = event.currentTarget
                setTexts((known) => ({ ...known, [language]: value }))
              }}
              className="w-full min-w-0 rounded-lg border border-control-line bg-surface px-3 py-2 outline-offset-[-1px] coarse:text-[16px]"
            />
          </label>
        ))}
        <select
          aria-label={t`Add a language`}
          value=""
          onChange={(event) => {
            const { value } = event.currentTarget
            setTexts((known) => ({ ...known, [value]: known[value] ?? '' }))
          }}
          className={FIELD}
        >
          <option value="">{t`Add a language`}</option>
          {LANGUAGES.filter((one) => !(one in texts)).map((one) => (
            <option key={one} value={one}>
              {names.of(one) ?? one}
            </option>
          ))}
        </select>
        {publish.isError && <ProblemLine error={publish.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={isEmpty || version.trim() === '' || publish.isPending}
          >
            <Trans>Publish</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
