using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace HandshakeLab.Worker.Machine;

/// <summary>The clock that all workers of a machine share.</summary>
internal static class Clock
{
    private const long NsPerSecond = 1_000_000_000;

    /// <summary>CLOCK_MONOTONIC in ns, which is what <see cref="Stopwatch"/> reads on Linux.</summary>
    public static long Now
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Stopwatch.GetTimestamp();
    }

    /// <summary>Asserts that the ticks are ns.</summary>
    /// <exception cref="PlatformNotSupportedException">They are not: this is not Linux.</exception>
    public static void Check()
    {
        if (Stopwatch.Frequency != NsPerSecond)
        {
            throw new PlatformNotSupportedException($"the clock ticks {Stopwatch.Frequency} times a second, not once a nanosecond");
        }
    }
}
