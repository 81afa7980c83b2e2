/** All windows: which there are, who asks, and where each person's place in them is kept. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { app, BrowserWindow, type WebContents } from 'electron';
import { join } from 'node:path';
import { z } from 'zod';
import { NOWHERE, Place } from '../../shared/ipc/place.ts';
import { readJson, writeJson } from '../json-file.ts';
import { openMainWindow } from './main-window.ts';

const Kept = z.object({ windows: z.array(Place).max(20).catch([]).default([]) });
/** A change is on disk so soon. */
const CALM_MS = 400;
/** A further window opens beside the one before. */
const OFFSET = 28;

interface Open {
  readonly window: BrowserWindow;
  place: Place;
  /** A file to be opened by the page once it has loaded. */
  file: string | null;
}

export class Windows {
  #open: Open[] = [];
  #asking = new AsyncLocalStorage<BrowserWindow>();
  #saving: NodeJS.Timeout | null = null;
  #quitting = false;

  constructor(private readonly loaded: (window: BrowserWindow) => void, private readonly changed: () => void = () => undefined) {
    app.on('before-quit', () => {
      this.#save();
      this.#quitting = true;
    });
  }

  get #file(): string {
    return join(app.getPath('userData'), 'place.json');
  }

  get all(): readonly BrowserWindow[] {
    return this.#open.map(({ window }) => window);
  }

  get contents(): readonly WebContents[] {
    return this.all.filter((window) => !window.isDestroyed()).map(({ webContents }) => webContents);
  }

  /** The window whose page asks just now, else the one that is used. */
  get current(): BrowserWindow | null {
    return this.#asking.getStore() ?? BrowserWindow.getFocusedWindow() ?? this.all.at(-1) ?? null;
  }

  /** Opens those that were open at the last end; at least one. The first gets the file. */
  restore(file: string | null): void {
    const { windows } = readJson(this.#file, Kept);
    for (const [index, place] of (windows.length > 0 ? windows : [NOWHERE]).entries()) this.open(place, index === 0 ? file : null);
  }

  open(place: Place = NOWHERE, file: string | null = null): BrowserWindow {
    const before = this.#open.at(-1)?.window;
    const [x = 0, y = 0] = before?.getPosition() ?? [];
    const window = openMainWindow((loaded) => this.loaded(loaded), before ? { x: x + OFFSET, y: y + OFFSET } : null);
    const entry: Open = { window, place, file };
    this.#open.push(entry);
    window.on('focus', this.changed);
    window.on('closed', () => {
      this.#open = this.#open.filter((one) => one !== entry);
      // The last one's place is what the next start opens.
      if (!this.#quitting && this.#open.length > 0) this.#saveSoon();
      this.changed();
    });
    this.#saveSoon();
    return window;
  }

  isOurs(contents: WebContents): boolean {
    return this.contents.includes(contents);
  }

  /** Does what the page of a window asked for; `current` is that window meanwhile. */
  asked<T>(contents: WebContents, work: () => T): T {
    const window = BrowserWindow.fromWebContents(contents);
    return window === null ? work() : this.#asking.run(window, work);
  }

  placeOfCurrent(): Place {
    return this.#entry()?.place ?? NOWHERE;
  }

  keepPlace(place: Place): void {
    const entry = this.#entry();
    if (!entry) return;
    entry.place = place;
    // What the page says while it goes is the last there is to keep.
    if (this.#quitting) this.#write();
    else this.#saveSoon();
  }

  /** Once: a page that loads again does not open it again. */
  takeFile(): string | null {
    const entry = this.#entry();
    const file = entry?.file ?? null;
    if (entry) entry.file = null;
    return file;
  }

  tell(channel: string, message: unknown): void {
    for (const contents of this.contents) contents.send(channel, message);
  }

  #entry(): Open | undefined {
    const window = this.current;
    return this.#open.find((one) => one.window === window);
  }

  #saveSoon(): void {
    this.#saving ??= setTimeout(() => this.#save(), CALM_MS);
  }

  #save(): void {
    if (this.#saving !== null) clearTimeout(this.#saving);
    this.#saving = null;
    if (!this.#quitting && this.#open.length > 0) this.#write();
  }

  #write(): void {
    try {
      writeJson(this.#file, { windows: this.#open.map(({ place }) => place) } satisfies z.infer<typeof Kept>);
    } catch (error) {
      console.error(`The place in the window could not be kept: ${String(error)}`);
    }
  }
}
