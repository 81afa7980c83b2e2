/** What the engine says of this machine and of a run, in Chinese: noise, scheduling, cross-checks, probes, an arm's end. */
import type { Pattern } from './pattern.ts';

/** Whole texts. */
export const ENGINE: Readonly<Record<string, string>> = {
  // Noise
  'no schedstat in /proc: this kernel was built without CONFIG_SCHED_INFO': '/proc 中没有 schedstat，此内核编译时未启用 CONFIG_SCHED_INFO',
  'no sched in /proc: this kernel was built without CONFIG_SCHED_DEBUG': '/proc 中没有 sched，此内核编译时未启用 CONFIG_SCHED_DEBUG',
  'no scaling_cur_freq in /sys: this system does not tell its CPUs’ frequency': '/sys 中没有 scaling_cur_freq，此系统不报告 CPU 频率',
  'no thermal_throttle in /sys: this system does not count throttling': '/sys 中没有 thermal_throttle，此系统不统计过热降频',
  // Scheduling
  'no control groups with CPU sets are mounted here': '此处没有挂载含 cpuset 的控制组',
  'this system does not tell how the workers are scheduled': '此系统不报告工作进程如何调度',
  'it needs CAP_SYS_NICE, or a nice limit of 30 or more (ulimit -e; "nice" in limits.conf)': '需要 CAP_SYS_NICE，或 30 以上的 nice 限额（ulimit -e；limits.conf 中的“nice”）',
  'it needs CAP_SYS_NICE, or a real-time limit of 1 or more (ulimit -r; "rtprio" in limits.conf)': '需要 CAP_SYS_NICE，或 1 以上的实时限额（ulimit -r；limits.conf 中的“rtprio”）',
  'it does not say why': '未说明原因',
  // Cross-checks
  'the relay stands between the client and the packets': '中继位于客户端与数据包之间',
  'this client’s stack shows no writes, so there is nothing to compare with': '该客户端的栈不显示写操作，因此无可对照',
  'the capture program has not been built: it needs Go (npm run lab -- stacks says why it is missing)': '抓包程序未构建：它需要 Go（npm run lab -- stacks 会说明缺失原因）',
  'there is no loopback interface': '没有环回接口',
  'openssl s_time: not on PATH; install the Debian package openssl': 'openssl s_time：不在 PATH 中；请安装 Debian 软件包 openssl',
  'openssl s_time told no number of connections': 'openssl s_time 未给出连接数',
  'the run was too short for it': '本次运行太短，来不及进行',
  // Probes, the wire
  'no connection could be made': '未能建立连接',
  'no handshake was recorded': '没有录到握手',
  'the recording was cut off at 16 MiB': '录制在 16 MiB 处截断',
  // Arms that ended
  'every handshake failed, without a reason from either side': '每次握手都失败，两侧均未给出原因',
};

const FACTS: Readonly<Record<string, string>> = { version: '版本', group: '组', resumed: '会话复用', helloRetryRequest: 'HelloRetryRequest' };
const VALUES: Readonly<Record<string, string>> = { true: '是', false: '否', none: '无', accepted: '被接受', rejected: '被拒绝', normal: '普通', nothing: '无' };
const fact = (name: string): string => FACTS[name] ?? name;
const value = (text: string): string => VALUES[text] ?? text;

