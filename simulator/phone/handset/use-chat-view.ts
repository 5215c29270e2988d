import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChatId } from '../state/api.ts'
import { chatIn } from '../state/chats.ts'
import { useWords } from '../state/language.tsx'
import { usePageVisible } from '../state/preferences.ts'
import { explain, useSimulator } from '../state/simulator.tsx'

const TOAST_MS = 4000

/** Loads a chat when it is first shown, and tells the simulator when the customer has it before their eyes. */
export function useChatView(chat: ChatId, isLocked: boolean, say: (words: string) => void) {
  const { t } = useWords()
  const { chats, load, looked } = useSimulator()
  const shown = chatIn(chats, chat)
  const isVisible = usePageVisible() && !isLocked
  const { customer, number } = chat
  const newest = shown.messages.findLast((message) => message.by === 'business')?.wamid

  useEffect(() => {
    load({ customer, number }).catch((error: unknown) => say(explain(error, t)))
  }, [customer, number, load, say, t])
  useEffect(() => {
    if (isVisible && newest !== undefined) looked({ customer, number })
  }, [isVisible, newest, customer, number, looked])

  return shown
}

/** A short line that goes away by itself. */
export function useToast() {
  const [words, setWords] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const say = useCallback((next: string) => {
    clearTimeout(timer.current)
    setWords(next)
    timer.current = setTimeout(() => setWords(''), TOAST_MS)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  return [words, say] as const
}

/** The simulator's time, renewed often enough for a clock that shows minutes. */
export function useNow(everyMs = 5000): number {
  const { now } = useSimulator()
  const [at, setAt] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), everyMs)
    return () => clearInterval(timer)
  }, [now, everyMs])
  return at
}

/** True until the given moment (by this machine's clock); 0 is never. */
export function useUntil(until: number): boolean {
  const [endedAt, setEndedAt] = useState(0)
  useEffect(() => {
    const timer = setTimeout(() => setEndedAt(until), Math.max(0, until - Date.now()))
    return () => clearTimeout(timer)
  }, [until])
  return until > endedAt
}
