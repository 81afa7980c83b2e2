using System.Net.Sockets;
using HandshakeLab.Worker.Machine;

namespace HandshakeLab.Worker.Recording;

/// <summary>A connection whose calls during the handshake are recorded.</summary>
/// <param name="socket">The connection; the stream closes it.</param>
/// <param name="recorder">Where the calls are recorded.</param>
/// <param name="isServer">Whether the server's bytes are those written, not those read.</param>
internal sealed class TapStream(Socket socket, Recorder recorder, bool isServer) : BlockingStream(socket)
{
    private bool _attached = true;

    /// <summary>The handshake is over: later calls are none of it.</summary>
    public void Detach() => _attached = false;

    // SslStream's synchronous calls end in these two overloads.

    public override int Read(Span<byte> buffer)
    {
        if (!_attached)
        {
            return base.Read(buffer);
        }
        var allocated = recorder.AllocatedNow;
        var start = Clock.Now;
        var length = base.Read(buffer);
        if (length > 0)
        {
            recorder.AddRead(start, allocated, buffer[..length], keep: !isServer);
        }
        return length;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_attached)
        {
            base.Write(buffer);
            return;
        }
        var allocated = recorder.AllocatedNow;
        var start = Clock.Now;
        base.Write(buffer);
        recorder.AddWrite(start, allocated, buffer, keep: isServer);
    }
}
