using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>What an open loop adds to a handshake's sample, in ns of CLOCK_MONOTONIC.</summary>
/// <param name="Intended">When the handshake was meant to begin.</param>
/// <param name="LaneFree">When the lane that took it was free for it.</param>
internal readonly record struct Arrival(long Intended, long LaneFree)
{
    /// <summary>A closed loop has neither.</summary>
    public static readonly Arrival None = new(Slots.Unknown, Slots.Unknown);
}
