namespace HandshakeLab.Worker.Profiling;

/// <summary>
/// The program that profiles this process: one apart, so that the libraries that read and resolve a trace
/// are no part of the process that is measured.
/// </summary>
internal static class ProfilerProgram
{
    /// <summary>Names the program where it does not lie beside the worker.</summary>
    public const string Variable = "HSLAB_DOTNET_PROFILER";

    /// <summary>Why there can be no profiles; null where there can.</summary>
    public static string? Hindrance { get; } = Find();

    public static string Path => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(AppContext.BaseDirectory, "profile", "hslab-dotnet-profile");

    private static string? Find()
    {
        // https://learn.microsoft.com/dotnet/core/runtime-config/debugging-profiling
        foreach (var variable in new[] { "EnableDiagnostics", "EnableDiagnostics_IPC" })
        {
            if (Environment.GetEnvironmentVariable($"DOTNET_{variable}") == "0")
            {
                return $"DOTNET_{variable}=0 turns off the runtime's diagnostics";
            }
        }
        return File.Exists(Path) ? null : $"the profiler {Path} is missing: publish the worker anew, or name it in {Variable}";
    }
}
