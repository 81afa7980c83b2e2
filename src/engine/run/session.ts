/** Everything a run holds open: the temporary keys, the workers, one endpoint an arm and side. Closing it leaves nothing behind. */
import type { Certificate } from '../../shared/result/document.ts';
import type { Role } from '../../shared/protocol/messages.ts';
import type { Placement } from '../../shared/result/document.ts';
import { cpusForThreads } from '../plan/placement.ts';
import { isTwin, overQuic, retryDecoy, type Arm } from '../../shared/scenario/arms.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import type { Group } from '../../shared/tls.ts';
import { LabError, messageOf } from '../errors.ts';
import { makePki, makeTemporaryPkiFolder, removePkiFolder, type PkiFiles } from '../pki/index.ts';
import { Relay, type RelayPath } from '../network/relay.ts';
import { externalFamilyOf, type ExternalServerFamily } from '../../shared/servers.ts';
import { ExternalServer } from '../servers/external-server.ts';
import { findServer } from '../servers/find.ts';
import { GROUPS_PER_PROCESS, hasOwnCache, hasOwnKeyLog, withCache, withGroups, withKeyLog } from '../stacks/per-process.ts';
import { findProgram, type ProgramOrReason } from '../stacks/programs.ts';
import { Worker } from '../stacks/worker.ts';

export const SERVER_NAME = 'lab.test';
/** Arms with two processes each; a Node or .NET process takes 60 to 100 MB. */
const MOST_OWN_PROCESSES = 20;

/** What takes part in handshakes. */
export type Process = Worker | ExternalServer;

/** An arm ready to run: two workers, and the way between them. */
export interface OpenArm {
  readonly arm: Arm;
  readonly index: number;
  readonly client: Worker;
  readonly server: Process;
  /** Where the client connects to: the server's own port, or the relay's. */
  readonly port: number;
  readonly serverPort: number;
  /** The way through the relay; null: they speak directly. */
  readonly path: RelayPath | null;
}

export interface SessionOptions {
  readonly arms: readonly Arm[];
  readonly scenario: Scenario;
  readonly stacks: readonly StackInfo[];
  readonly placement: Placement;
  readonly projectRoot: string;
  readonly epochNs: bigint;
  /** The most handshakes that one block may hold. */
  readonly capacity: number;
  /** The CPUs that this process may use, for arms that ask for more than the placement gives a side. */
  readonly cpus: readonly number[];
  /** Words before each worker's command, such as those that raise its priority. */
  readonly commandPrefix: readonly string[];
  readonly onLog: (source: string, line: string) => void;
}

/** What a process takes from its environment; null and false: nothing. */
interface ProcessNeeds {
  readonly groups: readonly Group[] | null;
  readonly cache: number | null;
  readonly keyLog: boolean;
}

/** With a forced retry both sides know of the refused group; the server accepts the last only. */
const groupsOf = (arm: Arm): Group[] => (arm.retry ? [retryDecoy(arm.group), arm.group] : [arm.group]);
/** What a process is pinned to where groups are a matter of the process: a server that refuses a group must not have it. */
const processGroups = (arm: Arm, role: Role): Group[] => (role === 'server' ? [arm.group] : groupsOf(arm));
const pkiKey = (arm: Arm): string => `${arm.leaf} ${arm.issuers} ${arm.intermediates}`;

export class Session {
  readonly arms: OpenArm[] = [];
  /** Arms that could not be opened, by id, with the reason. */
  readonly failures: Record<string, string> = {};
  readonly certificates: { arms: string[]; chain: Certificate[] }[] = [];
  #workers = new Map<string, Promise<Worker>>();
  readonly #externals: ExternalServer[] = [];
  readonly #wireArms = new Map<number, OpenArm>();
  #relay: Promise<Relay> | null = null;
  #folder: string | null = null;

  private constructor(private readonly options: SessionOptions) {}

