/** The kernel's CPU list notation (`0-3,8`), as in Cpus_allowed_list and sysfs. */
export function parseCpuList(text: string): number[] {
  const cpus: number[] = [];
  for (const part of text.trim().split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!range) continue;
    const from = Number(range[1]);
    for (let cpu = from; cpu <= Number(range[2] ?? from); cpu++) cpus.push(cpu);
  }
  return cpus;
}
