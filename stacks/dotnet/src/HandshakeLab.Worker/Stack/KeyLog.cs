using System.Runtime.InteropServices;
using System.Text;
using HandshakeLab.Worker.Protocol;
using Microsoft.Win32.SafeHandles;

namespace HandshakeLab.Worker.Stack;

/// <summary>
/// The secrets of this process's handshakes, which the runtime writes to the file that SSLKEYLOGFILE names, from .NET 9 on
/// (https://github.com/dotnet/runtime/pull/100665), once for the whole process. The file is in memory and has no name in any folder, so that nothing
/// stays behind however the process ends; what was read is given back.
/// </summary>
internal static partial class KeyLog
{
    public const string Variable = "HSLAB_KEYLOG";

    private const string FileVariable = "SSLKEYLOGFILE";
    private const string Switch = "System.Net.EnableSslKeyLogging";
    private const uint CloseOnExec = 1; // MFD_CLOEXEC
    private const int KeepSize = 1; // FALLOC_FL_KEEP_SIZE
    private const int PunchHole = 2; // FALLOC_FL_PUNCH_HOLE

    private static SafeFileHandle? _file;
    private static long _read;

    /// <summary>Whether the secrets are written down.</summary>
    public static bool IsOn => _file is not null;

    /// <summary>Why they are not; null where they are.</summary>
    public static Missing? Hindrance => IsOn
        ? null
        : new(
            "observe:wire",
            Environment.Version.Major >= 9
                ? $"the runtime writes secrets to a file from its first handshake on or never: the process must be started with {Variable}=1"
                : "before .NET 9 the runtime does not give secrets away",
            "https://github.com/dotnet/runtime/pull/100665");

    /// <summary>Has the secrets written down where the environment asks for it and the runtime can. Before anything of TLS is used.</summary>
    /// <exception cref="IOException">There is no memory for the file.</exception>
    public static void StartIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1" || Environment.Version.Major < 9)
        {
            return;
        }
        var descriptor = CreateMemoryFile("hslab-keylog", CloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"memfd_create: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        _file = new SafeFileHandle(descriptor, ownsHandle: true);
        // The runtime's own copy of the environment, which it alone reads: OpenSSL 3.5 may know this variable too.
        Environment.SetEnvironmentVariable(FileVariable, $"/proc/self/fd/{descriptor}");
        AppContext.SetSwitch(Switch, true);
    }

    /// <summary>Forgets what was written up to now.</summary>
    public static void Forget()
    {
        if (_file is { } file)
        {
            GiveBack(file, RandomAccess.GetLength(file));
        }
    }

    /// <summary>The lines written since the last call of either, each once, in order.</summary>
    public static IReadOnlyList<string> Take()
    {
        if (_file is not { } file)
        {
            return [];
        }
        var end = RandomAccess.GetLength(file);
        var bytes = new byte[end - _read];
        var length = 0;
        for (int got; length < bytes.Length && (got = RandomAccess.Read(file, bytes.AsSpan(length), _read + length)) > 0;)
        {
            length += got;
        }
        GiveBack(file, end);
        return [.. Encoding.ASCII.GetString(bytes, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()];
    }

    /// <summary>The runtime writes at the offset that it has reached, so the file keeps its length and loses its memory.</summary>
    private static void GiveBack(SafeFileHandle file, long end)
    {
        if (end > _read)
        {
            _ = Allocate(file, PunchHole | KeepSize, _read, end - _read); // Without it the file only grows.
        }
        _read = end;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "fallocate")]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);
}
