using System.Runtime.InteropServices;

namespace HandshakeLab.Worker.Machine;

/// <summary>What this process has used since it began.</summary>
/// <param name="CpuNs">CPU time of all threads, in ns.</param>
/// <param name="Collections">Garbage collections; one of an older generation counts in the younger ones too, so generation 0 has them all once.</param>
/// <param name="PauseNs">How long they stopped the threads, in ns.</param>
internal readonly partial record struct ProcessUsage(long CpuNs, long Collections, long PauseNs)
{
    private const int ClockProcessCpuTime = 2;
    private const long NsPerSecond = 1_000_000_000;
    private const long NsPerTick = NsPerSecond / TimeSpan.TicksPerSecond;

    public static ProcessUsage Read() => new(ReadCpuNs(), GC.CollectionCount(0), GC.GetTotalPauseDuration().Ticks * NsPerTick);

    /// <summary>
    /// CPU time of all threads, in ns. Process.TotalProcessorTime reads /proc/self/stat, whose unit is 10 ms:
    /// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    /// </summary>
    public static long ReadCpuNs() => GetClock(ClockProcessCpuTime, out var time) == 0 ? (time.Seconds * NsPerSecond) + time.Nanoseconds : 0;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetClock(int clock, out TimeSpec time);
}
