namespace HandshakeLab.Worker.Protocol;

/// <summary>Which side of the handshakes this process is.</summary>
internal enum Role
{
    Server,
    Client,
}

/// <summary>How sessions are dealt with.</summary>
internal enum SessionMode
{
    /// <summary>Tickets are enabled, yet every handshake is full.</summary>
    Full,

    /// <summary>Every measured handshake resumes.</summary>
    Ticket,

    /// <summary>No tickets on either side.</summary>
    Off,
}

/// <summary>What is recorded of a handshake.</summary>
internal enum Hooks
{
    /// <summary>All cheap hooks.</summary>
    Timing,

    /// <summary>Only start and end.</summary>
    Off,
}

/// <summary>What a block records.</summary>
internal enum Observation
{
    Timing,

    /// <summary>The bytes allocated at each mark, beside the time.</summary>
    Allocations,
}

/// <summary>What the cells of a sample frame are.</summary>
internal enum Quantity
{
    /// <summary>Instants in ns since the run's epoch, and facts.</summary>
    Ns,

    /// <summary>Bytes allocated since the handshake's start.</summary>
    Bytes,
}
