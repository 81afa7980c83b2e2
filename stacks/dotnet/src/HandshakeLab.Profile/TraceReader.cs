using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace HandshakeLab.Profile;

/// <summary>Reads the handshakes' stacks out of a trace.</summary>
internal static class TraceReader
{
    /// <param name="trace">What the runtime wrote.</param>
    /// <param name="log">Where the resolved form of it goes.</param>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static Profile Read(string trace, string log, ProfileKind kind)
    {
        using var resolved = new TraceLog(TraceLog.CreateFromEventPipeDataFile(trace, log));
        var profile = new Profile(kind);
        var handshakes = new Dictionary<CallStackIndex, IReadOnlyList<NamedFrame>?>();
        var waiting = 0;
        var seen = 0;
        foreach (var data in resolved.Events)
        {
            if (!IsOfKind(data, kind) || HandshakeOf(data, handshakes) is not { } stack)
            {
                continue;
            }
            seen++;
            switch (data)
            {
                case ClrThreadSampleTraceData { Type: ClrThreadSampleType.Managed }:
                    profile.Add(HandshakeStack.WithLeaf(stack, ThreadState.Managed), 1);
                    break;
                case ClrThreadSampleTraceData when HandshakeStack.IsWaiting(stack):
                    waiting++;
                    break;
                case ClrThreadSampleTraceData:
                    profile.Add(HandshakeStack.WithLeaf(stack, ThreadState.External), 1);
                    break;
                case AllocationSampledTraceData drawn:
                    profile.Add([.. stack, Allocated(drawn.TypeName)], AllocationWeight.Of((long)drawn.ObjectSize));
                    break;
                case GCAllocationTickTraceData tick:
                    profile.Add([.. stack, Allocated(tick.TypeName)], tick.AllocationAmount64);
                    break;
            }
        }
        profile.Remark(kind == ProfileKind.Cpu
            ? $"Of {seen} samples in handshakes {waiting} were waiting."
            : $"{seen} allocations of handshakes were told.");
        if (resolved.EventsLost > 0)
        {
            profile.Remark($"The runtime lost {resolved.EventsLost} events.");
        }
        return profile;
    }

    private static bool IsOfKind(TraceEvent data, ProfileKind kind) => kind switch
    {
        ProfileKind.Alloc => data is AllocationSampledTraceData,
        ProfileKind.AllocTick => data is GCAllocationTickTraceData,
        _ => data is ClrThreadSampleTraceData { Type: ClrThreadSampleType.Managed or ClrThreadSampleType.External },
    };

    private static IReadOnlyList<NamedFrame>? HandshakeOf(TraceEvent data, Dictionary<CallStackIndex, IReadOnlyList<NamedFrame>?> known)
    {
        var index = data.CallStackIndex();
        if (!known.TryGetValue(index, out var stack))
        {
            stack = HandshakeStack.Find(Unwind(data.CallStack()));
            known.Add(index, stack);
        }
        return stack;
    }

    /// <summary>The frames, outermost first.</summary>
    private static List<RawFrame> Unwind(TraceCallStack? innermost)
    {
        var frames = new List<RawFrame>();
        for (var frame = innermost; frame is not null; frame = frame.Caller)
        {
            frames.Add(new RawFrame(frame.CodeAddress.ModuleName, frame.CodeAddress.FullMethodName));
        }
        frames.Reverse();
        return frames;
    }

    private static NamedFrame Allocated(string type) => new($"new {type}", null);
}
