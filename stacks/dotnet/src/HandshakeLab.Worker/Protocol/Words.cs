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

    /// <summary>The client keeps the sessions of so many names; a handshake resumes or not as the cache has it.</summary>
    Cache,
}

/// <summary>What becomes of a request that travels with the ClientHello.</summary>
internal enum EarlyData
{
    None,
    Accepted,
    Rejected,
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

    /// <summary>Timing, while the process is sampled; its times are not reported as timings.</summary>
    CpuProfile,

    /// <summary>Timing, while the process's allocations are sampled; its times are not reported as timings.</summary>
    AllocProfile,

    /// <summary>Timing, and the handshakes' secrets in the key log format.</summary>
    Wire,
}

/// <summary>What the cells of a sample frame are.</summary>
internal enum Quantity
{
    /// <summary>Instants in ns since the run's epoch, and facts.</summary>
    Ns,

    /// <summary>Bytes allocated since the handshake's start.</summary>
    Bytes,
}

/// <summary>Which part of a profile a frame holds.</summary>
internal enum ProfilePart
{
    /// <summary>Just the block.</summary>
    Whole,

    /// <summary>What was there before the block.</summary>
    Base,
}

/// <summary>How a profile is written.</summary>
internal enum ProfileFormat
{
    Pprof,
    Cpuprofile,
    Heapprofile,

    /// <summary>JSON with a table of frames and stacks of indexes into it: the one that this worker writes.</summary>
    Stacks,
}
