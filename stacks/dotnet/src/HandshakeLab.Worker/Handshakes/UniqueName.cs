using System.Globalization;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>
/// Names that this process has not used before. The runtime keeps sessions by name for the whole process, so a name that comes
/// again, in another block or of another endpoint, could be resumed.
/// </summary>
internal static class UniqueName
{
    private static int _last;

    public static string Under(string serverName) => string.Create(CultureInfo.InvariantCulture, $"c{(uint)Interlocked.Increment(ref _last):d6}.{serverName}");
}
