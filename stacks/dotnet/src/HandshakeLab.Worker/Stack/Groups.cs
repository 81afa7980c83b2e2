namespace HandshakeLab.Worker.Stack;

/// <summary>A key exchange group.</summary>
/// <param name="Token">Its name in the protocol.</param>
/// <param name="Code">Its code point on the wire.</param>
/// <param name="IsHybrid">Whether it needs ML-KEM, which OpenSSL has since 3.5.</param>
internal sealed record Group(string Token, int Code, bool IsHybrid = false);

/// <summary>The groups that the protocol names.</summary>
internal static class Groups
{
    public static IReadOnlyList<Group> All { get; } =
    [
        new("x25519", 0x001d),
        new("p256", 0x0017),
        new("p384", 0x0018),
        new("p521", 0x0019),
        new("x25519mlkem768", 0x11ec, IsHybrid: true),
        new("secp256r1mlkem768", 0x11eb, IsHybrid: true),
    ];

    /// <summary>Those that this process's OpenSSL has.</summary>
    public static IReadOnlyList<Group> Available { get; } = [.. All.Where(group => !group.IsHybrid || OpenSsl.HasMlKem)];

    /// <summary>Finds a group by its token; null where this process's OpenSSL does not have it.</summary>
    public static Group? Find(string token) => Available.FirstOrDefault(group => group.Token == token);
}
