namespace HandshakeLab.Worker.Recording;

/// <summary>
/// The cells of one sample. Each is a column of the same name, but for the case of its first letter.
/// Calls lie in order, so that the i-th is found from the first.
/// </summary>
internal enum Slot
{
    // Facts: codes, counts, and indexes into the block's strings.
    Port,
    Lane,
    Version,
    Group,
    Suite,
    Alpn,
    Resumed,
    Retried,
    Error,
    BytesRead,
    BytesWritten,
    Reads,
    Writes,
    Read0Bytes,
    Read1Bytes,
    Read2Bytes,
    Read3Bytes,
    Read4Bytes,
    Read5Bytes,
    Write0Bytes,
    Write1Bytes,
    Write2Bytes,
    Write3Bytes,
    Name,

    // Instants in ns of CLOCK_MONOTONIC; arrival, connect and exchange lie outside the handshake, of which alone bytes are counted.
    Intended,
    LaneFree,
    ConnectStart,
    ConnectEnd,
    RequestStart,
    RequestSent,
    FirstByte,
    RequestRead,
    ResponseSent,
    Start,
    End,
    VerifyStart,
    VerifyEnd,
    Verified,
    Read0Start,
    Read0End,
    Read1Start,
    Read1End,
    Read2Start,
    Read2End,
    Read3Start,
    Read3End,
    Read4Start,
    Read4End,
    Read5Start,
    Read5End,
    Write0Start,
    Write0End,
    Write1Start,
    Write1End,
    Write2Start,
    Write2End,
    Write3Start,
    Write3End,
}

/// <summary>Facts about <see cref="Slot"/>.</summary>
internal static class Slots
{
    public const int Count = (int)Slot.Write3End + 1;

    /// <summary>How many read calls have columns.</summary>
    public const int MaxReads = 6;

    /// <summary>How many write calls have columns.</summary>
    public const int MaxWrites = 4;

    /// <summary>The cell's value is not known.</summary>
    public const long Unknown = long.MinValue;

    /// <summary>The value of <see cref="Slot.Alpn"/> where no protocol was negotiated.</summary>
    public const long NoAlpn = -1;

    public static bool IsInstant(this Slot slot) => slot >= Slot.Intended;

    /// <summary>Whether bytes are counted there.</summary>
    public static bool IsOfHandshake(this Slot slot) => slot >= Slot.Start;

    /// <summary>The column's name in the protocol.</summary>
    public static string ColumnName(this Slot slot)
    {
        var name = slot.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
