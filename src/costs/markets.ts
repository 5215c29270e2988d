/**
 * Which country a recipient is of, and which market a country belongs to. Meta prices by market: some countries are one, all
 * others belong to a region, or to "Other". Meta, "Pricing on the WhatsApp Business Platform", table of country calling codes
 * (read in a copy of Nov 2025), and its changes since: Zimbabwe joined Rest of Africa on 1 Oct 2025. Countries that leave
 * their region get a market of their own name, which a card then has: so no list of those is kept here. Pure.
 */

/** Meta's names of regions, with the countries that belong to them unless a card has a market of the country's own name. */
const REGIONS = {
  'North America': 'CA US',
  'Rest of Africa':
    'DZ AO BJ BW BF BI CM TD CG ER ET GA GM GH GW CI KE LS LR LY MG MW ML MR MA MZ NA NE RW SN SL SO SS SD SZ TZ TG TN UG ZM ZW',
  'Rest of Asia Pacific': 'AF AU BD KH CN HK JP LA MN NP NZ PG PH SG LK TW TJ TH TM UZ VN',
  'Rest of Central & Eastern Europe': 'AL AM AZ BY BG HR CZ GE GR HU LV LT MD MK PL RO RS SK SI UA',
  'Rest of Latin America': 'BO CR DO EC SV GT HT HN JM NI PA PY PR UY VE',
  'Rest of Middle East': 'BH IQ JO KW LB OM QA YE',
  'Rest of Western Europe': 'AT BE DK FI IE NO PT SE CH',
} as const
const OTHER = 'Other'

/** Names by which a card may call a country where they are not the everyday ones. */
const META_NAMES: Readonly<Record<string, string>> = {
  ...{ AE: 'United Arab Emirates', GB: 'United Kingdom', US: 'United States', TR: 'Turkey', SZ: 'Swaziland' },
  ...{ CI: 'Ivory Coast', CG: 'Republic of the Congo (Brazzaville)', CZ: 'Czech Republic', HK: 'Hong Kong' },
}

const regionOfCountry = new Map<string, string>()
for (const [region, countries] of Object.entries(REGIONS))
  for (const country of countries.split(' ')) regionOfCountry.set(country, region)

const english = new Intl.DisplayNames(['en'], { type: 'region' })
const isCountry = (country: string): boolean => /^[A-Z]{2}$/u.test(country)

/** The markets that may price a country, the narrowest first. */
export const marketsOf = (country: string): readonly string[] =>
  isCountry(country)
    ? [META_NAMES[country] ?? english.of(country) ?? country, regionOfCountry.get(country) ?? OTHER]
    : []

