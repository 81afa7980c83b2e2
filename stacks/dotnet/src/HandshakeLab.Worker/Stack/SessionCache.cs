using System.Globalization;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Stack;

/// <summary>
/// The runtime's own cache of sessions for clients. It is one for the whole process (for each version and client certificate), keeps a session
/// for each name, and has a size that the runtime reads once: from a property of its configuration, else from the environment.
/// https://github.com/dotnet/runtime/pull/69065
/// </summary>
internal static class SessionCache
{
    public const string Variable = "DOTNET_SYSTEM_NET_SECURITY_TLSCACHESIZE";

    private const string Property = "System.Net.Security.TlsCacheSize";

    /// <summary>Where sessions are added and removed (SSL_CTX_add_session).</summary>
    private const string Source = "https://github.com/openssl/openssl/blob/openssl-3.0/ssl/ssl_sess.c";

    /// <summary>How many sessions this process keeps; null where nobody has said.</summary>
    public static int? Size { get; } = Parse(AppContext.GetData(Property) as string ?? Environment.GetEnvironmentVariable(Variable));

    /// <summary>What scenarios with a cache need to know of it.</summary>
    public static IReadOnlyList<Missing> Not => Size is null
        ? [new("session:cache", $"the size of SslStream's session cache is the process's own: it must be started with {Variable}=SIZE", "https://github.com/dotnet/runtime/pull/69065")]
        :
        [
            new("session:cache names", "OpenSSL counts tickets, and the new ones before the one goes that they take the place of: with T tickets on a connection the last SIZE - T names resume, but one at least", Source),
            new("session:cache order", "what expires first goes first: that is the least recently used where each connection brings a new ticket of equal lifetime, and the oldest in TLS 1.2, where a resumed session is not made anew", Source),
        ];

    /// <summary>Reads the size as the runtime does: 0 is for no limit, and less for its default.</summary>
    public static int? Parse(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
}
