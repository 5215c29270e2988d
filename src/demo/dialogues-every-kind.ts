/** What is rarer: forms, orders, choices, and messages that did not arrive. Together with the others: every kind once. */
import {
  buttons,
  chose,
  choseRow,
  file,
  filledIn,
  form,
  list,
  missing,
  order,
  system,
  template,
  unsupported,
} from './kinds.ts'
import { abroad, DAY, HOUR, person, them, us, type Dialogue } from './script.ts'

const AFTER_SIX = { title: 'After 6 in the evening', description: 'Any day but Sunday' }

export const EVERY_KIND: readonly Dialogue[] = [
  {
    who: person('Shalini Menon', '28001'),
    ago: 27,
    lines: [
      them('I would like to return the green kurta'),
      buttons(
        'What was wrong with it, Shalini?',
        ['Too small', 'Not my colour', 'Damaged'],
        'Free within 15 days',
      ),
      chose('Too small'),
      list('When may the courier come?', 'Choose a time', 'Times', [
        { title: '10 to 12 in the morning', description: 'Any day' },
        AFTER_SIX,
        { title: 'Saturday', description: 'All day' },
      ]),
      choseRow(AFTER_SIX),
      form('Please tell us where to fetch it.', 'Address'),
      filledIn({ full_name: 'Shalini Menon', house: '14, Lake View', city: 'Kochi', pin_code: '682011' }),
      us('All set: the courier comes tomorrow after six ✅', { reaction: '❤️' }),
    ],
  },
  {
    who: person('Farhan Sheikh', '28002'),
    ago: 35,
    unread: 1,
    lines: [
      us('Festive catalogue is live: https://kurta-house.example/festive 🪔', { source: 'echo' }),
      order('Gift wrap both please', [
        { name: 'Indigo kurta, M', pieces: 2, rupees: 1299 },
        { name: 'Mustard dupatta', pieces: 1, rupees: 649 },
      ]),
    ],
  },
  {
    who: person('Geeta Pillai', '28003'),
    ago: 65,
    lines: [
      file('them', 'hum', null),
      us('Lovely voice! Is that the tune for the sangeet? 😄', { answers: 1 }),
      them('Haha yes. Six red dupattas for the dancers, please'),
      file('us', 'hum', null, { state: 'played' }),
      them('😂😂', { answers: 1 }),
    ],
  },
  {
    who: person('Irfan Pathan', '28004'),
    ago: 41,
    unread: 1,
    lines: [
      them('This offer came in our family group, is it really yours?'),
      them('KURTA HOUSE FREE KURTA!!! Click and forward to 20 friends to win', {
        isForwarded: true,
        after: 1,
      }),
      us('No, Irfan, that is *not* us. Please do not click it, and thank you for asking.'),
      them('Thought so. Deleting it'),
    ],
  },
  {
    who: person('Lakshay Arora', '28005'),
    ago: 2 * HOUR + 15,
    lines: [
      them('my card number is 4111…', { isRevoked: true }),
      us('Please never send card numbers here, Lakshay. You can pay by UPI or at the door.'),
      them('Sorry, paying by UPI'),
      us('Received ₹1,299. Leaves tomorow.', { editedTo: 'Received ₹1,299. Leaves tomorrow.' }),
      them('I want it in blue', { editedTo: 'I want it in *green*, sorry' }),
    ],
  },
  {
    who: abroad('Prakash Shetty', '919000131026'), // the simulator refuses numbers that end so
    ago: 8 * HOUR + 30,
    lines: [
      template(
        'order_update_en',
        { header_1: 'KH-2190', 1: 'Prakash', 2: 'white kurta', 3: 'Thursday', button_0: 'KH-2190' },
        { state: 131026 },
      ),
    ],
  },
  {
    who: person('Nandini Hegde', '28007'),
    ago: 3 * HOUR + 40,
    lines: [
      them('Is the silk one dry-clean only?'),
      us('Yes: the first two times, then cold water by hand.', { after: 25 * HOUR, state: 131047 }),
      template(
        'cart_reminder_en',
        { first_name: 'Nandini', product: 'silk kurta', button_2: 'n9' },
        { state: 'delivered' },
      ),
    ],
  },
  {
    who: person('Oommen Kurian', '28008'),
    ago: 55,
    lines: [
      them('Please confirm that the parcel has left'),
      us('It left at noon, Oommen. Number KH-2203.', { state: 'unknown' }),
    ],
  },
  {
    who: person('Ishita Banerjee', '28009'),
    ago: 80,
    lines: [template('festive_sale_en', { 1: 'Ishita', 2: '20%' }, { state: 'held' })],
  },
  {
    who: person('Manoj Pandey', '28010'),
    ago: 17 * HOUR,
    lines: [
      them('Namaste, purana number band ho gaya'),
      system('Manoj Pandey changed from +91 90000 28090 to +91 90000 28010.'),
      us('Noted, Manoj ji. Orders will come to this number.'),
    ],
  },
  {
    who: person('Cynthia Mascarenhas', '28011'),
    ago: 110,
    unread: 2,
    lines: [them('Which of these should I take? Voting in the poll 👇'), unsupported('poll_creation')],
  },
  {
    who: person('Harish Bhandari', '28012'),
    ago: 13 * DAY,
    lines: [
      missing('audio', 'unavailable'),
      us('Harish ji, the voice note did not reach us. Could you write it?'),
    ],
  },
  {
    who: { kind: 'group', name: 'Verma wedding, 14 kurtas', group: '120363000000000001' },
    ago: 45,
    unread: 2,
    lines: [
      them('Everybody please write your size here', { author: '919000028021' }),
      them('38 for me', { author: '919000028022' }),
      us('Noted so far: 38. We need all fourteen by Thursday to print in one go 🙂'),
      them('मेरा 42, और पापा का 44', { author: '919000028023' }),
      file('them', 'mustard', 'This colour, all of us!', { author: '919000028021', reaction: '💛' }),
    ],
  },
  {
    who: person('Aditi Deshmukh', '28013'),
    ago: 31,
    unread: 1,
    lines: [
      them('Can you send me all the prints of the new lot? And your bill format, my CA is asking'),
      file('us', 'indigo', 'Indigo, block print'),
      file('us', 'mustard', 'Mustard', { after: 1 }),
      file('us', 'madder', 'Madder red', { after: 1 }),
      file('us', 'teal', 'Teal, only 6 pieces left', { after: 1 }),
      file('us', 'invoice', null, { after: 1 }),
      file('them', 'stained', 'Is this mark on the last one only in the photo?'),
      file('them', 'hum', null),
      us('That piece is out of the lot, Aditi. The others are clean, I checked each one.', { answers: 2 }),
      them('Perfect. 3 of each then 🙏', { reaction: '🙏' }),
    ],
  },
]
