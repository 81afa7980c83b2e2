using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Profiling;

/// <summary>A profile of this process under way: the profiler runs as a child until it is told to stop, and then hands over what it saw.</summary>
internal sealed partial class ProfilerSession : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    /// <summary>How long the runtime's list of methods and resolving the stacks may take.</summary>
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(120);

    /// <summary>How long it may take to remove its files.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private const int Terminate = 15; // SIGTERM

    private readonly Process _process;
    private readonly CancellationTokenRegistration _stopping;

    private ProfilerSession(Process process, CancellationToken stopping)
    {
        _process = process;
        _stopping = stopping.Register(End);
    }

    /// <summary>Starts the profile that a block asks for. Returns when it runs.</summary>
    /// <returns>Null where it asks for none.</returns>
    /// <exception cref="RefusalException">The profiler is missing or does not start.</exception>
    public static ProfilerSession? StartFor(Observation observe, CancellationToken stopping) => observe switch
    {
        Observation.CpuProfile => Start("cpu", stopping),
        // Allocations are drawn at random from .NET 10 on.
        Observation.AllocProfile => Start(Environment.Version.Major >= 10 ? "alloc" : "alloc-tick", stopping),
        _ => null,
    };

    /// <summary>Stops the profile.</summary>
    /// <returns>JSON in the protocol's format <c>stacks</c>.</returns>
    /// <exception cref="RefusalException">There is none.</exception>
    public byte[] Finish()
    {
        using var limit = Limit(FinishLimit);
        using var profile = new MemoryStream();
        try
        {
            _process.StandardInput.WriteLine("stop");
            _process.StandardInput.Close();
            _process.StandardOutput.BaseStream.CopyTo(profile);
        }
        catch (IOException)
        {
            // It has ended; its exit code and its words are looked at below.
        }
        _process.WaitForExit();
        return _process.ExitCode == 0 ? profile.ToArray() : throw Failure();
    }

    /// <summary>Ends the profiler, if it still runs.</summary>
    public void Dispose()
    {
        _stopping.Dispose();
        End();
        if (!_process.WaitForExit(EndLimit))
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private static ProfilerSession Start(string kind, CancellationToken stopping)
    {
        if (ProfilerProgram.Hindrance is { } hindrance)
        {
            throw new RefusalException(ErrorCodes.Unsupported, hindrance);
        }
        var start = new ProcessStartInfo(ProfilerProgram.Path, ["--pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "--kind", kind])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ProfilerSession? session = null;
        try
        {
            session = new ProfilerSession(Process.Start(start)!, stopping);
            session.AwaitStart();
            return session;
        }
        catch (Win32Exception e)
        {
            throw new RefusalException(ErrorCodes.ProfilerFailed, $"{ProfilerProgram.Path}: {e.Message}", e);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    private void AwaitStart()
    {
        const string Started = "started\n";
        using var limit = Limit(StartLimit);
        // No reader is put over the stream: it would take more of it than the line.
        Span<byte> line = stackalloc byte[Started.Length];
        if (_process.StandardOutput.BaseStream.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length || !line.SequenceEqual("started\n"u8))
        {
            End();
            _process.WaitForExit();
            throw Failure();
        }
    }

    private RefusalException Failure()
    {
        var words = _process.StandardError.ReadToEnd().Trim();
        return new RefusalException(ErrorCodes.ProfilerFailed, words.Length > 0 ? words : $"the profiler ended with code {_process.ExitCode} and no words");
    }

    /// <summary>Ends the profiler when the time is out, which those who read from it see as the end of its output.</summary>
    private CancellationTokenSource Limit(TimeSpan time)
    {
        var limit = new CancellationTokenSource(time);
        limit.Token.Register(End);
        return limit;
    }

    /// <summary>Asks the profiler to end at once; it then removes its files.</summary>
    private void End()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Terminate);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