  /** CLOCK_MONOTONIC at the run's start. */
  get epochNs(): bigint {
    return this.options.epochNs;
  }

  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options);
    try {
      await session.#open();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Every process that takes part in a handshake. */
  async processes(): Promise<Process[]> {
    const workers = await Promise.allSettled(this.#workers.values());
    return [...workers.flatMap((worker) => (worker.status === 'fulfilled' ? [worker.value] : [])), ...this.#externals];
  }

  /** The arm as its wire is recorded, where that was asked for. */
  wireArm(arm: OpenArm): OpenArm {
    return this.#wireArms.get(arm.index) ?? arm;
  }

  /** The relay, started when it is first asked for. Rejects where there is none. */
  relay(): Promise<Relay> {
    this.#relay ??= Relay.open(this.options.projectRoot);
    return this.#relay;
  }

  /** Ends every worker and the relay, then removes the keys. */
  async close(): Promise<void> {
    await this.#relay?.then((relay) => relay.close(), () => undefined);
    const workers = await Promise.allSettled(this.#workers.values());
    await Promise.all([...workers.flatMap((worker) => (worker.status === 'fulfilled' ? [worker.value.stop()] : [])), ...this.#externals.map((server) => server.stop())]);
    await this.#removeFolder();
  }

  async #open(): Promise<void> {
    const folder = await makeTemporaryPkiFolder();
    this.#folder = folder;
    const chains = await this.#makeChains(folder);
    // All workers start at once; each arm then waits for its two.
    await Promise.allSettled(this.options.arms.flatMap((arm) => [...(externalFamilyOf(arm.server) === null ? [this.#worker(arm, 'server')] : []), this.#worker(arm, 'client')]));
    for (const [index, arm] of this.options.arms.entries()) {
      try {
        const pki = chains.get(pkiKey(arm)) as PkiFiles;
        const open = await this.#openArm(arm, index, pki);
        this.arms.push(open);
        if (this.options.scenario.observe.includes('wire') && !isTwin(arm)) this.#wireArms.set(index, await this.#openForWire(open, pki));
      } catch (error) {
        this.failures[arm.id] = messageOf(error);
      }
    }
    // Every worker has read its keys: none outlives this moment, however the engine ends.
    await this.#removeFolder();
  }

  async #removeFolder(): Promise<void> {
    if (this.#folder) await removePkiFolder(this.#folder);
    this.#folder = null;
  }

  async #makeChains(folder: string): Promise<Map<string, PkiFiles>> {
    const chains = new Map<string, PkiFiles>();
    for (const arm of this.options.arms) {
      const key = pkiKey(arm);
      if (chains.has(key)) continue;
      const { intermediates, leaf, issuers } = arm;
      const extraNames = Array.from({ length: this.options.scenario.certificates.names }, (_, index) => `extra${index + 1}.${SERVER_NAME}`);
      const files = await makePki({ intermediates, leaf, issuers, serverName: SERVER_NAME, extraNames, mutual: this.options.scenario.certificates.mutual }, `${folder}/${chains.size}`);
      chains.set(key, files);
      this.certificates.push({ arms: this.options.arms.filter((other) => pkiKey(other) === key).map(({ id }) => id), chain: files.certificates });
    }
    return chains;
  }

  #worker(arm: Arm, role: Role, keyLog = false): Promise<Worker> {
    const id = arm[role];
    const stack = this.options.stacks.find((known) => known.id === id);
    const groups = stack?.offers.includes(GROUPS_PER_PROCESS) ? processGroups(arm, role) : null;
    // Each arm has processes of its own: one that several arms shared would be warmer than a twin's, and what differs between two equal
    // processes must be in every arm's noise. Only a run of very many arms shares, so that the machine's memory lasts.
    const found = stack ? findProgram(stack.id, this.options.projectRoot) : null;
    const cache = role === 'client' && arm.cacheSize !== null && found?.ok === true && hasOwnCache(found.program) ? arm.cacheSize : null;
    const own = keyLog || cache !== null || this.options.arms.length <= MOST_OWN_PROCESSES ? arm.id : isTwin(arm) ? 'twin' : '';
    const key = [id, role, arm.threads, own, ...(groups ? [arm.version, ...groups] : []), keyLog].join(' ');
    let worker = this.#workers.get(key);
    if (!worker) {
      worker = this.#startWorker(found, arm, role, { groups, cache, keyLog });
      this.#workers.set(key, worker);
    }
    return worker;
  }

  async #startWorker(found: ProgramOrReason | null, arm: Arm, role: Role, { groups, cache, keyLog }: ProcessNeeds): Promise<Worker> {
    const id = arm[role];
    if (!found?.ok) throw new LabError('worker', `${id} is not available: ${found?.reason ?? 'unknown stack'}`);
    const grouped = groups ? withGroups(found.program, groups, arm.version, this.#folder as string) : found.program;
    const cached = cache === null ? grouped : withCache(grouped, cache);
    const program = keyLog ? withKeyLog(cached) : cached;
    const source = `${id} ${role}`;
    return Worker.start({ program, role, prefix: this.options.commandPrefix, cpus: cpusForThreads(this.options.placement, role, arm.threads, this.options.cpus), onLog: (line) => this.options.onLog(source, line) });
  }

  async #openArm(arm: Arm, index: number, pki: PkiFiles): Promise<OpenArm> {
    const client = await this.#worker(arm, 'client');
    await this.#configureClient(arm, index, pki, client);
    const family = externalFamilyOf(arm.server);
    if (family === null) return this.#openServer(arm, index, pki, await this.#worker(arm, 'server'), client);
    const server = await this.#startExternal(family, arm, index, pki);
    const path = await this.#openPath(arm, server.port);
    return { arm, index, client, server, port: path?.port ?? server.port, serverPort: server.port, path };
  }

  /**
   * The arm as its wire is recorded. A stack that tells secrets for a whole process or not at all has a server of its own for that: one that tells
   * them in every block is not timed.
   */
  async #openForWire(open: OpenArm, pki: PkiFiles): Promise<OpenArm> {
    if (open.server instanceof ExternalServer) return open;
    const tells = ({ ready }: Worker): boolean => ready.offers.includes('observe:wire');
    const found = findProgram(open.arm.server, this.options.projectRoot);
    if (tells(open.client) || tells(open.server) || !found.ok || !hasOwnKeyLog(found.program)) return open;
    return this.#openServer(open.arm, open.index, pki, await this.#worker(open.arm, 'server', true), open.client);
  }

  async #startExternal(family: ExternalServerFamily, arm: Arm, index: number, { certificateFile, keyFile }: PkiFiles): Promise<ExternalServer> {
    const path = findServer(family);
    const { placement, cpus, scenario, onLog } = this.options;
    if (path === null) throw new LabError('worker', `${arm.server} is not available: it is no longer installed`);
    const server = await ExternalServer.start({
      family, path, cpus: cpusForThreads(placement, 'server', arm.threads, cpus), configFile: scenario.servers[family]?.config ?? null,
      serving: { folder: `${this.#folder as string}/server-${index}`, certificateFile, keyFile, version: arm.version, groups: processGroups(arm, 'server'), alpn: scenario.alpn.serve },
      onLog: (line) => onLog(`${arm.server} server`, line),
    });
    this.#externals.push(server);
    return server;
  }

  #settings(arm: Arm, endpoint: number, role: Role) {
    const { scenario, epochNs, capacity } = this.options;
    const { mutual } = scenario.certificates;
    return {
      endpoint,
      epochNs: epochNs.toString(),
      serverName: SERVER_NAME,
      hooks: arm.knobs.hooks,
      capacity,
      exchange: scenario.exchange === 'none' ? null : scenario.exchange,
      tls: {
        version: arm.version, groups: groupsOf(arm), alpn: role === 'client' ? scenario.alpn.offer : scenario.alpn.serve, session: arm.session, retry: arm.retry,
        cacheSize: arm.cacheSize, tickets: arm.tickets, earlyData: arm.earlyData, antiReplay: arm.antiReplay, mutual,
      },
    };
  }

  async #configureClient(arm: Arm, index: number, { rootFile, certificateFile, keyFile }: PkiFiles, client: Worker): Promise<void> {
    const { mutual } = this.options.scenario.certificates;
    await client.configure({ ...this.#settings(arm, index, 'client'), delayNs: arm.knobs.delayNs, preamble: arm.roundTripNs !== null && !overQuic(arm), closes: externalFamilyOf(arm.server) === null ? 'server' : 'client', rootFile, ...(mutual ? { certificateFile, keyFile } : {}) });
  }

  async #openServer(arm: Arm, index: number, { rootFile, certificateFile, keyFile }: PkiFiles, server: Worker, client: Worker): Promise<OpenArm> {
    const { mutual } = this.options.scenario.certificates;
    await server.configure({ ...this.#settings(arm, index, 'server'), delayNs: 0, certificateFile, keyFile, ...(mutual ? { rootFile } : {}) });
    const serverPort = await server.serve(index);
    const path = await this.#openPath(arm, serverPort);
    return { arm, index, client, server, port: path?.port ?? serverPort, serverPort, path };
  }

  async #openPath(arm: Arm, target: number): Promise<RelayPath | null> {
    const { roundTripNs } = arm;
    if (roundTripNs === null) return null;
    const quic = overQuic(arm);
    const { bitsPerSecond, fault } = this.options.scenario.network;
    return (await this.relay()).openPath({
      transport: quic ? 'udp' : 'tcp', target, epochNs: this.options.epochNs, delayNs: Math.round(roundTripNs / 2), preamble: !quic,
      bitsPerSecond: bitsPerSecond === 'none' ? null : bitsPerSecond, fault: fault === 'none' ? null : fault,
    });
  }
}
