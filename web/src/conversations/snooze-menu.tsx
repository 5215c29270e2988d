import { Menu } from '@base-ui/react/menu'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  AlarmClock,
  AlarmClockOff,
  CalendarClock,
  Hourglass,
  Inbox,
  type LucideIcon,
  Tag,
  UserRoundPlus,
  Zap,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Conversation } from '../platform/contract.ts'
import { weekdayAndTime } from '../platform/format.ts'
import type { OverlayProps } from '../platform/ui/popover.tsx'
import { type SnoozeChoice, snoozeChoices } from './snooze-times.ts'

/** When the conversation shall come back, and the other piles that it can go to. Lazy. */
export function SnoozeMenu({
  anchor,
  conversation: { status },
  onClose,
  onSnooze,
  onStatus,
  onCustom,
  onOpen,
}: OverlayProps & {
  readonly conversation: Conversation
  readonly onSnooze: (at: number) => void
  readonly onStatus: (status: 'open' | 'pending') => void
  readonly onCustom: () => void
  /** Where there is no room for a button of its own. */
  readonly onOpen: ((what: 'assign' | 'labels' | 'macros') => void) | null
}) {
  const { t, i18n } = useLingui()
  const [choices] = useState(() => snoozeChoices(Date.now()))
  const names: Readonly<Record<SnoozeChoice['key'], string>> = {
    'one-hour': t`In 1 hour`,
    'three-hours': t`In 3 hours`,
    tomorrow: t`Tomorrow`,
    monday: t`Monday`,
  }
  /** Closed first, so that what opens next stays open. */
  const choose = (run: () => void) => () => {
    onClose()
    run()
  }
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchor}
          side="bottom"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-[60] outline-none"
        >
          <Menu.Popup
            aria-label={t`Snooze`}
            className="overlay-panel w-64 p-1.5 outline-none"
            finalFocus={() => (anchor instanceof HTMLElement && anchor.isConnected ? anchor : true)}
          >
            <Menu.Group>
              <Menu.GroupLabel className="px-2.5 pt-1 pb-1 text-[12px] font-semibold text-muted">
                <Trans>Snooze until</Trans>
              </Menu.GroupLabel>
              {choices.map(({ key, at }) => (
                <Item
                  key={key}
                  icon={AlarmClock}
                  hint={weekdayAndTime(at, i18n.locale)}
                  onClick={choose(() => onSnooze(at))}
                >
                  {names[key]}
                </Item>
              ))}
              <Item icon={CalendarClock} onClick={choose(onCustom)}>
                <Trans>Choose date and time…</Trans>
              </Item>
            </Menu.Group>
            <Menu.Separator className="mx-2 my-1.5 h-px bg-line" />
            {status === 'snoozed' && (
              <Item icon={AlarmClockOff} onClick={choose(() => onStatus('open'))}>
                <Trans>Wake up now</Trans>
              </Item>
            )}
            {status === 'pending' && (
              <Item icon={Inbox} onClick={choose(() => onStatus('open'))}>
                <Trans>Back to open</Trans>
              </Item>
            )}
            {status !== 'pending' && (
              <Item icon={Hourglass} onClick={choose(() => onStatus('pending'))}>
                <Trans>Pending: we wait for the customer</Trans>
              </Item>
            )}
            {onOpen !== null && (
              <>
                <Item icon={UserRoundPlus} onClick={choose(() => onOpen('assign'))}>
                  <Trans>Assign…</Trans>
                </Item>
                <Item icon={Tag} onClick={choose(() => onOpen('labels'))}>
                  <Trans>Labels…</Trans>
                </Item>
                <Item icon={Zap} onClick={choose(() => onOpen('macros'))}>
                  <Trans>Macros…</Trans>
                </Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Item({
  icon: Icon,
  hint,
  onClick,
  children,
}: {
  readonly icon: LucideIcon
  readonly hint?: string
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <Menu.Item
      closeOnClick={false} // What was chosen closes it; the menu's own closing would come after, and close what opens next.
      onClick={onClick}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1 text-[14px] outline-none select-none data-highlighted:bg-sunken coarse:min-h-11"
    >
      <Icon size={17} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">{children}</span>
      {hint !== undefined && <span className="shrink-0 text-[12.5px] text-muted">{hint}</span>}
    </Menu.Item>
  )
}
