import { FROM_AD, file, missing } from './kinds.ts'
import { DAY, HOUR, hidden, person, them, us, type Dialogue } from './script.ts'

export const HINGLISH: readonly Dialogue[] = [
  {
    who: person('Rohit Malhotra', '21001'),
    ago: 7,
    unread: 1,
    lines: [
      them('Bhai woh blue wala kurta restock hua kya? Last time size khatam ho gaya tha'),
      us('Haan Rohit bhai, kal hi aaya hai 😄 M, L, XL teeno available.'),
      file('us', 'indigo', 'Yeh wala na? *₹1,299*'),
      them('Yesss wahi! L pack kar do, UPI se karta hu', { answers: 1 }),
    ],
  },
  {
    who: person('Sneha Kapoor', '21002'),
    ago: 34 * HOUR,
    lines: [
      them('Hi! Insta pe ad dekha, 899 wale kurte abhi bhi mil rahe hain?', FROM_AD),
      us('Hi Sneha! Bilkul, Sunday tak. Kaunsa colour pasand aaya?', { after: 12 }),
      them('Mustard. Par mujhe fabric ki close photo chahiye pehle'),
      file('us', 'mustard', 'Pure cotton, hand block, thoda sa hi shrink hota hai'),
      them('Pretty! Salary aane do phir order karti hu 😅', { reaction: '😂' }),
    ],
  },
  {
    who: person('Aman Gill', '21003'),
    ago: 3 * HOUR,
    lines: [
      them('Order cancel karna hai, galti se 2 baar place ho gaya'),
      us('No worries. KH-2201 cancel kar diya, KH-2200 aa raha hai. Refund 3-5 din me.'),
      them('Thanks yaar, fast service 👌'),
    ],
  },
  {
    who: person('Pooja Bhatia', '21004'),
    ago: 31 * HOUR,
    lines: [
      them('Size chart bhej do please, bust 36 hai'),
      us('Bust 36 ke liye *S* fitted aayega, *M* relaxed. Aap kaisa pehenti ho?'),
      them('Relaxed. Aur length?'),
      us('44 inch, ghutne se thoda neeche', { editedTo: '46 inch, ghutne se thoda neeche' }),
      them('Perfect, soch ke batati hu'),
    ],
  },
  {
    who: person('Kunal Desai', '21005'),
    ago: 14,
    unread: 1,
    lines: [
      us('Kunal, parcel deliver ho gaya dikha raha hai. Sab theek?', { source: 'echo' }),
      missing('image', 'pending', 'Yeh dekho, box khula hua aaya 😕'),
    ],
  },
  {
    who: hidden('Zoya', 'zoya.stitches', '2106'),
    ago: 52,
    unread: 1,
    lines: [
      them('Hey, dupatta ke saath set milta hai ya alag lena padega?'),
      us('Dono! Set ₹1,849, alag se dupatta ₹649.'),
      them('Set le lungi. Number share nahi karna, yahin baat ho sakti hai na?'),
    ],
  },
  {
    who: person('Nidhi Saxena', '21007'),
    ago: 11 * DAY,
    lines: [
      them('Kurta dhote hi rang nikal gaya!! Bahut disappointed'),
      us('So sorry Nidhi. Indigo pehli do wash me thoda chhodta hai, par itna nahi. Photo bhejengi?'),
      missing('video', 'unavailable', 'Video dekho'),
      us('Samajh gaye. Full refund kar rahe hain, kurta aap rakh lijiye.'),
      them('Wow ok. Thank you, yeh expect nahi kiya tha 🙂', { reaction: '🙏' }),
    ],
  },
  {
    who: hidden('Tanvi', 'tanvi_on_wheels', '2108'),
    ago: 4 * DAY,
    lines: [
      them('Cycle pe pehenne layak short kurta hai? 🚴‍♀️'),
      us('Haan! 32 inch wala, side slit ke saath. https://kurta-house.example/short'),
      them('Nice, website pe order kar diya'),
      us('Mil gaya order, kal dispatch 🚚'),
    ],
  },
]
