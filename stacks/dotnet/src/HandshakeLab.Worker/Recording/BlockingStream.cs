using System.Net.Sockets;

namespace HandshakeLab.Worker.Recording;

/// <summary>
/// A connection that blocks in every call. SslStream has no synchronous shutdown, and an asynchronous write would turn the socket
/// into a non-blocking one and hand it to the runtime's epoll thread; here it completes in place.
/// It has a NetworkStream and is none, because that takes a detour by a rented buffer in every class derived from it:
/// https://github.com/dotnet/runtime/blob/main/src/libraries/System.Net.Sockets/src/System/Net/Sockets/NetworkStream.cs
/// </summary>
/// <param name="socket">The connection; the stream closes it.</param>
internal class BlockingStream(Socket socket) : Stream
{
    private readonly NetworkStream _inner = new(socket, ownsSocket: true);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => _inner.Read(buffer);

    public override void Write(ReadOnlySpan<byte> buffer) => _inner.Write(buffer);

    public sealed override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
