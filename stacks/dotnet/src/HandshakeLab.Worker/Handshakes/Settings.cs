using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HandshakeLab.Worker.Protocol;
using HandshakeLab.Worker.Recording;
using HandshakeLab.Worker.Stack;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>One endpoint's configuration, checked and loaded.</summary>
internal sealed class Settings
{
    /// <summary>How long a handshake may take on either side.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>The same in ns.</summary>
    public const long DeadlineNs = 5_000_000_000;

    /// <summary>The most that is sent in one direction of an exchange.</summary>
    private const int MaxExchangeBytes = 64 * 1024 * 1024;

    /// <summary>What a frame can hold if every slot were a column, with room for a header and its strings.</summary>
    private const int MaxCapacity = Frame.MaxLength / 2 / (Slots.Count * sizeof(double));

    private readonly X509ChainPolicy _chainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };

    private Settings(Role role, ConfigureRequest request, long epochNs, IReadOnlyList<Group> groups)
    {
        Role = role;
        Hooks = request.Hooks;
        Session = request.Tls.Session;
        Version = request.Tls.Version == "1.2" ? SslProtocols.Tls12 : SslProtocols.Tls13;
        Mutual = request.Tls.Mutual ?? false;
        Groups = groups;
        Protocols = [.. (request.Tls.Alpn ?? []).Select(name => new SslApplicationProtocol(name))];
        ServerName = request.ServerName;
        Capacity = request.Capacity;
        EpochNs = epochNs;
        DelayNs = request.DelayNs;
        HasPreamble = request.Preamble ?? false;
        ClientCloses = request.Closes == "client";
        if (request.Exchange is { } exchange)
        {
            Own = new byte[role == Role.Client ? exchange.RequestBytes : exchange.ResponseBytes];
            PeerBytes = role == Role.Client ? exchange.ResponseBytes : exchange.RequestBytes;
        }
    }

    public Role Role { get; }

    public Hooks Hooks { get; }

    public SessionMode Session { get; }

    /// <summary>The version that is negotiated; nothing else may be.</summary>
    public SslProtocols Version { get; }

    /// <summary>Whether the server demands a certificate of the client.</summary>
    public bool Mutual { get; }

    /// <summary>The groups that may be negotiated.</summary>
    public IReadOnlyList<Group> Groups { get; }

    /// <summary>What a client offers or a server lists by ALPN.</summary>
    public List<SslApplicationProtocol> Protocols { get; }

    public string ServerName { get; }

    /// <summary>The most handshakes that one block may hold.</summary>
    public int Capacity { get; }

    /// <summary>What reported instants are relative to, in ns.</summary>
    public long EpochNs { get; }

    /// <summary>A busy wait inside the client's timed part, in ns.</summary>
    public long DelayNs { get; }

    /// <summary>Whether a relay's byte ends a client's connect.</summary>
    public bool HasPreamble { get; }

    /// <summary>Whether the client closes a connection first: the server is none of ours.</summary>
    public bool ClientCloses { get; }

    /// <summary>Whether a request and a response follow the handshake.</summary>
    public bool Exchanges => Own is not null;

    /// <summary>What this side sends after the handshake, zeros; null for nothing.</summary>
    public byte[]? Own { get; }

    /// <summary>How many bytes the other side then sends.</summary>
    public int PeerBytes { get; }

    /// <summary>What the peer's certificate is held to; a copy for each thread.</summary>
    public X509ChainPolicy NewChainPolicy() => _chainPolicy.Clone();

    /// <summary>Whether a client must understand what a server sends behind the handshake: its tickets, or that it refuses the client's certificate.</summary>
    public bool ReadsWhatFollows => Session is SessionMode.Ticket or SessionMode.Cache || Mutual;

    /// <summary>What this side shows: certificate, key and intermediates; null for a client that shows nothing.</summary>
    public SslStreamCertificateContext? Certificate { get; private set; }

    /// <summary>Checks a configure request and loads its files.</summary>
    /// <exception cref="RefusalException">It cannot be carried out.</exception>
    public static Settings Load(Role role, ConfigureRequest request)
    {
        Check(role, request);
        if (!long.TryParse(request.EpochNs, NumberStyles.None, CultureInfo.InvariantCulture, out var epochNs))
        {
            throw Refuse(ErrorCodes.BadRequest, $"epochNs \"{request.EpochNs}\" is not a number of ns");
        }
        var settings = new Settings(role, request, epochNs, ParseGroups(role, request.Tls));
        if (role == Role.Client || settings.Mutual)
        {
            settings.LoadRoots(request.RootFile);
        }
        if (role == Role.Server || settings.Mutual)
        {
            settings.LoadCertificate(request.CertificateFile, request.KeyFile);
        }
        return settings;
    }

    private static void Check(Role role, ConfigureRequest request)
    {
        // The JSON reader leaves what is missing null, whatever the types say.
        if (request.Tls?.Groups is null || request.ServerName is null || request.EpochNs is null)
        {
            throw Refuse(ErrorCodes.BadRequest, "configure lacks tls, tls.groups, serverName or epochNs");
        }
        if (request.Tls.Version is not ("1.2" or "1.3"))
        {
            throw Refuse(ErrorCodes.Unsupported, $"TLS version \"{request.Tls.Version}\": 1.2 and 1.3 are measured");
        }
        if (request.Tls is { Version: "1.2", Retry: true })
        {
            throw Refuse(ErrorCodes.BadRequest, "a HelloRetryRequest is a message of TLS 1.3");
        }
        if (request.Capacity is < 0 or > MaxCapacity)
        {
            throw Refuse(ErrorCodes.BadRequest, $"capacity {request.Capacity} is not between 0 and {MaxCapacity}, what a frame can hold");
        }
        if (request.Exchange is { RequestBytes: not (> 0 and <= MaxExchangeBytes) } or { ResponseBytes: not (> 0 and <= MaxExchangeBytes) })
        {
            throw Refuse(ErrorCodes.BadRequest, $"exchange of {request.Exchange.RequestBytes} and {request.Exchange.ResponseBytes} bytes: each is between 1 and {MaxExchangeBytes}");
        }
        if (request.Tls is { Mutual: true, Session: SessionMode.Ticket or SessionMode.Cache } && role == Role.Client && !Resumption.WithClientCertificate)
        {
            throw Refuse(ErrorCodes.Unsupported, $"resumption with a client's certificate: {Resumption.NotWithClientCertificate.Why}");
        }
        if (role == Role.Client && request.Tls is { Session: SessionMode.Cache } cache && (cache.CacheSize is null || cache.CacheSize != SessionCache.Size))
        {
            throw Refuse(
                ErrorCodes.CacheNeedsProcess,
                $"cacheSize {cache.CacheSize?.ToString(CultureInfo.InvariantCulture) ?? "null"} needs a process started with {SessionCache.Variable}={cache.CacheSize}; this one was started with \"{SessionCache.Size}\"");
        }
        if (role == Role.Server && request.Tls.Tickets is { } tickets)
        {
            throw Refuse(ErrorCodes.Unsupported, $"tickets {tickets}: SslStream has no API for their number");
        }
        if (role == Role.Server && request.Tls.AntiReplay is not null)
        {
            throw Refuse(ErrorCodes.Unsupported, "antiReplay: SslStream has no 0-RTT");
        }
        if (request.Tls.EarlyData is EarlyData.Accepted or EarlyData.Rejected)
        {
            throw Refuse(ErrorCodes.Unsupported, "earlyData: SslStream has no 0-RTT");
        }
        if (request.DelayNs < 0)
        {
            throw Refuse(ErrorCodes.BadRequest, $"delayNs {request.DelayNs} is negative");
        }
        if (request.Tls.Alpn?.FirstOrDefault(name => Encoding.UTF8.GetByteCount(name) is 0 or > byte.MaxValue) is { } bad)
        {
            throw Refuse(ErrorCodes.BadRequest, $"ALPN name \"{bad}\" is not 1 to 255 bytes long");
        }
    }

    private static Group[] ParseGroups(Role role, TlsSettings tls)
    {
        if (tls.Groups.Count == 0 || (tls.Retry && role == Role.Client && tls.Groups.Count < 2))
        {
            throw Refuse(ErrorCodes.BadRequest, tls.Retry ? "a retry needs the group that is refused and the one that is not" : "tls.groups is empty");
        }
        // OpenSSL sends a key share of the first group alone: listing the refused one first is all that a client's retry takes.
        var tokens = tls.Retry && role == Role.Server ? [tls.Groups[^1]] : tls.Groups;
        var groups = tokens
            .Select(token => Stack.Groups.Find(token) ?? throw Refuse(ErrorCodes.Unsupported, $"group \"{token}\": OpenSSL {OpenSsl.Version} does not have it"))
            .ToArray();
        if (!tokens.SequenceEqual(ProcessGroups.Current))
        {
            throw Refuse(
                ErrorCodes.GroupsNeedProcess,
                $"groups {string.Join(',', tokens)} need a process started with {ProcessGroups.Variable}={string.Join(',', tokens)} and OPENSSL_CONF naming a file with them; this one was started with \"{string.Join(',', ProcessGroups.Current)}\"");
        }
        return groups;
    }

    private void LoadRoots(string? file)
    {
        var roots = _chainPolicy.CustomTrustStore;
        try
        {
            roots.ImportFromPemFile(file ?? "");
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Refuse(ErrorCodes.Unreadable, $"rootFile: {e.Message}", e);
        }
        if (roots.Count == 0)
        {
            throw Refuse(ErrorCodes.Unreadable, $"rootFile {file} holds no certificate");
        }
    }

    private void LoadCertificate(string? certificateFile, string? keyFile)
    {
        try
        {
            var chain = File.ReadAllText(certificateFile ?? "");
            var leaf = X509Certificate2.CreateFromPem(chain, File.ReadAllText(keyFile ?? ""));
            var intermediates = new X509Certificate2Collection();
            intermediates.ImportFromPem(chain);
            intermediates.RemoveAt(0); // The leaf; the rest go out as they are, since the root is not among them.
            if (IsToldClientsIntermediates)
            {
                _chainPolicy.ExtraStore.AddRange(intermediates);
            }
            Certificate = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Refuse(ErrorCodes.Unreadable, $"certificateFile, keyFile: {e.Message}", e);
        }
    }

    /// <summary>
    /// A ticket holds the client's leaf alone, and SslStream builds its chain anew when a session is resumed: without the intermediates
    /// it then refuses what it accepted before. Both sides' certificates have the same issuers here, so the server has them at hand.
    /// </summary>
    private bool IsToldClientsIntermediates => Role == Role.Server && Mutual && (Session is SessionMode.Ticket or SessionMode.Cache);

    private static bool IsUnreadable(Exception e) =>
        e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException;

    private static RefusalException Refuse(string code, string message, Exception? cause = null) => new(code, message, cause);
}
