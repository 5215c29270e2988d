/**
 * Words that mean about the same to a shop. Each line is a concept and its English words; a word may be in two. Matched by stem. Written for this project,
 * for shops of any kind.
 */
import { stemEnglish } from './stem-english.ts'

const CONCEPTS = `
greeting: hi hello hey hii morning evening afternoon greetings namaste
thanks: thanks thank thankyou appreciate grateful
person: agent human person representative executive manager owner staff operator support customer care someone somebody
talk: talk speak call contact connect chat callback phone discuss
where: where location located address directions situated map
when: when long soon days time date expected eta duration
howmuch: price cost rate much amount charges mrp pricing costing fees fee value
cheap: discount offer coupon deal sale cheap cheaper promo code voucher cashback less reduce bargain lowest scheme
track: track tracking status shipped dispatched dispatch courier transit awb whereabouts parcel package shipment consignment
deliver: deliver delivery ship shipping courier reach arrive arrival doorstep
place: pincode pin city area town village location region country state abroad international
receive: receive received get got come came arrive arrived reach reached
cancel: cancel cancellation abort undo withdraw
change: change modify edit update alter correct switch replace
return: return exchange replace replacement back swap
refund: refund refunded money reimburse credited reversal
broken: broken damaged defective torn faulty leaking crack cracked bad spoiled expired rotten stained dirty poor damage defect
wrong: wrong different incorrect mismatch missing another
pay: pay payment paid upi card debit credit netbanking emi gpay paytm phonepe wallet transaction instalment installment transfer online
cash: cod cash
failed: failed fail declined deducted debited stuck pending error failure unsuccessful twice
bill: invoice bill gst receipt tax
stock: stock available availability restock sold unavailable left
detail: detail details information info specification specifications feature features material ingredient ingredients fabric quality thickness weight made type types description
size: size sizes fit fitting measurement measurements dimension dimensions length width height chart large medium small inch inches
bulk: bulk wholesale quantity dealer dealership distributor distributorship reseller franchise corporate pieces resell
shop: shop store showroom outlet branch branches offline retail stores
hours: open opening close closing closed timings timing hours sunday holiday working
guarantee: warranty guarantee repair service servicing
use: use using apply application wash clean care assemble install dose dosage instructions maintain consume
buy: buy order purchase want need book ordering place
book: appointment slot visit demo trial schedule reserve reservation booking table try
picture: catalogue catalog photo photos picture pictures image images brochure list designs collection show pics video
stop: stop unsubscribe block spam dont remove
good: good best nice recommend suggest better suitable
compare: difference compare versus vs comparison better
problem: problem issue complaint complain trouble help wrong
`

const CONCEPTS_OF: ReadonlyMap<string, readonly string[]> = read(CONCEPTS)

function read(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const line of text.trim().split('\n')) {
    const [concept = '', words = ''] = line.split(':')
    for (const stem of new Set(words.trim().split(' ').map(stemEnglish)))
      found.set(stem, [...(found.get(stem) ?? []), `~${concept}`])
  }
  return found
}

/** All of them, in English. */
export const CONCEPT_WORDS: readonly string[] = [
  ...new Set(
    CONCEPTS.trim()
      .split('\n')
      .flatMap((line) => (line.split(':')[1] ?? '').trim().split(' ')),
  ),
]

/** Of an English word in lower case. */
export const conceptsOf = (word: string): readonly string[] => CONCEPTS_OF.get(stemEnglish(word)) ?? []
