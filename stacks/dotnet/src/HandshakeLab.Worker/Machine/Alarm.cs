using System.Runtime.InteropServices;

namespace HandshakeLab.Worker.Machine;

/// <summary>Sleeps until an instant of <see cref="Clock"/>, as exactly as the kernel can.</summary>
internal static partial class Alarm
{
    private const int ClockMonotonic = 1;
    private const int TimerAbsolute = 1;
    private const int SetTimerSlack = 29; // PR_SET_TIMERSLACK
    private const nuint LeastSlackNs = 1;
    private const long NsPerSecond = 1_000_000_000;

    /// <summary>
    /// Tells the kernel that this thread's sleeps are not to be put off for the sake of others, by default up to 50 µs:
    /// https://man7.org/linux/man-pages/man2/PR_SET_TIMERSLACK.2const.html
    /// </summary>
    public static void Sharpen() => _ = ControlProcess(SetTimerSlack, LeastSlackNs, 0, 0, 0);

    /// <summary>Sleeps until the instant; may return early, when a signal has come.</summary>
    /// <param name="instant">In ns of CLOCK_MONOTONIC; in the past it returns at once.</param>
    public static void SleepUntil(long instant)
    {
        var time = new TimeSpec((nint)(instant / NsPerSecond), (nint)(instant % NsPerSecond));
        _ = SleepOnClock(ClockMonotonic, TimerAbsolute, in time, remaining: 0);
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int SleepOnClock(int clock, int flags, in TimeSpec until, nint remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ControlProcess(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);
}
