/** Copies, also on a page without TLS (a real phone in the same network), where the clipboard API is missing. */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text).catch(() => copyBySelection(text))
    return
  }
  copyBySelection(text)
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
