/** Files to send, made where they are needed. */
import type { Page } from 'playwright-core'

/** A picture drawn in the browser: wide, so that the square has to be cut. */
export async function drawing(page: Page, colour: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const address = await page.evaluate((fill) => {
    const canvas = document.createElement('canvas')
    canvas.width = 900
    canvas.height = 600
    const context = canvas.getContext('2d')!
    context.fillStyle = fill
    context.fillRect(0, 0, 900, 600)
    context.fillStyle = '#fff'
    context.beginPath()
    context.arc(450, 300, 180, 0, Math.PI * 2)
    context.fill()
    return canvas.toDataURL('image/jpeg')
  }, colour)
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(address.split(',')[1] ?? '', 'base64') }
}
