using System.Diagnostics.Tracing;

namespace HandshakeLab.Worker.Recording;

/// <summary>An event without arguments, like those of X509Chain: written only to see what a listener makes the runtime allocate for one.</summary>
[EventSource(Name = SourceName)]
internal sealed class EventCost : EventSource
{
    public const string SourceName = "HandshakeLab-EventCost";

    private const int Repetitions = 5;

    /// <summary>Bytes that the runtime allocates on the writing thread to hand one such event to a listener that is already listening.</summary>
    public static long Measure()
    {
        using var source = new EventCost();
        var least = long.MaxValue;
        for (var i = 0; i < Repetitions; i++)
        {
            // The first ones also pay for what is made once.
            var before = GC.GetAllocatedBytesForCurrentThread();
            source.PingStart();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    [Event(1, Opcode = EventOpcode.Start, Level = EventLevel.Informational)]
    private void PingStart()
    {
        if (IsEnabled())
        {
            WriteEvent(1);
        }
    }
}
