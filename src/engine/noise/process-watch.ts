/** One process, watched through its threads: sums that only grow, though threads come and go. */
import { readdirSync } from 'node:fs';
import { KeptFile } from './kept-file.ts';
import { parseProcessStat, parseSched, parseSchedstat, parseStatus, type ThreadSwitches, type ThreadTimes } from './parse.ts';

/** Files of a thread that not every kernel has. */
export interface ThreadFiles {
  readonly schedstat: boolean;
  readonly sched: boolean;
}

/** Sums over all threads since the watch began; null where the kernel does not tell. What a thread did between the last reading and its end is not in them. */
export interface ProcessSums {
  runNs: number | null;
  threadWaitNs: number | null;
  voluntarySwitches: number;
  involuntarySwitches: number;
  migrations: number | null;
  minorFaults: number;
  majorFaults: number;
}

interface Thread {
  readonly schedstat: KeptFile;
  /** `sched` tells more than `status`, and the kernel makes it faster. */
  readonly switchesFile: KeptFile;
  /** schedstat's text as it was: while it is the same, the thread has not run. */
  text: string | null;
  times: ThreadTimes;
  switches: ThreadSwitches;
}

export class ProcessWatch {
  readonly #threads = new Map<number, Thread>();
  readonly #stat: KeptFile;
  readonly #folder: string;
  readonly #sums: ProcessSums;

  constructor(folder: string, private readonly has: ThreadFiles) {
    this.#folder = `${folder}/task`;
    this.#stat = new KeptFile(`${folder}/stat`);
    const times = has.schedstat ? 0 : null;
    this.#sums = { runNs: times, threadWaitNs: times, voluntarySwitches: 0, involuntarySwitches: 0, migrations: has.sched ? 0 : null, minorFaults: 0, majorFaults: 0 };
  }

  /** The sums now; of a process that has ended, as they were last. */
  read(): Readonly<ProcessSums> {
    const text = this.#stat.read();
    const counts = text === null ? null : parseProcessStat(text);
    if (counts) {
      this.#sums.minorFaults = counts.minorFaults;
      this.#sums.majorFaults = counts.majorFaults;
    }
    const there = this.#list();
    for (const [tid, thread] of this.#threads) if (!there.has(tid)) this.#forget(tid, thread);
    for (const tid of there) this.#readThread(tid);
    return this.#sums;
  }

  close(): void {
    for (const [tid, thread] of this.#threads) this.#forget(tid, thread);
    this.#stat.close();
  }

  #list(): ReadonlySet<number> {
    try {
      return new Set(readdirSync(this.#folder).map(Number));
    } catch {
      return new Set(); // the process has ended
    }
  }

  /** A file that cannot be read is that of a thread which ended after the list was made: the next list is without it. */
  #readThread(tid: number): void {
    const thread = this.#threads.get(tid) ?? this.#meet(tid);
    if (this.has.schedstat) {
      const text = thread.schedstat.read();
      const times = text === null ? null : parseSchedstat(text);
      if (!times || text === thread.text) return;
      this.#add('runNs', times.runNs - thread.times.runNs);
      this.#add('threadWaitNs', times.waitNs - thread.times.waitNs);
      thread.text = text;
      thread.times = times;
    }
    const text = thread.switchesFile.read();
    const switches = text === null ? null : this.has.sched ? parseSched(text) : parseStatus(text);
    if (!switches) return;
    this.#add('voluntarySwitches', switches.voluntary - thread.switches.voluntary);
    this.#add('involuntarySwitches', switches.involuntary - thread.switches.involuntary);
    this.#add('migrations', (switches.migrations ?? 0) - (thread.switches.migrations ?? 0));
    thread.switches = switches;
  }

  #add(name: keyof ProcessSums, more: number): void {
    const sum = this.#sums[name];
    if (sum !== null) (this.#sums[name] as number) = sum + more;
  }

  #meet(tid: number): Thread {
    const folder = `${this.#folder}/${tid}`;
    const thread: Thread = {
      schedstat: new KeptFile(`${folder}/schedstat`),
      switchesFile: new KeptFile(`${folder}/${this.has.sched ? 'sched' : 'status'}`),
      text: null,
      times: { runNs: 0, waitNs: 0 },
      switches: { voluntary: 0, involuntary: 0, migrations: 0 },
    };
    this.#threads.set(tid, thread);
    return thread;
  }

  #forget(tid: number, thread: Thread): void {
    thread.schedstat.close();
    thread.switchesFile.close();
    this.#threads.delete(tid);
  }
}
