import { file, template } from './kinds.ts'
import { abroad, DAY, HOUR, hidden, person, them, us, type Dialogue } from './script.ts'

export const URDU: readonly Dialogue[] = [
  {
    who: person('عائشہ صدیقی', '26001'),
    ago: 6,
    unread: 1,
    lines: [
      them('السلام علیکم، کیا چکن کاری والا کرتا مل جائے گا؟'),
      us('وعلیکم السلام عائشہ صاحبہ! جی ہاں، سفید اور آسمانی رنگ میں۔ قیمت ₹1,899۔'),
      them('آسمانی رنگ، سائز M۔ عید سے پہلے حیدرآباد پہنچ جائے گا؟'),
    ],
  },
  {
    who: person('سلمان انصاری', '26002'),
    ago: 10 * HOUR,
    lines: [
      them('والد صاحب کے لیے پٹھانی سوٹ چاہیے تھا'),
      us('پٹھانی سوٹ اگلے جمعہ تک آ جائے گا۔ اطلاع کر دیں؟'),
      them('جی ضرور، شکریہ'),
      us('آپ کا نام لکھ لیا ہے 🌙', { reaction: '🙏' }),
    ],
  },
  {
    who: person('مریم فاطمہ', '26003'),
    ago: 9 * DAY,
    lines: [
      them('کرتا موصول ہو گیا، کڑھائی بہت نفیس ہے۔ *ماشاءاللہ*'),
      us('بہت شکریہ مریم صاحبہ، دوبارہ تشریف لائیے گا۔'),
    ],
  },
]

export const ARABIC: readonly Dialogue[] = [
  {
    who: abroad('فاطمة المنصوري', '971500020601'),
    ago: 22,
    unread: 1,
    lines: [
      them('مرحبا، هل ترسلون إلى دبي؟'),
      us('مرحباً فاطمة! نعم، خلال 5 إلى 7 أيام. الشحن مجاني فوق 5,000 روبية.'),
      file('us', 'teal', 'هذا النقش وصل اليوم، السعر *₹1,499*'),
      them('جميل جداً 😍 أريد قطعتين مقاس L'),
    ],
  },
  {
    who: abroad('خالد العتيبي', '966500020602'),
    ago: 20 * HOUR,
    lines: [them('القماش قطن خالص؟'), us('نعم، قطن 100% ومطبوع يدوياً في جايبور.'), them('ممتاز، شكراً لكم')],
  },
  {
    who: hidden('نورة', 'noura.designs', '2603'),
    ago: 7 * DAY,
    lines: [
      them('هل يوجد مقاسات للأطفال؟'),
      us('نعم، من عمر سنتين إلى 12 سنة. https://kurta-house.example/kids'),
      them('شكراً، سأختار وأعود إليكم'),
      template(
        'cart_reminder_en',
        { first_name: 'Noura', product: 'blue kurta', button_2: 'n1' },
        { after: DAY, state: 'sent' },
      ),
    ],
  },
]
