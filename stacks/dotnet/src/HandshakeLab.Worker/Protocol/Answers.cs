using System.Text.Json.Serialization;

namespace HandshakeLab.Worker.Protocol;

// What the worker sends. Authority: stacks/PROTOCOL.md.

/// <summary>The TLS implementation and its version.</summary>
internal sealed record Library(string Name, string Version);

/// <summary>Something this stack cannot offer or observe, why, and where that is documented.</summary>
internal sealed record Missing(string What, string Why, string? Source);

/// <summary>The first frame, unasked.</summary>
/// <param name="Cpus">The CPUs this process may run on, as the kernel says.</param>
internal sealed record ReadyMessage(
    int Protocol, string Stack, string Version, Library Library, Role Role, int Pid, IReadOnlyList<int> Cpus,
    IReadOnlyList<string> Offers, IReadOnlyList<string> Observes, IReadOnlyList<Missing> Not) : IMessage
{
    public string Type => "ready";
}

internal sealed record ConfiguredAnswer(long Id, int Endpoint) : IMessage
{
    public string Type => "configured";
}

internal sealed record ServingAnswer(long Id, int Endpoint, int Port) : IMessage
{
    public string Type => "serving";
}

internal sealed record ArmedAnswer(long Id, long Block) : IMessage
{
    public string Type => "armed";
}

/// <summary>What the process used during a block; null where that is unknown.</summary>
/// <param name="CpuNs">CPU time of all threads, in ns.</param>
/// <param name="Exact">False where bytes or objects are estimates.</param>
/// <param name="GcCount">Collections of any generation, each counted once.</param>
/// <param name="GcPauseNs">How long they stopped the threads, in ns.</param>
internal sealed record Usage(long? CpuNs, long? AllocatedBytes, long? AllocatedObjects, bool Exact, long? GcCount, long? GcPauseNs);

/// <summary>A block is over; its samples went before.</summary>
/// <param name="ElapsedNs">From the block's beginning to the end of its last handshake, in ns.</param>
internal sealed record DoneAnswer(long Id, int Endpoint, long Block, int Handshakes, int Failed, long ElapsedNs, Usage Usage) : IMessage
{
    /// <summary>The handshakes' secrets, a line each; null but in blocks that are recorded on the wire.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KeyLog { get; init; }

    public string Type => "done";
}

/// <summary>How many connections are kept open now.</summary>
/// <param name="Failed">How many could not be made.</param>
internal sealed record HoldingAnswer(long Id, int Endpoint, int Connections, int Failed) : IMessage
{
    public string Type => "holding";
}

internal sealed record ReleasedAnswer(long Id, int Endpoint) : IMessage
{
    public string Type => "released";
}

internal sealed record StoppedAnswer(long Id) : IMessage
{
    public string Type => "stopped";
}

/// <summary>A request could not be carried out.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
internal sealed record ErrorAnswer(long Id, string Code, string Message) : IMessage
{
    public string Type => "error";
}

/// <summary>The header of a sample frame.</summary>
/// <param name="Count">Rows of each column.</param>
/// <param name="Strings">What the columns <c>alpn</c> and <c>error</c> point into.</param>
internal sealed record SampleHeader(
    int Endpoint, long Block, Role Role, Quantity Quantity, int Count, IReadOnlyList<string> Columns, IReadOnlyList<string> Strings);

/// <summary>The header of a profile frame.</summary>
internal sealed record ProfileHeader(int Endpoint, long Block, Role Role, ProfilePart Part, ProfileFormat Format);
