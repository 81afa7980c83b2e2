using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HandshakeLab.Worker.Stack;

/// <summary>The OpenSSL that the runtime has loaded.</summary>
internal static unsafe class OpenSsl
{
    private const string MapsFile = "/proc/self/maps";
    private const int SetGroupsList = 92; // SSL_CTRL_SET_GROUPS_LIST: SSL_CTX_set1_groups_list is a macro over it.

    public static Version Version { get; } = Decode(SafeEvpPKeyHandle.OpenSslVersion);

    /// <summary>Decodes OPENSSL_VERSION_NUMBER of OpenSSL 3 and later, <c>0xMNN00PP0</c>.</summary>
    public static Version Decode(long number) => new((int)(number >> 28) & 0xf, (int)(number >> 20) & 0xff, (int)(number >> 4) & 0xff);

    /// <summary>
    /// Asks the library which of these key exchange groups it has. A version does not tell: it depends on how the library
    /// was built and on the providers that its configuration loads.
    /// </summary>
    /// <param name="names">OpenSSL's own names.</param>
    /// <exception cref="DllNotFoundException">The runtime has no libssl loaded.</exception>
    public static IReadOnlyList<string> GroupsAmong(IEnumerable<string> names)
    {
        _ = Version; // Makes the runtime load it.
        var library = NativeLibrary.Load(FindLoaded());
        var newContext = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "SSL_CTX_new");
        var freeContext = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "SSL_CTX_free");
        var control = (delegate* unmanaged<nint, int, nint, byte*, nint>)NativeLibrary.GetExport(library, "SSL_CTX_ctrl");
        var method = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "TLS_method");
        // Found in libcrypto, on which libssl depends.
        var clearErrors = (delegate* unmanaged<void>)NativeLibrary.GetExport(library, "ERR_clear_error");
        var found = new List<string>();
        foreach (var name in names)
        {
            // One for each, since a failed call may leave a context as it was before or not.
            var context = newContext(method());
            fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(name + '\0'))
            {
                if (context != 0 && control(context, SetGroupsList, 0, text) == 1)
                {
                    found.Add(name);
                }
            }
            freeContext(context);
        }
        clearErrors(); // Else the next handshake on this thread would report what is left in its queue.
        return found;
    }

    /// <summary>
    /// The file of the libssl that is mapped into this process: which one that is depends on LD_LIBRARY_PATH, on the
    /// system and on the runtime's own list of names, so it is looked up, not guessed.
    /// </summary>
    [SuppressMessage("Performance", "CA1865", Justification = "A path is searched for a name.")]
    private static string FindLoaded()
    {
        foreach (var line in File.ReadLines(MapsFile))
        {
            var path = line.IndexOf('/', StringComparison.Ordinal);
            if (path >= 0 && Path.GetFileName(line[path..]).StartsWith("libssl.so", StringComparison.Ordinal))
            {
                return line[path..];
            }
        }
        throw new DllNotFoundException("no libssl is loaded");
    }
}
