import { useEffect, useState } from 'react'

/** A pause in typing before the server is asked. */
const PAUSE_MS = 250

type TypedSearch = {
  /** What stands in the field. */
  readonly text: string
  readonly setText: (text: string) => void
  readonly clear: () => void
}

/**
 * What is typed into a search field, and asked for when the typing pauses. The address may hold what is asked for: "show all", the back
 * button and a saved view change the field, too.
 *
 * @param onChange must stay the same function while nothing changes
 */
export function useTypedSearch(value: string, onChange: (q: string) => void): TypedSearch {
  const [text, setText] = useState(value)
  const [asked, setAsked] = useState(value)
  useEffect(() => {
    if (text.trim() === value) return undefined
    const timer = window.setTimeout(() => {
      setAsked(text.trim())
      onChange(text.trim())
    }, PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [text, value, onChange])
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    // What it asked for itself may be behind the typing.
    if (value !== asked) {
      setText(value)
      setAsked(value)
    }
  }
  const clear = () => {
    setText('')
    setAsked('')
    onChange('')
  }
  return { text, setText, clear }
}