/** Country calling codes (ITU E.164, 2024); where several share one, the digits after it decide. */
const CODES: Readonly<Record<string, string>> = {
  ...codes('20 EG 27 ZA 30 GR 31 NL 32 BE 33 FR 34 ES 36 HU 39 IT 40 RO 41 CH 43 AT 44 GB 45 DK 46 SE 47 NO'),
  ...codes('48 PL 49 DE 51 PE 52 MX 53 CU 54 AR 55 BR 56 CL 57 CO 58 VE 60 MY 61 AU 62 ID 63 PH 64 NZ 65 SG'),
  ...codes('66 TH 7 RU 76 KZ 77 KZ 81 JP 82 KR 84 VN 86 CN 90 TR 91 IN 92 PK 93 AF 94 LK 95 MM 98 IR 211 SS'),
  ...codes('212 MA 213 DZ 216 TN 218 LY 220 GM 221 SN 222 MR 223 ML 224 GN 225 CI 226 BF 227 NE 228 TG'),
  ...codes('229 BJ 230 MU 231 LR 232 SL 233 GH 234 NG 235 TD 236 CF 237 CM 238 CV 239 ST 240 GQ 241 GA'),
  ...codes('242 CG 243 CD 244 AO 245 GW 246 IO 247 SH 248 SC 249 SD 250 RW 251 ET 252 SO 253 DJ 254 KE'),
  ...codes('255 TZ 256 UG 257 BI 258 MZ 260 ZM 261 MG 262 RE 263 ZW 264 NA 265 MW 266 LS 267 BW 268 SZ'),
  ...codes('269 KM 290 SH 291 ER 297 AW 298 FO 299 GL 350 GI 351 PT 352 LU 353 IE 354 IS 355 AL 356 MT'),
  ...codes('357 CY 358 FI 359 BG 370 LT 371 LV 372 EE 373 MD 374 AM 375 BY 376 AD 377 MC 378 SM 380 UA'),
  ...codes('381 RS 382 ME 383 XK 385 HR 386 SI 387 BA 389 MK 420 CZ 421 SK 423 LI 500 FK 501 BZ 502 GT'),
  ...codes('503 SV 504 HN 505 NI 506 CR 507 PA 508 PM 509 HT 590 GP 591 BO 592 GY 593 EC 594 GF 595 PY'),
  ...codes('596 MQ 597 SR 598 UY 599 CW 670 TL 672 NF 673 BN 674 NR 675 PG 676 TO 677 SB 678 VU 679 FJ'),
  ...codes('680 PW 681 WF 682 CK 683 NU 685 WS 686 KI 687 NC 688 TV 689 PF 690 TK 691 FM 692 MH 850 KP'),
  ...codes('852 HK 853 MO 855 KH 856 LA 880 BD 886 TW 960 MV 961 LB 962 JO 963 SY 964 IQ 965 KW 966 SA'),
  ...codes('967 YE 968 OM 970 PS 971 AE 972 IL 973 BH 974 QA 975 BT 976 MN 977 NP 992 TJ 993 TM 994 AZ'),
  ...codes('995 GE 996 KG 998 UZ 1 US 1242 BS 1246 BB 1264 AI 1268 AG 1284 VG 1340 VI 1345 KY 1441 BM'),
  ...codes('1473 GD 1649 TC 1658 JM 1664 MS 1670 MP 1671 GU 1684 AS 1721 SX 1758 LC 1767 DM 1784 VC'),
  ...codes('1787 PR 1809 DO 1829 DO 1849 DO 1868 TT 1869 KN 1876 JM 1939 PR'),
  // Canada's area codes (CNA, 2025).
  ...codes('1204 CA 1226 CA 1236 CA 1249 CA 1250 CA 1257 CA 1263 CA 1289 CA 1306 CA 1343 CA 1354 CA 1365 CA'),
  ...codes('1367 CA 1368 CA 1382 CA 1387 CA 1403 CA 1416 CA 1418 CA 1428 CA 1431 CA 1437 CA 1438 CA 1450 CA'),
  ...codes('1460 CA 1468 CA 1474 CA 1506 CA 1514 CA 1519 CA 1537 CA 1548 CA 1568 CA 1579 CA 1581 CA 1584 CA'),
  ...codes('1587 CA 1604 CA 1613 CA 1639 CA 1647 CA 1672 CA 1683 CA 1705 CA 1709 CA 1742 CA 1753 CA 1778 CA'),
  ...codes('1780 CA 1782 CA 1807 CA 1819 CA 1825 CA 1867 CA 1873 CA 1879 CA 1902 CA 1905 CA 1942 CA'),
}

function codes(words: string): Record<string, string> {
  const parts = words.split(' ')
  const found: Record<string, string> = {}
  for (let at = 0; at < parts.length; at += 2) found[parts[at] ?? ''] = parts[at + 1] ?? ''
  return found
}

/** So many digits of a number say which country it is of. */
export const PREFIX_DIGITS = 4

/** Of a phone number in digits, or its first `PREFIX_DIGITS`; '' if it begins as no number does. */
export function countryOfPhone(digits: string): string {
  for (let length = PREFIX_DIGITS; length > 0; length -= 1) {
    const country = CODES[digits.slice(0, length)]
    if (country !== undefined && digits.length >= length) return country
  }
  return ''
}

/** Of whom Meta names: digits, or a business-scoped id, which begins with its country (Meta, "Business-scoped user IDs", 7 May 2026). */
export function countryOfRecipient(recipient: string): string {
  const [, country] = /^([A-Z]{2})\./u.exec(recipient) ?? []
  return country ?? (/^\d+$/u.test(recipient) ? countryOfPhone(recipient) : '')
}
