/**
 * What a wholesale customer and the shop say to each other, as short exchanges that stand by themselves: the customer
 * first, then the shop, in turn; a line after `& ` is of the same side as the one before. Words in braces are filled in from lists of the same language.
 */
export type Exchange = { readonly tongue: keyof typeof WORDS; readonly lines: readonly string[] }

export const WORDS = {
  latin: {
    n: ['24', '30', '36', '40', '48', '50', '60', '72', '80', '96', '120', '144'],
    colour: [
      'indigo',
      'mustard',
      'maroon',
      'bottle green',
      'peach',
      'off-white',
      'rani pink',
      'navy',
      'rust',
    ],
    cloth: ['cotton', 'mul', 'rayon', 'chanderi', 'linen', 'cambric', 'slub', 'dobby'],
    print: ['buti', 'ajrakh', 'leheriya', 'bagru', 'dabu', 'kalamkari', 'jaal', 'bandhani'],
    day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
    price: ['385', '410', '425', '440', '465', '480', '510', '535', '560'],
    carrier: ['VRL', 'Gati', 'Safexpress', 'TCI', 'Delhivery', 'Rivigo'],
    bill: ['W-311', 'W-318', 'W-324', 'W-337', 'W-342', 'W-350', 'W-361', 'W-366', 'W-378', 'W-385'],
    size: ['M', 'L', 'XL', 'XXL', '3XL'],
    sum: ['18,400', '22,750', '31,200', '36,480', '41,900', '54,000', '67,850', '82,300'],
  },
  hindi: {
    n: ['24', '30', '36', '40', '48', '60', '72', '96'],
    colour: ['नीला', 'पीला', 'मेहरून', 'हरा', 'सफ़ेद', 'गुलाबी', 'फ़िरोज़ी'],
    cloth: ['सूती', 'मलमल', 'रेयॉन', 'चंदेरी', 'लिनन'],
    print: ['बूटी', 'अजरख', 'लहरिया', 'बगरू', 'दाबू', 'बाँधनी'],
    day: ['सोमवार', 'मंगलवार', 'बुधवार', 'गुरुवार', 'शुक्रवार', 'शनिवार'],
    price: ['385', '410', '425', '440', '465', '510'],
    carrier: ['वी आर एल', 'गति', 'टी सी आई'],
    bill: ['W-312', 'W-320', 'W-333', 'W-347', 'W-359', 'W-371'],
    size: ['M', 'L', 'XL', 'XXL'],
    sum: ['18,400', '22,750', '31,200', '41,900', '54,000'],
  },
  gujarati: {
    n: ['24', '36', '48', '60'],
    colour: ['લાલ', 'લીલો', 'પીળો', 'વાદળી'],
    cloth: ['સુતરાઉ', 'મલમલ', 'રેયોન'],
    print: ['બાંધણી', 'અજરખ', 'લહેરિયા'],
    day: ['સોમવારે', 'બુધવારે', 'શુક્રવારે', 'શનિવારે'],
    price: ['410', '440', '480'],
    carrier: ['VRL', 'ગતિ'],
    bill: ['W-315', 'W-329', 'W-344'],
    size: ['M', 'L', 'XL'],
    sum: ['22,750', '36,480', '54,000'],
  },
} as const

const of =
  (tongue: Exchange['tongue']) =>
  (...lines: readonly string[]): Exchange => ({ tongue, lines })
const latin = of('latin')
const hindi = of('hindi')
const gujarati = of('gujarati')

export const GREETINGS: readonly Exchange[] = [
  latin('Good morning ji', 'Good morning Mahesh ji! Kaise hain?'),
  latin('Ram Ram bhai', 'Ram Ram ji, boliye 🙏'),
  latin('Hello, anybody there?', 'Yes Mahesh ji, tell me'),
  latin('Bhai free ho?'),
  latin('Good evening', 'Good evening ji, batao'),
  latin('Haan bhai, kaam ki baat'),
  latin('Hi, Mahesh here from Indore shop', 'Yes ji'),
  hindi('भाई साहब, फ़ुरसत है?', 'आपके लिए हमेशा 🙂'),
  hindi('प्रणाम', 'प्रणाम जी'),
  hindi('नमस्ते जी', 'नमस्ते महेश जी, आदेश कीजिए'),
  hindi('राम राम', 'राम राम सेठ जी'),
  gujarati('જય શ્રી કૃષ્ણ', 'જય શ્રી કૃષ્ણ મહેશભાઈ 🙏'),
]

