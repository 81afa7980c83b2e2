using System.Buffers.Binary;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>A sample frame as the engine reads it; written apart from the worker, which only writes them.</summary>
internal sealed record Samples(SampleHeader Header, IReadOnlyDictionary<string, double[]> Columns)
{
    public double[] this[string column] => Columns[column];

    /// <exception cref="ProtocolException">Header and columns do not fill the frame exactly.</exception>
    public static Samples Decode(Frame frame)
    {
        Assert.Equal(FrameKind.Samples, frame.Kind);
        var header = Headers.Split(frame, MessageJson.Default.SampleHeader, out var cells);
        if (cells.Length != header.Count * header.Columns.Count * sizeof(double))
        {
            throw new ProtocolException($"{cells.Length} bytes of columns for {header.Columns.Count} columns of {header.Count}");
        }
        var columns = new Dictionary<string, double[]>();
        foreach (var (index, name) in header.Columns.Index())
        {
            var values = new double[header.Count];
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = BinaryPrimitives.ReadDoubleLittleEndian(cells[(((index * header.Count) + row) * sizeof(double))..]);
            }
            columns.Add(name, values);
        }
        return new Samples(header, columns);
    }
}
