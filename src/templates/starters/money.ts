/** Payments, carts that were left, and codes. */
import { REPLY, type Starter } from './starter.ts'

const PAY = { url: 'https://example.com/pay/{{1}}' } as const
const CART = { url: 'https://example.com/cart/{{1}}' } as const

export const MONEY: readonly Starter[] = [
  {
    ...{ name: 'payment_received', use: 'payments', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, we have received Rs {{amount}} for your order {{order_no}}. Thank you. The invoice is on its way.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके ऑर्डर {{order_no}} के {{amount}} रुपये मिल गए हैं। धन्यवाद। बिल भेजा जा रहा है।',
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் ஆர்டர் {{order_no}} க்கான {{amount}} ரூபாய் கிடைத்தது. நன்றி. ரசீது விரைவில் வரும்.',
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ ఆర్డర్ {{order_no}} కోసం {{amount}} రూపాయలు అందాయి. ధన్యవాదాలు. బిల్లు త్వరలో వస్తుంది.',
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಆರ್ಡರ್ {{order_no}} ಗಾಗಿ {{amount}} ರೂಪಾಯಿ ಬಂದಿದೆ. ಧನ್ಯವಾದಗಳು. ಬಿಲ್ ಶೀಘ್ರದಲ್ಲೇ ಬರುತ್ತದೆ.',
      },
      bn: { body: 'নমস্কার {{name}}, আপনার অর্ডার {{order_no}} এর {{amount}} টাকা পেয়েছি। ধন্যবাদ। বিল শীঘ্রই আসছে।' },
      mr: {
        body: 'नमस्कार {{name}}, तुमच्या ऑर्डर {{order_no}} चे {{amount}} रुपये मिळाले आहेत. धन्यवाद. बिल लवकरच येईल.',
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારા ઑર્ડર {{order_no}} ના {{amount}} રૂપિયા મળી ગયા છે. આભાર. બિલ જલદી આવશે.',
      },
    },
  },
  {
    ...{ name: 'payment_due', use: 'payments', category: 'UTILITY', buttons: [PAY] },
    words: {
      en: {
        body: 'Hello {{name}}, Rs {{due}} of your invoice {{invoice_no}} is due on {{date}}. If you have paid already, please ignore this.',
        buttons: ['Pay'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके बिल {{invoice_no}} के {{due}} रुपये {{date}} तक देने हैं। अगर दे चुके हैं तो इसे अनदेखा करें।',
        buttons: ['भुगतान करें'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் ரசீது {{invoice_no}} இன் {{due}} ரூபாய் {{date}} அன்று செலுத்த வேண்டும். ஏற்கனவே செலுத்தியிருந்தால் பொருட்படுத்த வேண்டாம்.',
        buttons: ['செலுத்த'],
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ బిల్లు {{invoice_no}} లో {{due}} రూపాయలు {{date}} లోపు చెల్లించాలి. ఇప్పటికే చెల్లించి ఉంటే దీన్ని వదిలేయండి.',
        buttons: ['చెల్లించండి'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಬಿಲ್ {{invoice_no}} ರ {{due}} ರೂಪಾಯಿ {{date}} ರೊಳಗೆ ಪಾವತಿಸಬೇಕು. ಈಗಾಗಲೇ ಪಾವತಿಸಿದ್ದರೆ ಇದನ್ನು ಬಿಟ್ಟುಬಿಡಿ.',
        buttons: ['ಪಾವತಿಸಿ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, আপনার বিল {{invoice_no}} এর {{due}} টাকা {{date}} এর মধ্যে দিতে হবে। আগেই দিয়ে থাকলে এটি উপেক্ষা করুন।',
        buttons: ['টাকা দিন'],
      },
      mr: {
        body: 'नमस्कार {{name}}, तुमच्या बिल {{invoice_no}} चे {{due}} रुपये {{date}} पर्यंत भरायचे आहेत. आधीच भरले असल्यास याकडे दुर्लक्ष करा.',
        buttons: ['पैसे भरा'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારા બિલ {{invoice_no}} ના {{due}} રૂપિયા {{date}} સુધીમાં ભરવાના છે. ભરી દીધા હોય તો આને અવગણો.',
        buttons: ['ચુકવણી કરો'],
      },
    },
  },
  {
    ...{ name: 'payment_overdue', use: 'payments', category: 'UTILITY', buttons: [PAY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, Rs {{due}} of your invoice {{invoice_no}} was due on {{date}}. Please pay when you can, or tell us when it suits you.',
        buttons: ['Pay', 'I need time'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके बिल {{invoice_no}} के {{due}} रुपये {{date}} को देने थे। कृपया जब हो सके भुगतान करें या बताएँ कि कब कर पाएँगे।',
        buttons: ['भुगतान करें', 'समय चाहिए'],
      },
    },
  },
  {
    ...{ name: 'payment_failed', use: 'payments', category: 'UTILITY', buttons: [PAY] },
    words: {
      en: {
        body: 'Hello {{name}}, your payment of Rs {{amount}} for order {{order_no}} did not go through. No money was taken. You can try once more here.',
        buttons: ['Try again'],
      },
      hi: {
        body: 'नमस्ते {{name}}, ऑर्डर {{order_no}} का {{amount}} रुपये का भुगतान नहीं हो पाया। कोई रकम नहीं कटी है। आप यहाँ फिर कोशिश कर सकते हैं।',
        buttons: ['फिर कोशिश करें'],
      },
    },
  },
  {
    ...{ name: 'refund_sent', use: 'payments', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, we have sent your refund of Rs {{amount}} for order {{order_no}}. Banks take up to {{days}} working days to show it.',
      },
      hi: {
        body: 'नमस्ते {{name}}, ऑर्डर {{order_no}} के {{amount}} रुपये हमने लौटा दिए हैं। बैंक में दिखने में {{days}} कामकाजी दिन लग सकते हैं।',
      },
      ta: {
        body: 'வணக்கம் {{name}}, ஆர்டர் {{order_no}} க்கான {{amount}} ரூபாயைத் திருப்பி அனுப்பிவிட்டோம். வங்கியில் தெரிய {{days}} வேலை நாட்கள் ஆகலாம்.',
      },
      te: {
        body: 'నమస్కారం {{name}}, ఆర్డర్ {{order_no}} కోసం {{amount}} రూపాయలు తిరిగి పంపాము. బ్యాంకులో కనిపించడానికి {{days}} పని దినాలు పట్టవచ్చు.',
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ಆರ್ಡರ್ {{order_no}} ರ {{amount}} ರೂಪಾಯಿ ಮರುಪಾವತಿ ಮಾಡಿದ್ದೇವೆ. ಬ್ಯಾಂಕಿನಲ್ಲಿ ಕಾಣಲು {{days}} ಕೆಲಸದ ದಿನಗಳು ಬೇಕಾಗಬಹುದು.',
      },
      bn: {
        body: 'নমস্কার {{name}}, অর্ডার {{order_no}} এর {{amount}} টাকা আমরা ফেরত পাঠিয়েছি। ব্যাঙ্কে দেখাতে {{days}} কাজের দিন লাগতে পারে।',
      },
      mr: {
        body: 'नमस्कार {{name}}, ऑर्डर {{order_no}} चे {{amount}} रुपये आम्ही परत पाठवले आहेत. बँकेत दिसायला {{days}} कामाचे दिवस लागू शकतात.',
      },
      gu: {
        body: 'નમસ્તે {{name}}, ઑર્ડર {{order_no}} ના {{amount}} રૂપિયા અમે પાછા મોકલ્યા છે. બૅન્કમાં દેખાતાં {{days}} કામના દિવસ લાગી શકે છે.',
      },
    },
  },
  {
    ...{
      name: 'invoice_ready',
      use: 'payments',
      category: 'UTILITY',
      buttons: [{ url: 'https://example.com/invoice/{{1}}' }],
    },
    words: {
      en: {
        body: 'Hello {{name}}, the invoice {{invoice_no}} of Rs {{amount}} for your order {{order_no}} is ready to be downloaded.',
        buttons: ['Open the invoice'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके ऑर्डर {{order_no}} का {{amount}} रुपये का बिल {{invoice_no}} तैयार है। आप इसे डाउनलोड कर सकते हैं।',
        buttons: ['बिल खोलें'],
      },
    },
  },
  {
    ...{ name: 'credit_statement', use: 'payments', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, this is your account with {{shop}} on {{date}}: Rs {{due}} is open. Please tell us if this does not match your book.',
      },
      hi: {
        body: 'नमस्ते {{name}}, {{shop}} के साथ आपका हिसाब {{date}} को यह है: {{due}} रुपये बाक़ी हैं। अगर आपके खाते से न मिले तो बताएँ।',
      },
    },
  },
  {
    ...{ name: 'emi_reminder', use: 'payments', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your instalment of Rs {{due}} will be taken from your account on {{date}}. Please keep enough money in it.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपकी {{due}} रुपये की किस्त {{date}} को आपके खाते से ली जाएगी। कृपया खाते में पर्याप्त रकम रखें।',
      },
    },
  },
  {
    ...{ name: 'cart_left', use: 'carts', category: 'MARKETING', buttons: [CART, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, you left {{items}} in your cart at {{shop}}. We have kept it for you until {{date}}.',
        footer: 'Reply STOP to hear no more of this',
        buttons: ['Go to the cart', 'I have a question'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{shop}} के कार्ट में आपका {{items}} रह गया है। हमने इसे {{date}} तक आपके लिए रखा है।',
        footer: 'बंद करने के लिए STOP लिखें',
        buttons: ['कार्ट खोलें', 'एक सवाल है'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் கூடையில் {{items}} காத்திருக்கிறது. அதை {{date}} வரை உங்களுக்காக வைத்திருக்கிறோம்.',
        footer: 'நிறுத்த STOP என எழுதவும்',
        buttons: ['கூடையைத் திற', 'ஒரு கேள்வி'],
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ కార్ట్‌లో {{items}} ఉంది. దాన్ని {{date}} వరకు మీ కోసం ఉంచాము.',
        footer: 'ఆపడానికి STOP అని రాయండి',
        buttons: ['కార్ట్ తెరవండి', 'ఒక ప్రశ్న'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಕಾರ್ಟ್‌ನಲ್ಲಿ {{items}} ಉಳಿದಿದೆ. ಅದನ್ನು {{date}} ರವರೆಗೆ ನಿಮಗಾಗಿ ಇಟ್ಟಿದ್ದೇವೆ.',
        footer: 'ನಿಲ್ಲಿಸಲು STOP ಎಂದು ಬರೆಯಿರಿ',
        buttons: ['ಕಾರ್ಟ್ ತೆರೆಯಿರಿ', 'ಒಂದು ಪ್ರಶ್ನೆ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, আপনার কার্টে {{items}} রয়ে গেছে। আমরা সেটি {{date}} পর্যন্ত আপনার জন্য রেখেছি।',
        footer: 'বন্ধ করতে STOP লিখুন',
        buttons: ['কার্ট খুলুন', 'একটি প্রশ্ন'],
      },
      mr: {
        body: 'नमस्कार {{name}}, तुमच्या कार्टमध्ये {{items}} राहिले आहे. आम्ही ते {{date}} पर्यंत तुमच्यासाठी ठेवले आहे.',
        footer: 'थांबवण्यासाठी STOP लिहा',
        buttons: ['कार्ट उघडा', 'एक प्रश्न'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારા કાર્ટમાં {{items}} રહી ગયું છે. અમે તેને {{date}} સુધી તમારા માટે રાખ્યું છે.',
        footer: 'બંધ કરવા STOP લખો',
        buttons: ['કાર્ટ ખોલો', 'એક સવાલ'],
      },
    },
  },
  {
    ...{ name: 'cart_left_with_code', use: 'carts', category: 'MARKETING', buttons: [CART] },
    words: {
      en: {
        body: 'Hello {{name}}, your {{items}} is still in the cart. With the code {{code}} you get {{percent}}% off until {{date}}.',
        footer: 'Reply STOP to hear no more of this',
        buttons: ['Finish the order'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका {{items}} अब भी कार्ट में है। कोड {{code}} से {{date}} तक {{percent}}% की छूट मिलेगी।',
        footer: 'बंद करने के लिए STOP लिखें',
        buttons: ['ऑर्डर पूरा करें'],
      },
    },
  },
  {
    ...{ name: 'cart_last_call', use: 'carts', category: 'MARKETING', buttons: [CART, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, tomorrow we put {{items}} back on the shelf. Shall we keep it for you or let it go?',
        buttons: ['Keep it', 'Let it go'],
      },
      hi: {
        body: 'नमस्ते {{name}}, कल हम {{items}} को वापस शेल्फ़ पर रख देंगे। क्या इसे आपके लिए रखें?',
        buttons: ['हाँ, रखें', 'नहीं चाहिए'],
      },
    },
  },
  {
    ...{ name: 'login_code', use: 'codes', category: 'AUTHENTICATION' },
    words: {
      en: { body: '' },
      hi: { body: '' },
      ta: { body: '' },
      te: { body: '' },
      kn: { body: '' },
      bn: { body: '' },
      mr: { body: '' },
      gu: { body: '' },
    },
  },
]
