import { describe, expect, it } from 'vitest';
import { parseCount, parseCpuTimes, parsePressure, parseProcessStat, parseSched, parseSchedstat, parseStatus, statFields } from './parse.ts';

/** As Linux 6.18 writes them; shortened where lines repeat. */
const SCHED = `hslab-go (4154, #threads: 5)
-------------------------------------------------------------------
se.exec_start                                :      13860154.611072
se.vruntime                                  :            83.142193
se.sum_exec_runtime                          :           241.118046
se.nr_migrations                             :                    7
nr_switches                                  :                 1311
nr_voluntary_switches                        :                 1204
nr_involuntary_switches                      :                  107
se.load.weight                               :              1048576
policy                                       :                    0
prio                                         :                  120
numa_pages_migrated                          :                    0
`;
const STATUS = `Name:	hslab-go
Threads:	5
Cpus_allowed:	3
Cpus_allowed_list:	0-1
voluntary_ctxt_switches:	1204
nonvoluntary_ctxt_switches:	107
`;
const STAT = `cpu  578908 3458 183654 1973168 5955 0 13814 15768 0 0
cpu0 279505 2009 89946 1001542 1334 0 4503 8184 0 0
cpu1 299402 1448 93708 971626 4620 3 9310 7584 0 0
cpu11 1 1 1 1 1 1 1 1 1 1
intr 19979878 0 0 0 1 1 14 0 0
ctxt 58393882
`;

describe('what the kernel writes', () => {
  it('of a thread’s times', () => {
    expect(parseSchedstat('625868 112737 2\n')).toEqual({ runNs: 625_868, waitNs: 112_737 });
    expect(parseSchedstat('')).toBeNull();
  });

  it('of a thread’s switches, from either file', () => {
    expect(parseSched(SCHED)).toEqual({ voluntary: 1204, involuntary: 107, migrations: 7 });
    expect(parseStatus(STATUS)).toEqual({ voluntary: 1204, involuntary: 107, migrations: null });
    expect(parseSched(STATUS)).toBeNull();
  });

  it('of a process, whatever its name holds', () => {
    const tail = 'S 1 2 3 0 -1 4194304 99 5 3 1 12 34 0 0 20 0 15 0 1415827 3133440 362';
    for (const name of ['cat', 'a b', 'x) S 9 (y']) {
      expect(parseProcessStat(`42 (${name}) ${tail}\n`)).toEqual({ minorFaults: 99, majorFaults: 3, runNs: 460_000_000 });
    }
    expect(statFields(`42 (cat) ${tail}`)(18)).toBe(20);
    expect(parseProcessStat('42 (cat) S 1')).toBeNull();
  });

  it('of the CPUs that are asked for, summed', () => {
    expect(parseCpuTimes(STAT, [1])).toEqual({ idleNs: (971_626 + 4620) * 1e7, irqNs: 3e7, softirqNs: 9310e7, stealNs: 7584e7 });
    expect(parseCpuTimes(STAT, [0, 1])?.stealNs).toBe((8184 + 7584) * 1e7);
  });

  it('of a CPU that is offline', () => {
    expect(parseCpuTimes(STAT, [0, 2])).toBeNull();
  });

  it('of old kernels, without steal', () => {
    expect(parseCpuTimes('cpu0 1 2 3 4\n', [0])).toEqual({ idleNs: 4e7, irqNs: 0, softirqNs: 0, stealNs: 0 });
  });

  it('of pressure', () => {
    expect(parsePressure('some avg10=0.01 avg60=12.50 avg300=21.37 total=2397312237\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n')).toBe(2_397_312_237_000);
    expect(parsePressure('')).toBeNull();
  });

  it('of a count', () => {
    expect(parseCount('2400000\n')).toBe(2_400_000);
    expect(parseCount('<unknown>\n')).toBeNull();
  });
});
