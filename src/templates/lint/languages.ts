/** Which languages a text can be in, by its script. Pure. */

/** Source: Meta, "Supported languages" (2025); those that shops in India use have their script. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ...{ hi: /\p{Script=Devanagari}/gu, mr: /\p{Script=Devanagari}/gu, bn: /\p{Script=Bengali}/gu },
  ...{
    ta: /\p{Script=Tamil}/gu,
    te: /\p{Script=Telugu}/gu,
    kn: /\p{Script=Kannada}/gu,
    ml: /\p{Script=Malayalam}/gu,
  },
  ...{
    gu: /\p{Script=Gujarati}/gu,
    pa: /\p{Script=Gurmukhi}/gu,
    ur: /\p{Script=Arabic}/gu,
    ar: /\p{Script=Arabic}/gu,
  },
  ...{ en: /\p{Script=Latin}/gu },
}
const LETTERS = /\p{L}/gu
/** So much of the letters must be in the language's script; names of brands and products are in any. */
const PART_MIN = 0.3

/** Whether most of the letters are of another script than the language's. Latin letters may be Hindi (Hinglish), but not to Meta's reviewers. */
export function isOtherLanguage(text: string, language: string): boolean {
  const script = SCRIPTS[language.split('_')[0] ?? '']
  const letters = text.match(LETTERS)?.length ?? 0
  if (script === undefined || letters < 12) return false
  return (text.match(script)?.length ?? 0) / letters < PART_MIN
}

/** The language of which nearly all letters are, where its script tells it. Devanagari is taken for Hindi. */
export function languageByScript(text: string): string | null {
  const letters = text.match(LETTERS)?.length ?? 0
  const [language] =
    Object.entries(SCRIPTS).find(([, script]) => (text.match(script)?.length ?? 0) > letters * MOST) ?? []
  return language === 'ur' ? null : (language ?? null)
}
const MOST = 0.7
