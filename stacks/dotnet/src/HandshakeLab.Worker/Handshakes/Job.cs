using System.Diagnostics.CodeAnalysis;
using System.Net;
using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>What a client's lanes share during a block: which handshakes are still to be made, and when.</summary>
/// <param name="server">Where to.</param>
/// <param name="lanes">How many lanes there are.</param>
/// <param name="handshakes">How many handshakes there are.</param>
/// <param name="schedule">Open loop: when each is meant to begin, in ns from the block's start; null for a closed loop.</param>
/// <param name="names">The number in each one's server name; null where the lanes choose.</param>
/// <param name="begunAt">The block's start, in ns of CLOCK_MONOTONIC.</param>
/// <param name="giveUpAt">When no more are begun, in ns of CLOCK_MONOTONIC.</param>
/// <param name="stopping">Whether no more are wanted.</param>
internal sealed class Job(IPEndPoint server, int lanes, int handshakes, IReadOnlyList<long>? schedule, IReadOnlyList<long>? names, long begunAt, long giveUpAt, CancellationToken stopping)
{
    /// <summary>The last part of a wait, in which the thread keeps its CPU: waking up takes about as long.</summary>
    private const long SpinNs = 50_000;

    /// <summary>The longest sleep between two looks at whether the block goes on.</summary>
    private const long MaxSleepNs = 50_000_000;

    private readonly object _turn = new();
    private int _taken;
    private int _running = lanes;
    private volatile bool _ended;

    public IPEndPoint Server => server;

    public bool IsOpenLoop => schedule is not null;

    private bool GoesOn => !_ended && !stopping.IsCancellationRequested && Clock.Now < giveUpAt;

    public void End() => _ended = true;

    /// <summary>
    /// Takes the next handshake for the calling lane, which is free; in an open loop, waits until its time has come.
    /// Only one lane waits for an arrival, and the others wait for their turn: spinning lanes would take each other's CPU.
    /// </summary>
    /// <returns>False where there is nothing more to do.</returns>
    [SuppressMessage("Reliability", "CA2002", Justification = "The lock is this object's own.")]
    public bool Take(out Arrival arrival)
    {
        arrival = Arrival.None;
        if (schedule is null)
        {
            var index = GoesOn ? Interlocked.Increment(ref _taken) - 1 : handshakes;
            if (index >= handshakes)
            {
                return false;
            }
            arrival = arrival with { Name = NameOf(index) };
            return true;
        }
        var laneFree = Clock.Now;
        lock (_turn)
        {
            if (_taken == handshakes)
            {
                return false;
            }
            var intended = begunAt + schedule[_taken];
            if (!WaitUntil(intended))
            {
                return false;
            }
            arrival = new Arrival(intended, laneFree, NameOf(_taken));
            _taken++;
            return true;
        }
    }

    /// <summary>A lane is at its end.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Leave() => Interlocked.Decrement(ref _running) == 0;

    private long NameOf(int index) => names is null ? Slots.Unknown : names[index];

    /// <returns>False where the block ends before.</returns>
    private bool WaitUntil(long instant)
    {
        while (GoesOn && instant < giveUpAt)
        {
            var now = Clock.Now;
            if (now >= instant)
            {
                return true;
            }
            if (instant - now > SpinNs)
            {
                Alarm.SleepUntil(Math.Min(instant - SpinNs, now + MaxSleepNs));
            }
        }
        return false;
    }
}
