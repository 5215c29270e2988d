/** In which language a template goes out. Never in one that nobody asked for. Pure. */

/** English that is called for in a country is read in the others; of no other language is that certain. */
const SHARED: Readonly<Record<string, readonly string[]>> = { en: ['en_US', 'en_GB'] }

/**
 * In which languages to look, in order: the asked one, the same without its country, then each of `fallbacks` likewise.
 * `hi_IN` leads to `hi`; `en_IN` to `en`, `en_US`, `en_GB`.
 */
export function languageChain(asked: string, fallbacks: readonly string[] = []): string[] {
  return [
    ...new Set(
      [asked, ...fallbacks].flatMap((given) => {
        // Browsers and Meta's webhooks write “en-US” where Meta's templates have “en_US”.
        const language = given.replaceAll('-', '_')
        const [base = language] = language.split('_')
        return [language, base, ...(SHARED[base] ?? [])]
      }),
    ),
  ]
}

/**
 * The first of the chain that can be sent; if none can, the first that is there, so that its state can be told; null: there is
 * none in any of them.
 */
export function chooseLanguage<T extends { readonly language: string; readonly status: string }>(
  templates: readonly T[],
  asked: string,
  fallbacks: readonly string[] = [],
): T | null {
  const found = languageChain(asked, fallbacks).flatMap(
    (language) => templates.find((template) => template.language === language) ?? [],
  )
  return found.find(({ status }) => status === 'APPROVED') ?? found[0] ?? null
}
