using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>What a block is to record, where this process must be able to.</summary>
internal static class Observations
{
    /// <exception cref="RefusalException">This process cannot.</exception>
    public static void Check(Observation observe)
    {
        if (observe == Observation.Wire && KeyLog.Hindrance is { } hindrance)
        {
            throw new RefusalException(ErrorCodes.Unsupported, $"observe wire: {hindrance.Why}");
        }
    }

    /// <summary>The secrets of the handshakes that a block has made; null where they were not asked for.</summary>
    public static IReadOnlyList<string>? KeyLogOf(Observation observe) => observe == Observation.Wire ? KeyLog.Take() : null;
}
