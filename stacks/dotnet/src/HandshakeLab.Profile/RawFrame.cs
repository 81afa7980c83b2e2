namespace HandshakeLab.Profile;

/// <summary>A frame as the trace has it.</summary>
/// <param name="Module">The assembly's name without its ending; empty for code that the runtime made.</param>
/// <param name="Method">The method with its type and its arguments; empty where it has no name.</param>
internal readonly record struct RawFrame(string Module, string Method);

/// <summary>A frame as people read it.</summary>
/// <param name="Name">Type and method.</param>
/// <param name="File">The assembly; null for native code.</param>
internal readonly record struct NamedFrame(string Name, string? File);
