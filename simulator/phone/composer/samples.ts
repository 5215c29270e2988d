/**
 * Files that are made on the spot, so that every kind of message can be tried without having a file at hand:
 * a photograph, a sticker and a document. The voice message is in `sample-voice.ts`.
 */

/** A drawn kurta on a coloured ground, as JPEG; another colour each time, so that two photos can be told apart. */
export async function samplePhoto(): Promise<Blob> {
  return draw(640, 480, 'image/jpeg', (context) => {
    const hue = Math.floor(Math.random() * 360)
    const ground = context.createLinearGradient(0, 0, 640, 480)
    ground.addColorStop(0, `hsl(${hue} 60% 82%)`)
    ground.addColorStop(1, `hsl(${(hue + 50) % 360} 55% 62%)`)
    context.fillStyle = ground
    context.fillRect(0, 0, 640, 480)
    context.fillStyle = `hsl(${(hue + 180) % 360} 55% 38%)`
    fillPath(context, new Path2D('M250 90h140l90 60-40 80-40-24v230H240V206l-40 24-40-80z'))
    context.strokeStyle = '#ffffffcc'
    context.lineWidth = 6
    strokePath(context, new Path2D('M300 92c4 40 36 40 40 0M320 126v90M240 410h160'))
  })
}

/** A smiling mango, 512 × 512 WebP as stickers are. */
export async function sampleSticker(): Promise<Blob> {
  return draw(512, 512, 'image/webp', (context) => {
    context.fillStyle = '#fff'
    fillPath(context, new Path2D('M256 60c120 0 200 90 200 200s-90 200-210 200S56 370 56 270 136 60 256 60z'))
    context.fillStyle = '#f7a928'
    fillPath(context, new Path2D('M256 84c106 0 176 80 176 178s-80 174-184 174S80 356 80 270 150 84 256 84z'))
    context.fillStyle = '#3f8f3a'
    fillPath(context, new Path2D('M250 90c10-50 60-70 110-60-10 50-60 80-110 60z'))
    context.fillStyle = '#3a2505'
    fillPath(context, new Path2D('M200 220a16 20 0 1 0 .1 0zM312 220a16 20 0 1 0 .1 0z'))
    context.strokeStyle = '#3a2505'
    context.lineWidth = 12
    context.lineCap = 'round'
    strokePath(context, new Path2D('M196 310c30 44 90 44 120 0'))
  })
}

/** The smallest honest PDF: one page with one line. */
export function sampleDocument(): Blob {
  const page = 'BT /F1 24 Tf 72 720 Td (A document from the Harkara simulator) Tj ET'
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${page.length}>>stream\n${page}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let pdf = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = pdf.length
    pdf += `${index + 1} 0 obj${object}endobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  pdf += `${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF`
  return new Blob([pdf], { type: 'application/pdf' })
}

function fillPath(context: CanvasRenderingContext2D, path: Path2D): void {
  context.fill(path)
}

function strokePath(context: CanvasRenderingContext2D, path: Path2D): void {
  context.stroke(path)
}

async function draw(
  width: number,
  height: number,
  type: string,
  paint: (context: CanvasRenderingContext2D) => void,
) {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser cannot draw a sample')
  paint(context)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.85))
  if (blob === null) throw new Error('This browser cannot draw a sample')
  return blob
}
