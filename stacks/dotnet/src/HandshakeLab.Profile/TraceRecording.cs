using Microsoft.Diagnostics.NETCore.Client;

namespace HandshakeLab.Profile;

/// <summary>A session of a process's EventPipe, written to a file as it comes.</summary>
internal sealed class TraceRecording : IDisposable
{
    /// <summary>What the runtime may keep of events that are not read yet: some seconds of samples.</summary>
    private const int BufferMegabytes = 64;

    private readonly EventPipeSession _session;
    private readonly FileStream _file;
    private readonly Task _copying;

    /// <summary>Starts recording. When this returns, the runtime records.</summary>
    /// <exception cref="DiagnosticsClientException">The process is not there or has no diagnostics.</exception>
    public TraceRecording(int pid, ProfileKind kind, string path)
    {
        _session = new DiagnosticsClient(pid).StartEventPipeSession(kind.Provider(), requestRundown: true, BufferMegabytes);
        _file = File.Create(path);
        _copying = _session.EventStream.CopyToAsync(_file);
    }

    /// <summary>Stops recording and waits for the rundown: the runtime's list of methods, without which addresses have no names.</summary>
    public void Finish()
    {
        _session.Stop();
        _copying.GetAwaiter().GetResult();
        _file.Flush();
    }

    public void Dispose()
    {
        _session.Dispose();
        _file.Dispose();
    }
}
