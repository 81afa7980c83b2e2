namespace HandshakeLab.Worker.Stack;

/// <summary>
/// The groups that this process was started with. SslStream has no API for them, and OpenSSL reads its configuration
/// once per process: whoever starts the worker writes a file, names it in OPENSSL_CONF, and repeats the groups as tokens in HSLAB_GROUPS.
/// README.md shows the file. What was in fact negotiated is read from the wire, since OpenSSL falls back to its
/// default list without a word where it does not know a name in the file.
/// </summary>
internal static class ProcessGroups
{
    public const string Variable = "HSLAB_GROUPS";

    /// <summary>The tokens in order of preference; empty where the process offers OpenSSL's default list.</summary>
    public static IReadOnlyList<string> Current { get; } = Parse(Environment.GetEnvironmentVariable(Variable));

    public static IReadOnlyList<string> Parse(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
