import { type ComponentProps, useId } from 'react'
import { announce } from '../platform/announce.ts'
import { Button } from '../platform/ui/button.tsx'

/**
 * A button that may be closed to whoever sits here: it can still be reached and says why, by its tip, to screen readers, and
 * when it is pressed. Null: it is open.
 */
export function GuardedButton({
  reason,
  onClick,
  className = '',
  ...props
}: ComponentProps<typeof Button> & { readonly reason: string | null }) {
  const id = useId()
  if (reason === null) return <Button {...props} className={className} onClick={onClick} />
  return (
    <>
      <Button
        {...props}
        aria-disabled
        aria-describedby={id}
        title={reason}
        onClick={() => announce(reason, 'problem')}
        className={`${className} cursor-not-allowed! text-muted! bg-sunken! border-transparent!`}
      />
      <span id={id} hidden>
        {reason}
      </span>
    </>
  )
}
