namespace HandshakeLab.Worker.Recording;

/// <summary>The samples of one block. Its memory is made at once and touched then, so that no page of it is missing later.</summary>
internal sealed class SampleStore
{
    private readonly long[] _values;
    private long[]? _bytes;

    /// <param name="capacity">The most samples kept.</param>
    public SampleStore(int capacity)
    {
        Capacity = capacity;
        _values = NewCells();
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>Makes room for allocated bytes, where a block is the first to record them.</summary>
    public void KeepBytes() => _bytes ??= NewCells();

    /// <summary>Keeps a copy of the recorder's sample.</summary>
    /// <returns>False where there is no room.</returns>
    public bool Add(Recorder recorder)
    {
        if (Count == Capacity)
        {
            return false;
        }
        recorder.Values.CopyTo(Row(_values, Count));
        if (_bytes is not null)
        {
            recorder.Bytes.CopyTo(Row(_bytes, Count));
        }
        Count++;
        return true;
    }

    /// <summary>A cell, <see cref="Slots.Unknown"/> where it was not filled.</summary>
    public long Value(int row, Slot slot) => Row(_values, row)[(int)slot];

    /// <summary>The bytes allocated at an instant since the start, <see cref="Slots.Unknown"/> where that was not recorded.</summary>
    public long Bytes(int row, Slot slot) => _bytes is null ? Slots.Unknown : Row(_bytes, row)[(int)slot];

    private long[] NewCells()
    {
        var cells = new long[Capacity * Slots.Count];
        Array.Fill(cells, Slots.Unknown);
        return cells;
    }

    private static Span<long> Row(long[] cells, int row) => cells.AsSpan(row * Slots.Count, Slots.Count);
}
