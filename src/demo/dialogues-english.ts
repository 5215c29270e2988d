import { card, file, template, tapped } from './kinds.ts'
import { abroad, DAY, HOUR, hidden, person, them, us, type Dialogue } from './script.ts'

export const ENGLISH: readonly Dialogue[] = [
  {
    who: person("Daniel D'Souza", '27001'),
    ago: 4,
    unread: 1,
    lines: [
      them('Hi, do you have the linen kurta in a tall size? I am 6\'3"'),
      us('Hello Daniel! We cut it *3 inches longer* on request, +₹150, two extra days.'),
      them('Great. What would the sleeve length be then?'),
    ],
  },
  {
    who: abroad('Emily Carter', '447700900142'),
    ago: 90,
    lines: [
      them('Hello from Leeds! Could you ship to the UK before the 20th? It is for my cousin’s mehndi.'),
      us('Hello Emily! Yes: ordered by tomorrow, it is with you on the 17th or 18th. Shipping is ₹1,450.'),
      them('Wonderful. Ordering tonight. Is the mustard one see-through?'),
      us('A little in bright sun; most people wear a slip. We can line it for ₹200.', { reaction: '👍' }),
      them('Lined, please!'),
    ],
  },
  {
    who: person('Lalthanpuii', '27003'),
    ago: 23 * HOUR + 35,
    lines: [
      them('Does delivery reach Aizawl? Your site says "not serviceable"'),
      us('It does, by India Post Speed Post: 6 days. We have switched it on for your pin code.'),
      them('Thank you so much! Most shops just say no 🙂'),
    ],
  },
  {
    who: person('Tenzin Dolma', '27004'),
    ago: 2 * HOUR,
    unread: 1,
    lines: [
      file('them', 'stained', 'It came with this stain. I ordered it as a gift.'),
      us('Oh no. We are sorry, Tenzin. A new one leaves today by air, and this one is yours to keep.', {
        answers: 1,
        after: 4,
      }),
      them('That was quick. Will it have the gift wrap again?', { after: 70 }),
    ],
  },
  {
    who: abroad('Arjun Iyer', '12025550143'),
    ago: 3 * DAY + HOUR,
    lines: [
      template('cart_reminder_en', { first_name: 'Arjun', product: 'silk kurta', button_2: 'a7' }),
      tapped('Keep it', { answers: 1, after: 55 }),
      us('Kept for you until Monday. Shall we hold the size *40* as well as the *42*?'),
      them('Just 42. My mother in Chennai will receive it, her contact:'),
      card('Saraswathi Iyer', '919000027095'),
      us('Noted, we deliver to her 🙏'),
    ],
  },
  {
    who: hidden('Mehr', 'mehr.reads', '2706'),
    ago: 15 * HOUR,
    lines: [
      them('I would like the "Rain" print, but on handwoven cotton instead of mul. Possible?'),
      us(
        'Possible from ten pieces on:\n- weaving takes *3 weeks*\n- printing _one_ more\n- half is paid in advance',
      ),
      them('Ah, I only need one. The mul one then.'),
    ],
  },
  {
    who: person('Rhea Fernandes', '27007'),
    ago: 12 * DAY,
    lines: [
      them('Where is my refund? It has been a week!'),
      us('Hello Rhea, we paid it on Tuesday. The bank’s reference is KHREF20931.'),
      them('Found it. Sorry for the tone, thank you'),
      us('Not at all 😊'),
    ],
  },
  {
    who: person('Joseph Lyngdoh', '27008'),
    ago: 38 * DAY,
    lines: [
      them('Do you take old kurtas back for recycling?'),
      us('We do! Send three old ones of any brand and take ₹200 off the next.'),
      them('Good idea. Will pass it on.'),
    ],
  },
  {
    who: person('Ananya Rao', '27009'),
    ago: 5 * HOUR + 20,
    lines: [
      template('order_update_en', {
        header_1: 'KH-2195',
        1: 'Ananya',
        2: 'indigo kurta',
        3: 'Friday',
        button_0: 'KH-2195',
      }),
    ],
  },
]
