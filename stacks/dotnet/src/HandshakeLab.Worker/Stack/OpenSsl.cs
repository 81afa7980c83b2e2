using System.Security.Cryptography;

namespace HandshakeLab.Worker.Stack;

/// <summary>The OpenSSL that the runtime has loaded.</summary>
internal static class OpenSsl
{
    public static Version Version { get; } = Decode(SafeEvpPKeyHandle.OpenSslVersion);

    /// <summary>Whether it has the hybrid groups.</summary>
    public static bool HasMlKem => Version >= new Version(3, 5);

    /// <summary>Decodes OPENSSL_VERSION_NUMBER of OpenSSL 3 and later, <c>0xMNN00PP0</c>.</summary>
    public static Version Decode(long number) => new((int)(number >> 28) & 0xf, (int)(number >> 20) & 0xff, (int)(number >> 4) & 0xff);
}
