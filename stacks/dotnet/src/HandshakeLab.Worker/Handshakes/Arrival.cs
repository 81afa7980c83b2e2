using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>What a block says of one of its handshakes.</summary>
/// <param name="Intended">Open loop: when it was meant to begin, in ns of CLOCK_MONOTONIC.</param>
/// <param name="LaneFree">Open loop: when the lane that took it was free for it, in ns of CLOCK_MONOTONIC.</param>
/// <param name="Name">The number in the server's name.</param>
internal readonly record struct Arrival(long Intended, long LaneFree, long Name)
{
    /// <summary>A closed loop whose names are the lanes' own has nothing to say.</summary>
    public static readonly Arrival None = new(Slots.Unknown, Slots.Unknown, Slots.Unknown);
}