export const GOODBYES: readonly Exchange[] = [
  latin('Ok done', 'Thank you ji 🙏'),
  latin('Chalo theek hai, baad me baat karte hain'),
  latin('Thanks bhai', 'Anytime!'),
  latin('👍'),
  latin('Will call tomorrow', 'Ok ji'),
  latin('Noted 🙏'),
  hindi('शुभ रात्रि', 'शुभ रात्रि जी'),
  hindi('बाक़ी सब ठीक', 'जी, कृपा बनाए रखिए'),
  hindi('ठीक है, धन्यवाद', 'धन्यवाद महेश जी'),
  hindi('चलिए, शाम को बात करते हैं'),
  gujarati('સારું, આવજો', 'આવજો 🙏'),
]

export const EXCHANGES: readonly Exchange[] = [
  latin(
    'Send {n} pcs {colour} {cloth}, assorted sizes',
    '{n} {colour}, noted. Same rate ₹{price}?',
    'Yes same',
  ),
  latin('What is the rate for {print} print in {cloth} now?', '₹{price} for 50+, ₹10 less above 200.'),
  latin(
    'Rate thoda kam karo, {price} bahut zyada hai',
    'Mahesh ji cotton ka bhav badh gaya hai. ₹5 kam kar deta hu.',
    'Chalo done',
  ),
  latin('{size} khatam ho gaya mere paas, {n} piece jaldi bhejo', '{day} ko nikal dunga.'),
  latin('LR number bhejo', '{carrier}, LR 77{n}04. Expected {day}.'),
  latin(
    'Maal nahi aaya abhi tak',
    '{carrier} se pata kiya: hub par hai, {day} tak mil jayega.',
    'Thoda push karo bhai, customers wait kar rahe hain',
  ),
  latin('Parcel received, {n} pieces ok', 'Great, thanks for confirming.'),
  latin(
    '2 pieces short in bill {bill}',
    'Checking the packing video…',
    '& You are right, 2 {size} stayed here. Credit note or next parcel?',
    'Next parcel',
  ),
  latin('Payment kar diya, ₹{sum}', 'Mil gaya ji, *₹{sum}* received. Bill {bill} closed ✅'),
  latin('Cheque {day} ko dunga, thoda adjust karo', 'Koi baat nahi, {day} tak chalega.'),
  latin('Outstanding kitna hai mera?', '₹{sum} against {bill}. Due on {day}.', 'Ok kar deta hu'),
  latin('GST bill me HSN galat hai', 'Correct karke bhejta hu, {bill} revised. Sorry.'),
  latin('Need the e-way bill for {bill}', 'Generated, sent on your mail.', 'Got it'),
  latin(
    '{colour} me shade difference hai pichle lot se',
    'Hand dyed hai ji, thoda farak aata hai. Photo bhejo, dekh leta hu.',
  ),
  latin('Any new designs this week?', '{print} in {colour} came yesterday, 6 more colours by {day}.'),
  latin('{print} wala repeat chahiye, bahut chala', 'Block ready hai. {n} pieces {day} tak.', 'Book karo'),
  latin('Plus sizes me kya hai?', '{cloth} me 3XL se 5XL, {colour} aur ivory. ₹{price}.'),
  latin('Kids range start kiya kya aapne?', 'Abhi sirf 6 se 12 saal, {cloth} me. ₹295 se start.'),
  latin('Packing me tag mat lagana, mera brand lagega', 'Ok, plain poly bag only for your parcels.'),
  latin('Hangers chahiye {n}', 'Free me bhej raha hu is baar 😊', 'Arre wah'),
  latin('Rain here since morning, market is dead', 'Same in Jaipur! Blocks are not drying either.'),
  latin('Season kaisa lag raha hai?', 'Weddings strong hain. {colour} aur wine sabse zyada ja raha hai.'),
  latin(
    'Dusri party ko {price} me de rahe ho, mujhe pata hai 😄',
    'Aapko usse bhi 5 kam diya hai sir 😄',
    'Chalo maan liya',
  ),
  latin('Sample bhej do 1-1 piece, {cloth} aur Kota doria', 'Aaj hi courier kar raha hu.'),
  latin(
    'Samples are good. {n} each of {colour} and charcoal',
    'Booked. Advance 30% please.',
    'Sending ₹{sum} by RTGS today',
  ),
  latin(
    'Stitching of sleeve is open in 3 pcs',
    'Send them back with {carrier}, freight on us. Very sorry.',
    'No need, my tailor will do. Just take care',
  ),
  latin('Next time {carrier} se mat bhejna, bahut late karte hain', 'Theek hai, note kar liya.'),
  latin(
    'My son is getting married, need {n} kurtas for family',
    'Mubarak ho Mahesh ji! 🎉 Special price, and the groom’s is from us.',
    'Bahut bahut dhanyavaad',
  ),
  latin('Shop closed till {day}, stock taking', 'Ok, will hold the dispatch.'),
  latin('Please start {n} pcs in {print}, {size} zyada rakhna', 'Ratio 1:2:3:2 theek hai?', 'Perfect'),
  latin('Is the {cloth} pre-shrunk?', 'Yes, washed once before cutting. Under 2% after.'),
  latin('Kitne din me ready hoga {n} ka order?', '9 se 11 din, dhoop achhi rahi to 8.'),
  latin('Need it before {day} at any cost', 'I will put two printers on it. You will have it.', '🙏🙏'),
  latin(
    'Return lena padega {n} piece, nahi bik rahe',
    'Is baar le leta hu, par exchange me. Paisa wapas nahi.',
    'Exchange chalega',
  ),
  latin(
    'What did you send?? I asked {colour}',
    'One moment',
    '& Packing mistake. Correct ones leave today, keep these at half rate if you like.',
    'Half rate me rakh leta hu',
  ),
  latin('Indore me exhibition hai, stall lagau kya?', 'Zaroor! Main 40 designs consignment pe de dunga.'),
  latin('Dupatta matching milega {colour} ka?', 'Haan, mul dupatta ₹190, {n} ready hai.'),
  latin('Pajama bhi chahiye saath me', '{cloth} pajama ₹210, sab size. {n} bhej du?', 'Haan {n}'),
  latin('Call me when free', 'In a meeting till 4, calling after that.'),
  latin('Bill {bill} ka PDF dobara bhejo, delete ho gaya', 'Bhej diya mail par.', 'Mil gaya'),
  hindi('{n} पीस {colour} {cloth} भेज दीजिए', 'जी, {day} को निकल जाएगा। भाव ₹{price}.', 'ठीक है'),
  hindi('{print} में क्या नया है?', '{colour} और स्लेटी में चार नए डिज़ाइन आए हैं।', 'फ़ोटो भेजिए'),
  hindi('माल मिल गया, कपड़ा बढ़िया है', 'धन्यवाद जी 🙏'),
  hindi('बिल {bill} में जोड़ गलत है', 'देखता हूँ… सही कहा आपने, ₹{price} ज़्यादा लग गया। अगले बिल में घटा दूँगा।'),
  hindi('{day} तक पहुँच जाना चाहिए, ग्राहक इंतज़ार में हैं', '{carrier} से आज ही भेज रहा हूँ।'),
  hindi('उधार थोड़ा बढ़ा दीजिए, त्योहार है', '₹{sum} तक कर देता हूँ, पंद्रह दिन में चुका दीजिए।', 'आपकी मेहरबानी'),
  hindi('{size} की माँग बहुत है, सिर्फ़ वही भेजिए', '{n} पीस {size} के अलग निकाल दिए हैं।'),
  hindi('रंग पक्का है ना?', 'जी, दो बार धोकर जाँचा है। पहली धुलाई नमक के पानी में कराइए।'),
  hindi('₹{sum} भेज दिए हैं, देख लीजिए', 'आ गए, पक्की रसीद शाम को भेजता हूँ।'),
  hindi('इस बार {cloth} कम और कोटा डोरिया ज़्यादा', 'समझ गया। आधा-आधा कर दूँ?', 'हाँ'),
  hindi('दुकान पर कब आ रहे हैं? चाय पिलाएँगे', 'अगले महीने इंदौर आना है, ज़रूर मिलूँगा ☕'),
  hindi('बरसात में माल भीग गया था, {n} पीस ख़राब', 'ट्रांसपोर्ट पर दावा करता हूँ। आप फ़ोटो रख लीजिए।', 'ठीक, भेजता हूँ'),
  hindi('भाव पक्का बताइए {print} का', '₹{price}, इससे कम में घाटा है।', 'चलिए, {n} लिख लीजिए'),
  gujarati('{n} નંગ {colour} {cloth} મોકલો', '{day} નીકળી જશે. ભાવ ₹{price}.'),
  gujarati('{print} નો માલ તૈયાર છે?', 'હા, {n} નંગ તૈયાર છે.', 'રાખી મૂકો, કાલે પેમેન્ટ કરું છું'),
  gujarati('પેમેન્ટ ₹{sum} મોકલ્યું', 'મળી ગયું, આભાર 🙏'),
  gujarati('બિલ {bill} ફરી મોકલો ને', 'હમણાં જ મોકલું છું.'),
  gujarati('ભાવ થોડો ઓછો કરો', 'તમારા માટે ₹{price} છેલ્લો ભાવ.', 'સારું'),
  latin(
    'My partner Jignesh will write in Gujarati from this phone ok',
    'No problem, we have Hetal at the desk 🙂',
  ),
  latin('How many {size} left in {print}?', '{n} on the shelf, {n} more in stitching.'),
  latin(
    '{colour} looks darker than the picture',
    'Light in the photo was strong. I will send one in daylight.',
    'Please',
  ),
  latin('Diwali stock kab tak book karna hai?', '{day} tak book karoge to 15 tareekh se pehle mil jayega.'),
]
