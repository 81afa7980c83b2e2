/** A drawing as a file that stands alone: every colour and size written out, the patterns it uses brought along. */

const NAMESPACE = 'http://www.w3.org/2000/svg';
const PAINT = ['fill', 'fill-opacity', 'opacity'];
const LINE = ['stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linecap', 'stroke-linejoin'];
const TYPE = ['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'];
const TEXTS = new Set(['text', 'tspan']);
const SHAPES = new Set(['path', 'rect', 'line', 'circle', 'text', 'tspan', 'polygon', 'polyline', 'ellipse', 'use']);
const REFERENCE = /url\(["']?#([^"')]+)["']?\)/g;
/** How much larger than on screen a picture is. */
const RATIO = 2;

/** Copies what style sheets gave to attributes, node by node of two equal trees. */
function writeOut(from: Element, to: Element): void {
  if (SHAPES.has(from.tagName)) {
    const style = getComputedStyle(from);
    const used = [...PAINT, ...(style.stroke === 'none' ? [] : LINE), ...(TEXTS.has(from.tagName) ? TYPE : [])];
    for (const property of used) to.setAttribute(property, style.getPropertyValue(property));
  }
  to.removeAttribute('class');
  to.removeAttribute('style');
  to.removeAttribute('tabindex');
  for (const name of to.getAttributeNames()) if (name.startsWith('data-') || name.startsWith('aria-') || name === 'role') to.removeAttribute(name);
  const children = [...from.children];
  const copies = [...to.children];
  children.forEach((child, index) => writeOut(child, copies[index] as Element));
}

function references(markup: string): string[] {
  return [...new Set([...markup.matchAll(REFERENCE)].map(([, id]) => id as string))];
}

/** `svg` must be in the page, so that its styles are known. */
export function svgFile(svg: SVGSVGElement, background: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  writeOut(svg, copy);
  const { width, height } = svg.getBoundingClientRect();
  const own = new Set([...copy.querySelectorAll('[id]')].map(({ id }) => id));
  const defs = document.createElementNS(NAMESPACE, 'defs');
  for (const id of references(copy.outerHTML).filter((one) => !own.has(one))) {
    const shared = document.getElementById(id);
    if (!shared) continue;
    const sharedCopy = shared.cloneNode(true) as Element;
    writeOut(shared, sharedCopy);
    defs.append(sharedCopy);
  }
  const ground = document.createElementNS(NAMESPACE, 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: background })) ground.setAttribute(name, value);
  copy.prepend(defs, ground);
  copy.setAttribute('xmlns', NAMESPACE);
  copy.setAttribute('width', `${Math.round(width)}`);
  copy.setAttribute('height', `${Math.round(height)}`);
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${Math.round(width)} ${Math.round(height)}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

const dataUrl = (blob: Blob): Promise<string> => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.addEventListener('load', () => resolve(reader.result as string));
  reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
  reader.readAsDataURL(blob);
});

/** A picture of a drawing knows no font of the page: those that its texts are set in are put into it. */
async function withFonts(markup: string): Promise<string> {
  const faces = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule).filter((rule) => rule.style.getPropertyValue('font-family').includes('Plex Sans'));
  const written = await Promise.all(faces.map(async (rule) => {
    const address = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
    if (address === undefined) return '';
    const data = await dataUrl(await (await fetch(new URL(address, rule.parentStyleSheet?.href ?? document.baseURI))).blob());
    return `@font-face{font-family:"IBM Plex Sans";font-weight:${rule.style.getPropertyValue('font-weight')};src:url(${data})}`;
  }));
  return markup.replace('<defs', `<style>${written.join('')}</style><defs`);
}

/** The drawing as a PNG, at twice its size on screen. */
export async function pngOf(markup: string): Promise<Uint8Array<ArrayBuffer>> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await withFonts(markup))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width * RATIO, image.height * RATIO];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return pngOfCanvas(canvas);
}

export async function pngOfCanvas(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture could not be made');
  return new Uint8Array(await blob.arrayBuffer());
}
