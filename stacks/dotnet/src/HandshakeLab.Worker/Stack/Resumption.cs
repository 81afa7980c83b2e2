using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Stack;

/// <summary>When SslStream makes a full handshake where a program expects a resumed one: it does not say so, so this does.</summary>
internal static class Resumption
{
    private const string OpenSslInterop =
        "https://github.com/dotnet/runtime/blob/main/src/libraries/Common/src/Interop/Unix/System.Security.Cryptography.Native/Interop.OpenSsl.cs";

    /// <summary>Whether a client that shows a certificate resumes.</summary>
    public static bool WithClientCertificate => Environment.Version.Major >= 9;

    public static Missing NotWithClientCertificate { get; } = new(
        "session:ticket with mtls", "before .NET 9 a client that shows a certificate keeps no session: every handshake is full", "https://github.com/dotnet/runtime/pull/102656");

    /// <summary>What turns resumption off without a word, or makes it fail.</summary>
    public static IReadOnlyList<Missing> Conditions =>
    [
        new("session:ticket if the client's TargetHost is empty or an IP address", "sessions are kept by name, and such a client keeps none", OpenSslInterop),
        new("session:ticket if CipherSuitesPolicy is set", "either side then keeps no SSL_CTX, and so no session and no key for tickets", OpenSslInterop),
        new("session:ticket if AllowTlsResume is false", "SSL_OP_NO_TICKET, and a new SSL_CTX for every connection", "https://learn.microsoft.com/dotnet/api/system.net.security.sslclientauthenticationoptions.allowtlsresume"),
        new("session:ticket if DOTNET_SYSTEM_NET_SECURITY_DISABLETLSRESUME is 1", "the same for the whole process", "https://github.com/dotnet/runtime/issues/78305"),
        new("session:ticket if LocalCertificateSelectionCallback is set and names no certificate", "which certificate a session was made with would not be known", OpenSslInterop),
        .. WithClientCertificate ? [] : new[] { NotWithClientCertificate },
        new("session:ticket if the server demands a certificate of the client and does not know its intermediates",
            "a session holds the client's leaf alone and SslStream builds its chain anew, so the resumed handshake is refused; this worker's servers have the intermediates in ChainPolicy.ExtraStore",
            "https://docs.openssl.org/3.0/man3/SSL_get_peer_cert_chain/"),
    ];
}
