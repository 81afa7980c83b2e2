using System.Net.Security;

namespace HandshakeLab.Worker.Handshakes;

/// <summary>Connections that are kept open and idle. For any thread.</summary>
internal sealed class HeldConnections
{
    private readonly List<SslStream> _streams = [];
    private bool _open;

    public int Count
    {
        get
        {
            lock (_streams)
            {
                return _streams.Count;
            }
        }
    }

    /// <summary>From now on connections are kept.</summary>
    public void Open()
    {
        lock (_streams)
        {
            _open = true;
        }
    }

    /// <summary>Keeps a connection, which is then closed by <see cref="Release"/>.</summary>
    /// <returns>False where none are wanted: it is the caller's to close.</returns>
    public bool TryKeep(SslStream stream)
    {
        lock (_streams)
        {
            if (_open)
            {
                _streams.Add(stream);
            }
            return _open;
        }
    }

    /// <summary>Closes those that were kept, and keeps no more.</summary>
    public void Release()
    {
        SslStream[] streams;
        lock (_streams)
        {
            _open = false;
            streams = [.. _streams];
            _streams.Clear();
            _streams.TrimExcess();
        }
        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }
}
