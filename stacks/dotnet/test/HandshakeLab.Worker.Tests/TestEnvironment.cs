using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Tests;

/// <summary>Pins the test process to one group before it uses OpenSSL, as the engine does with a worker.</summary>
internal static partial class TestEnvironment
{
    public const string Groups = "x25519";

    /// <summary>The file that OPENSSL_CONF names for these groups, as README.md shows it.</summary>
    public static string WriteOpenSslConfiguration(string names)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"openssl-{names.Replace(':', '-')}.cnf");
        var fresh = $"{file}.{Guid.NewGuid():N}";
        File.WriteAllText(fresh, $"""
            openssl_conf = defaults
            [defaults]
            ssl_conf = tls
            [tls]
            system_default = groups
            [groups]
            Groups = {names}

            """);
        File.Move(fresh, file, overwrite: true); // At once: another test's worker may be reading it.
        return file;
    }

#pragma warning disable CA2255 // No code of the tests runs earlier.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Pin()
    {
        Environment.SetEnvironmentVariable(ProcessGroups.Variable, Groups);
        _ = SetEnv("OPENSSL_CONF", WriteOpenSslConfiguration("X25519"), overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
