namespace HandshakeLab.Worker.Stack;

/// <summary>A key exchange group.</summary>
/// <param name="Token">Its name in the protocol.</param>
/// <param name="Code">Its code point on the wire.</param>
/// <param name="OpenSslName">Its name in OpenSSL.</param>
internal sealed record Group(string Token, int Code, string OpenSslName);

/// <summary>The groups that the protocol names.</summary>
internal static class Groups
{
    public static IReadOnlyList<Group> All { get; } =
    [
        new("x25519", 0x001d, "X25519"),
        new("p256", 0x0017, "P-256"),
        new("p384", 0x0018, "P-384"),
        new("p521", 0x0019, "P-521"),
        new("x25519mlkem768", 0x11ec, "X25519MLKEM768"),
        new("secp256r1mlkem768", 0x11eb, "SecP256r1MLKEM768"),
    ];

    /// <summary>Those that this process's OpenSSL has.</summary>
    public static IReadOnlyList<Group> Available { get; } = Ask();

    /// <summary>Finds a group by its token; null where this process's OpenSSL does not have it.</summary>
    public static Group? Find(string token) => Available.FirstOrDefault(group => group.Token == token);

    private static Group[] Ask()
    {
        var names = OpenSsl.GroupsAmong(All.Select(group => group.OpenSslName));
        return [.. All.Where(group => names.Contains(group.OpenSslName))];
    }
}
