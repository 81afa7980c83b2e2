using System.Diagnostics.Tracing;

namespace HandshakeLab.Worker.Recording;

/// <summary>
/// Marks the start and end of chain building by the events of X509Chain.
/// https://github.com/dotnet/runtime/blob/main/src/libraries/System.Security.Cryptography/src/System/Security/Cryptography/X509Certificates/OpenSslX509ChainEventSource.cs
/// Events are delivered on the thread that builds the chain, which in synchronous handshakes is the lane's own.
/// What their delivery allocates (72 bytes each in .NET 10) is not counted as the handshake's.
/// </summary>
internal sealed class ChainEvents : EventListener
{
    private const string SourceName = "System.Security.Cryptography.X509Certificates.X509Chain.OpenSsl";

    // The base constructor calls OnEventSourceCreated before this object's own fields are set: all state is static.
    private static readonly object Gate = new();
    private static EventSource? _source;
    private static ChainEvents? _instance;
    private static bool _wanted;
    private static long _bytesPerEvent;

    [ThreadStatic]
    private static Recorder? _recorder;

    private ChainEvents()
    {
    }

    /// <summary>
    /// Listens or not, for the whole process. Only a change costs anything, so that alternating endpoints
    /// with and without hooks pay for it between their blocks, and all others never.
    /// </summary>
    public static void Listen(bool wanted)
    {
        lock (Gate)
        {
            if (wanted == _wanted)
            {
                return;
            }
            _wanted = wanted;
            if (_instance is null)
            {
                _instance = new ChainEvents();
                _bytesPerEvent = EventCost.Measure();
            }
            else if (_source is not null)
            {
                _instance.Apply(_source);
            }
        }
    }

    /// <summary>What this thread's chains are recorded in from now on; null for nothing.</summary>
    public static void RecordIn(Recorder? recorder) => _recorder = recorder;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == EventCost.SourceName)
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
        if (eventSource.Name != SourceName)
        {
            return;
        }
        lock (Gate)
        {
            _source = eventSource;
            Apply(eventSource);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var recorder = _recorder;
        if (recorder is null)
        {
            return;
        }
        recorder.Discount(_bytesPerEvent);
        switch (eventData.EventName)
        {
            case "ChainStart":
                recorder.Mark(Slot.VerifyStart);
                break;
            case "ChainStop":
                recorder.MarkLast(Slot.VerifyEnd);
                break;
        }
    }

    private void Apply(EventSource source)
    {
        if (_wanted)
        {
            // The two events are informational; the verbose ones between them are not needed.
            EnableEvents(source, EventLevel.Informational);
        }
        else
        {
            DisableEvents(source);
        }
    }
}
