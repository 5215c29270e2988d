/** An invoice on one page, as PDF by hand. Helvetica is in every reader; it has no ₹, so the sums say Rs. */
const LINES = [
  [22, 'Kurta House'],
  [10, 'Hand-block prints, Jaipur   |   a shop that does not exist'],
  [14, ' '],
  [14, 'Tax invoice KH-2207'],
  [10, ' '],
  [11, 'Indigo kurta, cotton, M                2 x Rs. 1,299.00        Rs. 2,598.00'],
  [11, 'Mustard dupatta, mul                   1 x Rs.   649.00        Rs.   649.00'],
  [11, 'Delivery                                                       Rs.     0.00'],
  [11, ' '],
  [13, 'Total, GST included                                    Rs. 3,247.00'],
  [10, ' '],
  [10, 'Paid by UPI. Exchange within 15 days. Thank you!'],
] as const

export function invoicePdf(): Buffer {
  const page = LINES.map(([size, line]) => `/F1 ${size} Tf (${line}) Tj 0 -${size + 10} Td`).join('\n')
  const content = `BT 60 760 Td\n${page}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const tableAt = body.length
  const count = objects.length + 1
  body += `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}`
  body += `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${tableAt}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}
