import type { BusinessNumber, Customer } from '#simulator/protocol.ts'
import { AddressSheet } from '../composer/address-sheet.tsx'
import { AdvertSheet } from '../composer/advert-sheet.tsx'
import { AttachSheet } from '../composer/attach-sheet.tsx'
import { ContactSheet } from '../composer/contact-sheet.tsx'
import { LocationSheet } from '../composer/location-sheet.tsx'
import { OrderSheet } from '../composer/order-sheet.tsx'
import { useWords } from '../state/language.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Bench } from '../workbench/bench.tsx'
import { CartSheet, ListSheet } from './answer-sheets.tsx'
import { useChat, type OpenSheet } from './chat-tools.tsx'
import { ChangeNumberSheet, ChatMenuSheet, OwnerSheet } from './customer-sheets.tsx'
import { MessageSheet, ReactSheet } from './message-sheets.tsx'

/** The sheet that is open on a phone. */
export function Sheets(props: {
  sheet: OpenSheet
  onNumber: (number: BusinessNumber) => void
  onCustomer: (customer: Customer['id']) => void
}) {
  const { sheet, onNumber, onCustomer } = props
  const { t } = useWords()
  const { customer, close } = useChat()
  switch (sheet.kind) {
    case 'owner':
      return <OwnerSheet current={customer.id} onChoose={onCustomer} onClose={close} />
    case 'menu':
      return <ChatMenuSheet onNumber={onNumber} />
    case 'attach':
      return <AttachSheet />
    case 'location':
      return <LocationSheet />
    case 'contact':
      return <ContactSheet />
    case 'advert':
      return <AdvertSheet />
    case 'change-number':
      return <ChangeNumberSheet />
    case 'bench':
      return (
        <Sheet title={t('settings')} onClose={close} isFull>
          <Bench onChoose={onCustomer} />
        </Sheet>
      )
    case 'message':
      return <MessageSheet message={sheet.message} />
    case 'react':
      return <ReactSheet message={sheet.message} />
    case 'list':
      return <ListSheet message={sheet.message} button={sheet.button} />
    case 'address':
      return <AddressSheet message={sheet.message} button={sheet.button} />
    case 'order':
      return <OrderSheet catalogId={sheet.catalogId} products={sheet.products} />
    case 'cart':
      return <CartSheet lines={sheet.lines} note={sheet.note} />
    default:
      return sheet satisfies never
  }
}
