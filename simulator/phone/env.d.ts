import 'react'

declare module 'react' {
  /** The width of a bubble's time, for the room that its last line leaves. */
  interface CSSProperties {
    '--stamp'?: string
  }
}
