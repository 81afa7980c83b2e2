using System.Runtime.CompilerServices;
using System.Security.Authentication;
using HandshakeLab.Worker.Machine;

namespace HandshakeLab.Worker.Recording;

/// <summary>
/// The sample of the handshake under way. Everything is stored in memory made once: nothing here allocates
/// between <see cref="Begin"/> and the end of the handshake. For one thread, the one that makes the handshake.
/// </summary>
internal sealed class Recorder
{
    /// <summary>Room for a HelloRetryRequest, a ServerHello with a hybrid key share (1120 bytes) and their records.</summary>
    private const int KeptBytes = 2048;

    /// <summary>TLS 1.2 names the group behind the certificates only: room for these, too.</summary>
    private const int KeptBytesOfTls12 = 32 * 1024;

    private const byte AlertRecord = 21;
    private const int AlertRecordLength = 7;

    private readonly long[] _values = new long[Slots.Count];
    private readonly long[] _bytes = new long[Slots.Count];
    private readonly byte[] _serverBytes;
    private int _serverBytesLength;
    private long _allocatedAtStart;
    private bool _countsBytes;

    /// <param name="version">The version of the handshakes.</param>
    public Recorder(SslProtocols version = SslProtocols.Tls13) => _serverBytes = new byte[version == SslProtocols.Tls12 ? KeptBytesOfTls12 : KeptBytes];

    /// <summary>The cells, by <see cref="Slot"/>.</summary>
    public ReadOnlySpan<long> Values => _values;

    /// <summary>The bytes allocated at each instant since the start, by <see cref="Slot"/>.</summary>
    public ReadOnlySpan<long> Bytes => _bytes;

    /// <summary>The first bytes that the server sent, to be read once the handshake is over.</summary>
    public ReadOnlySpan<byte> ServerBytes => _serverBytes.AsSpan(0, _serverBytesLength);

    /// <summary>The number of an alert that this side sent unencrypted, or null.</summary>
    public byte? SentAlert { get; private set; }

    public long this[Slot slot]
    {
        get => _values[(int)slot];
        set => _values[(int)slot] = value;
    }

    public bool Has(Slot slot) => this[slot] != Slots.Unknown;

    /// <summary>Forgets the last handshake.</summary>
    /// <param name="countsBytes">Whether what this thread allocates is recorded at each instant.</param>
    public void Reset(bool countsBytes)
    {
        _values.AsSpan().Fill(Slots.Unknown);
        _bytes.AsSpan().Fill(Slots.Unknown);
        _serverBytesLength = 0;
        _countsBytes = countsBytes;
        SentAlert = null;
    }

    /// <summary>The handshake starts now.</summary>
    public void Begin() => BeginAt(Clock.Now);

    /// <summary>The handshake started at this instant; bytes are counted from now.</summary>
    public void BeginAt(long instant)
    {
        _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
        Store(Slot.Start, instant);
        if (_countsBytes)
        {
            _bytes[(int)Slot.Start] = 0;
        }
    }

    /// <summary>Stamps an instant; of several, the first counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark(Slot slot)
    {
        if (!Has(slot))
        {
            Store(slot, Clock.Now);
        }
    }

    /// <summary>Stamps an instant; of several, the last counts.</summary>
    public void MarkLast(Slot slot) => Store(slot, Clock.Now);

    /// <summary>The calls made from now on are counted.</summary>
    public void CountCalls()
    {
        this[Slot.Reads] = this[Slot.Writes] = this[Slot.BytesRead] = this[Slot.BytesWritten] = 0;
    }

    /// <summary>The bytes allocated so far: what a call's start is recorded with, if it turns out to be one.</summary>
    public long AllocatedNow => _countsBytes ? GC.GetAllocatedBytesForCurrentThread() - _allocatedAtStart : 0;

    /// <summary>So many of the bytes allocated are a hook's, not the handshake's.</summary>
    public void Discount(long bytes) => _allocatedAtStart += bytes;

    /// <summary>A read call has returned data.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="allocated">What had been allocated then.</param>
    /// <param name="keep">Whether the peer is the server.</param>
    public void AddRead(long start, long allocated, ReadOnlySpan<byte> data, bool keep)
    {
        var end = Clock.Now;
        var index = (int)this[Slot.Reads]++;
        this[Slot.BytesRead] += data.Length;
        if (index < Slots.MaxReads)
        {
            AddCall(Slot.Read0Start + (2 * index), start, end, allocated);
            this[Slot.Read0Bytes + index] = data.Length;
        }
        if (keep)
        {
            Keep(data);
        }
    }

    /// <summary>A write call has returned.</summary>
    /// <param name="start">When it began.</param>
    /// <param name="allocated">What had been allocated then.</param>
    /// <param name="keep">Whether this is the server.</param>
    public void AddWrite(long start, long allocated, ReadOnlySpan<byte> data, bool keep)
    {
        var end = Clock.Now;
        var index = (int)this[Slot.Writes]++;
        this[Slot.BytesWritten] += data.Length;
        if (index < Slots.MaxWrites)
        {
            AddCall(Slot.Write0Start + (2 * index), start, end, allocated);
            this[Slot.Write0Bytes + index] = data.Length;
        }
        if (data.Length == AlertRecordLength && data[0] == AlertRecord)
        {
            SentAlert = data[^1];
        }
        if (keep)
        {
            Keep(data);
        }
    }

    private void AddCall(Slot startSlot, long start, long end, long allocated)
    {
        _values[(int)startSlot] = start;
        _values[(int)startSlot + 1] = end;
        if (_countsBytes)
        {
            _bytes[(int)startSlot] = allocated;
            _bytes[(int)startSlot + 1] = AllocatedNow;
        }
    }

    private void Store(Slot slot, long instant)
    {
        _values[(int)slot] = instant;
        if (_countsBytes)
        {
            _bytes[(int)slot] = AllocatedNow;
        }
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        var length = Math.Min(data.Length, _serverBytes.Length - _serverBytesLength);
        data[..length].CopyTo(_serverBytes.AsSpan(_serverBytesLength));
        _serverBytesLength += length;
    }
}
