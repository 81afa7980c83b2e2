/** speedscope's own file format: https://www.speedscope.app/file-format-schema.json. Phases as evented profiles, call stacks as sampled ones. */
import type { CallTree } from '../../shared/profile/call-tree.ts';
import { armProfiles, KIND_TITLES } from './call-trees.ts';
import { jsonList, type ExportSource, type Piece } from './piece.ts';
import { allocationViews, drawnArms, timeViews, type Strip } from './strips.ts';

const UNITS = { time: 'nanoseconds', bytes: 'bytes', objects: 'none' } as const;
const TREE_UNITS = { ns: 'nanoseconds', samples: 'none', bytes: 'bytes', objects: 'none' } as const;

interface Frame {
  readonly name: string;
  readonly file?: string;
}

/** Frames are shared by all profiles of a file, and written after them. */
class Frames {
  readonly list: Frame[] = [];
  readonly #indices = new Map<string, number>();

  of(name: string, file: string | null): number {
    const key = `${name}\0${file ?? ''}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.list.length);
    return this.list.push(file === null ? { name } : { name, file }) - 1;
  }
}

type Event = { readonly type: 'O' | 'C'; readonly at: number; readonly frame: number };

function evented(strip: Strip, name: string, frames: Frames): object {
  const events: Event[] = [];
  const open: { frame: number; to: number }[] = [];
  const close = (level: number): void => {
    while (open.length > level) {
      const { frame, to } = open.pop() as { frame: number; to: number };
      events.push({ type: 'C', at: to, frame });
    }
  };
  for (const { id, name: phase, level, from, to } of strip.bars) {
    close(level);
    const frame = frames.of(phase, id);
    events.push({ type: 'O', at: from, frame });
    open.push({ frame, to });
  }
  close(0);
  const [first, last] = [events[0] as Event, events.at(-1) as Event];
  return { type: 'evented', name, unit: UNITS[strip.weight], startValue: first.at, endValue: last.at, events };
}

function sampled(tree: CallTree, name: string, frames: Frames): object {
  const own = tree.frames.map((frame) => frames.of(frame.name, frame.file));
  const weights = tree.stacks.map(({ value }) => value);
  return { type: 'sampled', name, unit: TREE_UNITS[tree.unit], startValue: 0, endValue: weights.reduce((sum, weight) => sum + weight, 0), samples: tree.stacks.map((stack) => stack.frames.map((index) => own[index])), weights };
}

export function* toSpeedscope(source: ExportSource): Generator<Piece, void, void> {
  const document = source.document();
  const arms = drawnArms(document.arms, source.arm);
  const frames = new Frames();
  let done = 0;
  function* profiles(): Generator<object, void, void> {
    for (const [index, arm] of arms.entries()) {
      for (const view of [...timeViews(arm), ...allocationViews(arm)]) for (const strip of view.strips) yield evented(strip, `${arm.id} · ${strip.side} · ${strip.title}`, frames);
      done = (index + 1) / arms.length / 2;
    }
    for (const { entry, tree, done: read } of armProfiles(source)) {
      yield sampled(tree(), `${entry.arm} · ${entry.side} · ${KIND_TITLES[entry.kind]}, ${entry.handshakes} handshakes`, frames);
      done = 0.5 + read / 2;
    }
  }
  const head = { $schema: 'https://www.speedscope.app/file-format-schema.json', name: document.run.name, exporter: `Handshake Lab ${document.run.appVersion}`, activeProfileIndex: 0 };
  yield { bytes: `${JSON.stringify(head).slice(0, -1)},"profiles":`, done };
  for (const bytes of jsonList(profiles())) yield { bytes, done };
  yield { bytes: ',"shared":{"frames":', done };
  for (const bytes of jsonList(frames.list)) yield { bytes, done };
  yield { bytes: '}}\n', done: 1 };
}
