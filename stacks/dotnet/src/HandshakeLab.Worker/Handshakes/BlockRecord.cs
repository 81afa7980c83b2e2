using HandshakeLab.Worker.Machine;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>What one side of a block recorded; valid until the endpoint's next block.</summary>
/// <param name="Observe">What the block was to record.</param>
internal sealed record BlockResult(Observation Observe, SampleStore Samples, IReadOnlyList<string> Strings, int Failed, long ElapsedNs, Usage Usage)
{
    /// <summary>The handshakes' secrets; null but in blocks that are recorded on the wire.</summary>
    public IReadOnlyList<string>? KeyLog { get; init; }

    /// <summary>Whether the servers' names had numbers.</summary>
    public bool HasNames { get; init; }

    /// <summary>The process's profile over the block, in the format <c>stacks</c>; null in blocks without one.</summary>
    public byte[]? Profile { get; init; }
}

/// <summary>Collects a block's samples. Its owner keeps threads apart.</summary>
internal sealed class BlockRecord(int capacity)
{
    private readonly SampleStore _samples = new(capacity);
    private List<string> _strings = [];
    private int _failed;
    private Observation _observe;
    private long _begunNs;
    private long _lastEndNs;
    private long _endedCpuNs;
    private ProcessUsage _begun;

    /// <summary>Forgets the last block and starts a new one.</summary>
    public void Begin(Observation observe)
    {
        _observe = observe;
        if (CountsBytes)
        {
            _samples.KeepBytes();
        }
        _samples.Clear();
        _strings = [];
        _failed = 0;
        _begun = ProcessUsage.Read();
        _endedCpuNs = _begun.CpuNs;
        _begunNs = _lastEndNs = Clock.Now;
    }

    /// <summary>What the block is to record.</summary>
    public Observation Observe => _observe;

    /// <summary>Whether the handshakes' allocations are recorded.</summary>
    public bool CountsBytes => _observe == Observation.Allocations;

    /// <summary>When the block began, in ns of CLOCK_MONOTONIC.</summary>
    public long BegunNs => _begunNs;

    /// <summary>Keeps a sample.</summary>
    /// <param name="recorder">What was recorded of the handshake.</param>
    /// <param name="alpn">The protocol that a good handshake negotiated, null for none.</param>
    /// <param name="failure">What went wrong, null if nothing did.</param>
    public void Add(Recorder recorder, string? alpn, string? failure)
    {
        if (failure is not null)
        {
            recorder[Slot.Error] = Intern(failure);
        }
        else if (alpn is not null)
        {
            recorder[Slot.Alpn] = Intern(alpn);
        }
        if (!_samples.Add(recorder))
        {
            return;
        }
        if (failure is not null)
        {
            _failed++;
        }
        _lastEndNs = Math.Max(_lastEndNs, Math.Max(recorder[Slot.End], recorder[Slot.ConnectEnd]));
    }

    /// <summary>The CPU time up to now is the block's.</summary>
    public void ChargeCpu() => _endedCpuNs = ProcessUsage.ReadCpuNs();

    public BlockResult ToResult()
    {
        var now = ProcessUsage.Read();
        var usage = new Usage(
            _endedCpuNs - _begun.CpuNs, CountsBytes ? SumOfBytes() : null, AllocatedObjects: null, Exact: CountsBytes,
            now.Collections - _begun.Collections, now.PauseNs - _begun.PauseNs);
        return new BlockResult(_observe, _samples, _strings, _failed, _lastEndNs - _begunNs, usage);
    }

    private long SumOfBytes()
    {
        var sum = 0L;
        for (var row = 0; row < _samples.Count; row++)
        {
            var bytes = _samples.Bytes(row, Slot.End);
            sum += bytes == Slots.Unknown ? 0 : bytes;
        }
        return sum;
    }

    private int Intern(string text)
    {
        var index = _strings.IndexOf(text);
        if (index < 0)
        {
            index = _strings.Count;
            _strings.Add(text);
        }
        return index;
    }
}
