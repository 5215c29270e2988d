/** The demo shop's templates, as the simulator's scenario has them: what was sent must look like what can be sent. */
import type { JsonObject } from '#whatsapp/facts.ts'

type ShopTemplate = {
  readonly name: string
  readonly language: string
  readonly category: string
  readonly components: readonly JsonObject[]
}

const TRACK = 'https://kurta-house.example/track/{{1}}'

export const SHOP_TEMPLATES = {
  order_update_en: {
    name: 'order_update',
    language: 'en',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
      {
        type: 'BODY',
        text: 'Hello {{1}}, your {{2}} has left our shop and should reach you by {{3}}.',
      },
      { type: 'FOOTER', text: 'Kurta House' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Track the parcel', url: TRACK },
          { type: 'QUICK_REPLY', text: 'Talk to us' },
        ],
      },
    ],
  },
  order_update_hi: {
    name: 'order_update',
    language: 'hi',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'ऑर्डर {{1}}' },
      { type: 'BODY', text: 'नमस्ते {{1}}, आपका {{2}} दुकान से निकल चुका है और {{3}} तक पहुँच जाएगा।' },
      { type: 'FOOTER', text: 'कुर्ता हाउस' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'पार्सल देखें', url: TRACK },
          { type: 'QUICK_REPLY', text: 'हमसे बात करें' },
        ],
      },
    ],
  },
  festive_sale_en: {
    name: 'festive_sale',
    language: 'en',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'New colours are here' },
      {
        type: 'BODY',
        text: 'Hi {{1}}, the festive collection is in the shop: hand-block prints from Jaipur, {{2}} off until Sunday night.',
      },
      { type: 'FOOTER', text: 'Tap Stop to hear no more of this' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Show me' },
          { type: 'QUICK_REPLY', text: 'Stop' },
          { type: 'URL', text: 'Open the shop', url: 'https://kurta-house.example/festive' },
        ],
      },
    ],
  },
  festive_sale_hi: {
    name: 'festive_sale',
    language: 'hi',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'नए रंग आ गए' },
      {
        type: 'BODY',
        text: 'नमस्ते {{1}}, त्योहार की नई श्रृंखला दुकान में है: जयपुर की हाथ की छपाई, रविवार रात तक {{2}} की छूट।',
      },
      { type: 'FOOTER', text: "और न चाहें तो 'बंद करें' दबाएँ" },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'दिखाइए' },
          { type: 'QUICK_REPLY', text: 'बंद करें' },
          { type: 'URL', text: 'दुकान खोलें', url: 'https://kurta-house.example/festive' },
        ],
      },
    ],
  },
  festive_offer_en: {
    name: 'festive_offer',
    language: 'en',
    category: 'MARKETING',
    components: [
      {
        type: 'BODY',
        text: 'Hi {{1}}, our festive sale is on: {{2}} off all hand-block prints until Sunday night. Have a look at what is left in your size.',
      },
      { type: 'FOOTER', text: 'Tap Stop to hear no more of this' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Show me' },
          { type: 'QUICK_REPLY', text: 'Stop' },
          { type: 'URL', text: 'See the sale', url: 'http://127.0.0.1:3000/r/{{1}}' },
        ],
      },
    ],
  },
  cart_reminder_en: {
    name: 'cart_reminder',
    language: 'en',
    category: 'MARKETING',
    components: [
      {
        type: 'BODY',
        text: 'Hi {{first_name}}, the {{product}} you chose is still in your basket. Shall we keep it for you?',
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Keep it' },
          { type: 'QUICK_REPLY', text: 'No, thanks' },
          { type: 'URL', text: 'To the basket', url: 'https://kurta-house.example/basket/{{1}}' },
        ],
      },
    ],
  },
  sign_in_code_en: {
    name: 'sign_in_code',
    language: 'en',
    category: 'AUTHENTICATION',
    components: [
      {
        type: 'BODY',
        text: '*{{1}}* is your verification code. For your security, do not share this code.',
      },
      { type: 'FOOTER', text: 'This code expires in 10 minutes.' },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
    ],
  },
} satisfies Record<string, ShopTemplate>
