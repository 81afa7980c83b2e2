/** V8's profiles: Profiler.Profile and HeapProfiler.SamplingHeapProfile of https://chromedevtools.github.io/devtools-protocol/ */
import { z } from 'zod';
import { CallTreeBuilder } from '../../shared/profile/builder.ts';
import { MOST_DEPTH, MOST_STACKS, type CallFrame, type CallTree } from '../../shared/profile/call-tree.ts';
import { parsedJson } from './json.ts';
import { Unreadable, type Trees } from './trees.ts';

const CPU_NOTE = 'One sample each 0.1 ms by the clock on the wall, idle time left out. Of C++ only what JavaScript calls has a frame, without a file; what OpenSSL or BoringSSL did counts to that, or to (program) where the event loop called it.';
const HEAP_NOTE = 'Estimates: about one allocation in 512 bytes was sampled, of JavaScript’s heap only.';

const CodePlace = z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() });

const CpuProfile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: CodePlace, children: z.array(z.number()).optional() })).min(1).max(MOST_STACKS),
  /** µs */
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.number()).max(20_000_000),
  timeDeltas: z.array(z.number()).max(20_000_000),
});
type CpuProfile = z.infer<typeof CpuProfile>;

interface HeapNode {
  callFrame: z.infer<typeof CodePlace>;
  selfSize: number;
  children: HeapNode[];
}
const HeapNode: z.ZodType<HeapNode> = z.lazy(() => z.object({ callFrame: CodePlace, selfSize: z.number().nonnegative(), children: z.array(HeapNode) }));
const HeapProfile = z.object({ head: HeapNode });

const ROOT = '(root)';
const IDLE = '(idle)';

/** Scripts count lines from 0. */
const frameOf = ({ functionName, url, lineNumber }: z.infer<typeof CodePlace>): CallFrame => ({
  name: functionName || `anonymous, ${url.replace(/^.*\//, '')}:${lineNumber + 1}`,
  file: url || null,
});

export function treesOfCpuProfile(bytes: Uint8Array): Trees {
  const profile = parsedJson(bytes, CpuProfile);
  return { cpu: cpuTree(profile) };
}

function cpuTree(profile: CpuProfile): CallTree {
  const { samples, timeDeltas, startTime, endTime } = profile;
  if (samples.length !== timeDeltas.length) throw new Unreadable(`it has ${samples.length} samples and ${timeDeltas.length} times`);
  const spentUs = new Map<number, number>();
  const spend = (node: number, us: number): void => void spentUs.set(node, (spentUs.get(node) ?? 0) + Math.max(us, 0));
  let atUs = startTime + (timeDeltas[0] ?? 0);
  // A sample holds until the next one. Rarely one comes before its predecessor, which the protocol allows.
  samples.forEach((node, index) => {
    const nextUs = index + 1 < samples.length ? atUs + (timeDeltas[index + 1] as number) : Math.max(endTime, atUs);
    spend(node, nextUs - atUs);
    atUs = nextUs;
  });
  const stackOf = stacksOf(profile);
  const builder = new CallTreeBuilder('ns', CPU_NOTE);
  for (const [id, us] of spentUs) {
    const frames = stackOf(id);
    if (frames.at(-1)?.name !== IDLE) builder.add(frames.map((frame) => builder.frame(frame)), us * 1e3);
  }
  return builder.build();
}

/** A node's id → its frames, outermost first, without the root. */
function stacksOf({ nodes }: CpuProfile): (id: number) => CallFrame[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])));
  return (id) => {
    const frames: CallFrame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)) {
      const node = byId.get(at);
      if (!node) throw new Unreadable(`it has no node ${at}`);
      if (frames.length >= MOST_DEPTH) throw new Unreadable(`node ${id} is called through more than ${MOST_DEPTH} others`);
      if (node.callFrame.functionName !== ROOT) frames.unshift(frameOf(node.callFrame));
    }
    return frames;
  };
}

export function treesOfHeapProfile(bytes: Uint8Array): Trees {
  const { head } = parsedJson(bytes, HeapProfile);
  const builder = new CallTreeBuilder('bytes', HEAP_NOTE);
  const add = (node: HeapNode, callers: readonly number[]): void => {
    const frames = node.callFrame.functionName === ROOT ? callers : [...callers, builder.frame(frameOf(node.callFrame))];
    builder.add(frames, node.selfSize);
    for (const child of node.children) add(child, frames);
  };
  add(head, []);
  return { 'alloc-bytes': builder.build() };
}