export const ENGINE_PATTERNS: readonly Pattern[] = [
  // Noise
  [/^only Linux tells; this is (\S+)$/, '仅 Linux 提供，此系统为 $1'],
  [/^\/proc\/stat has no line for one of the CPUs (.+)$/, '/proc/stat 中缺少 CPU $1 之一的行'],
  [/^\/proc\/pressure\/cpu cannot be read \((.+)\): pressure counts are off in this kernel$/, ([why = '']) => `无法读取 /proc/pressure/cpu（${why === 'not understood' ? '内容无法解析' : why}），此内核未启用压力计数`],
  // Scheduling
  [/^control groups are Linux’s; this is (\S+)$/, '控制组只有 Linux 才有，此系统为 $1'],
  [/^(\d+) other programs may run on these CPUs, and control groups of version 1 cannot keep them off without moving them; boot with (\S+), or with (\S+)$/, '另有 $1 个程序可在这些 CPU 上运行，第 1 版控制组不移动它们就无法排除；请以 $2 或 $3 启动系统'],
  [/^(\d+) other programs may still run on these CPUs$/, '仍有 $1 个其他程序可在这些 CPU 上运行'],
  [/^CPU sets are not handed down from (\S+): write \+cpuset to its cgroup\.subtree_control$/, '$1 未向下分派 cpuset：请在其 cgroup.subtree_control 中写入 +cpuset'],
  [/^the kernel makes no partition of these CPUs: (.+)$/, ([why = ''], chinese) => `内核不为这些 CPU 建立分区：${chinese(why)}`],
  [/^the control group of process (\d+) is not known$/, '不知道进程 $1 所在的控制组'],
  [/^only on Linux; this is (\S+)$/, '仅限 Linux，此系统为 $1'],
  [/^(nice|chrt) is not on PATH; install (\S+)$/, '$1 不在 PATH 中；请安装 $2'],
  [/^(nice|chrt) failed: (it needs .+)$/, ([program, needs = ''], chinese) => `${program} 失败：${chinese(needs)}`],
  [/^got (.+): (it needs .+)$/, ([got = '', needs = ''], chinese) => `得到 ${value(got)}：${chinese(needs)}`],
  // Before it stands what the system itself said.
  [/^(.+): (it needs CAP_SYS_NICE, .+)$/, ([said, needs = ''], chinese) => `${said}：${chinese(needs)}`],
  [/^((?:\d+ of [^;]+’s threads: [^;]+(?:; |$))+)$/, ([all = '']) => all.split('; ').map((one) => one.replace(/^(\d+) of (.+)’s threads: (.+)$/, (_, count: string, name: string, got: string) => `${name} 的 ${count} 个线程：${value(got)}`)).join('；')],
  // Cross-checks
  [/^(\d+) handshakes were seen by both; (\d+) are needed$/, '两者都看到的握手有 $1 次，至少需要 $2 次'],
  [/^(\d+) handshakes were not seen as packets, though none was dropped$/, '有 $1 次握手未见其数据包，而内核并未丢包'],
  [/^a packet capture needs (CAP_NET_RAW|AF_PACKET): (.+)$/, '抓包需要 $1：$2'],
  // Probes, the wire
  [/^(.+) cannot keep connections open$/, '$1 不能保持连接'],
  [/^(.+) is no worker of ours, and cannot be told to keep connections open$/, '$1 不是我们的工作进程，无法令其保持连接'],
  [/^(\d+) of (\d+) were held, (\d+) by the server$/, '$2 个连接保持了 $1 个，服务端保持 $3 个'],
  [/^neither side tells its keys: observe:wire is not offered$/, '双方都不提供密钥：不提供 observe:wire'],
  [/^neither side tells its keys: ([^:]+): (.+)$/, ([name, why = ''], chinese) => `双方都不提供密钥：${name}：${chinese(why)}`],
  // Arms that ended
  [/^asked for early data (none|accepted|rejected), seen (.+)$/, ([wanted = '', got = '']) => `要求早期数据：${value(wanted)}，实际：${value(got)}`],
  [/^asked for (version|group|resumed|helloRetryRequest) (.+), negotiated (.+)$/, ([name = '', wanted = '', got = '']) => `要求${/^[A-Z]/.test(fact(name)) ? ' ' : ''}${fact(name)}：${value(wanted)}，协商结果：${value(got)}`],
  [/^load\.threads: (\d+) CPUs a side are asked for, this process may use (\d+); give at most that$/, 'load.threads：要求每侧 $1 个 CPU，本进程只能使用 $2 个；请不要超过此数'],
  [/^network\.roundTrip needs the relay, which is built with Go and is not there; run "npm run setup" and see what it says of Go$/, 'network.roundTrip 需要中继，它用 Go 构建而此处没有；请运行“npm run setup”，查看其中关于 Go 的说明'],
];
