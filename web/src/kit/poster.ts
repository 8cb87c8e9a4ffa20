/** Pictures made in the browser before anything is sent: a frame of a video, a square out of a picture. */

const WAIT_MS = 5000
const POSTER_SIDE = 960
const QUALITY = 0.85

const toJpeg = (canvas: HTMLCanvasElement) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))

/** Resolves with true when the event comes, with false when it does not come in time or something breaks. */
function happens(element: HTMLMediaElement, event: string): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), WAIT_MS)
    const done = (fine: boolean) => () => {
      clearTimeout(late)
      resolve(fine)
    }
    element.addEventListener(event, done(true), { once: true })
    element.addEventListener('error', done(false), { once: true })
  })
}

/** A frame from near the beginning; null when this browser cannot play the video. */
export async function posterOf(file: File): Promise<Blob | null> {
  const address = URL.createObjectURL(file)
  const video = document.createElement('video')
  try {
    video.muted = true
    video.playsInline = true
    video.preload = 'auto'
    const loaded = happens(video, 'loadeddata')
    video.src = address
    if (!(await loaded) || !video.videoWidth) return null
    const sought = happens(video, 'seeked')
    video.currentTime = Math.min(1, (Number.isFinite(video.duration) ? video.duration : 0) / 2)
    await sought
    return await drawn(video, video.videoWidth, video.videoHeight, POSTER_SIDE)
  } catch {
    return null
  } finally {
    video.removeAttribute('src')
    URL.revokeObjectURL(address)
  }
}

async function drawn(source: CanvasImageSource, width: number, height: number, longest: number): Promise<Blob | null> {
  const scale = Math.min(1, longest / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return toJpeg(canvas)
}

/** The square around the middle, at most so many pixels wide; the file itself when this browser cannot read it. */
export async function squareOf(file: File, side: number): Promise<File> {
  try {
    const whole = await createImageBitmap(file)
    const from = Math.min(whole.width, whole.height)
    const to = Math.min(from, side)
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = to
    const context = canvas.getContext('2d')
    if (!context) return file
    // Faces stand on a card in both themes; what is transparent would show either.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, to, to)
    context.imageSmoothingQuality = 'high'
    context.drawImage(whole, (whole.width - from) / 2, (whole.height - from) / 2, from, from, 0, 0, to, to)
    const square = await toJpeg(canvas)
    return square ? new File([square], 'face.jpg', { type: 'image/jpeg' }) : file
  } catch {
    return file
  }
}
