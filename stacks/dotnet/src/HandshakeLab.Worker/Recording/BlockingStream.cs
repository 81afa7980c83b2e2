using System.Net.Sockets;

namespace HandshakeLab.Worker.Recording;

/// <summary>
/// A connection that blocks in every call. SslStream has no synchronous shutdown, and an asynchronous write would turn the socket
/// into a non-blocking one and hand it to the runtime's epoll thread; here it completes in place.
/// </summary>
internal class BlockingStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public sealed override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
