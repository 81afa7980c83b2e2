using System.Text.Json;

namespace HandshakeLab.Profile;

/// <summary>Stacks and how much fell on each.</summary>
internal sealed class Profile(ProfileKind kind)
{
    private readonly List<NamedFrame> _frames = [];
    private readonly Dictionary<NamedFrame, int> _indexes = [];
    private readonly Dictionary<string, (int[] Frames, double Value)> _stacks = [];
    private readonly List<string> _remarks = [];

    /// <summary>Adds an amount to a stack.</summary>
    /// <param name="stack">Outermost first.</param>
    public void Add(IReadOnlyList<NamedFrame> stack, double value)
    {
        int[] frames = [.. stack.Select(IndexOf)];
        var key = string.Join(',', frames);
        _stacks[key] = (frames, value + (_stacks.TryGetValue(key, out var sofar) ? sofar.Value : 0));
    }

    /// <summary>Adds a sentence to the note.</summary>
    public void Remark(string sentence) => _remarks.Add(sentence);

    /// <summary>Writes it in the protocol's format <c>stacks</c>, the largest stacks first.</summary>
    public void WriteTo(Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("unit", kind.Unit());
        json.WriteString("note", string.Join(' ', [kind.Note(), .. _remarks]));
        json.WriteStartArray("frames");
        foreach (var frame in _frames)
        {
            json.WriteStartObject();
            json.WriteString("name", frame.Name);
            json.WriteString("file", frame.File);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("stacks");
        foreach (var (frames, value) in _stacks.Values.OrderByDescending(stack => stack.Value))
        {
            json.WriteStartObject();
            json.WriteStartArray("frames");
            foreach (var index in frames)
            {
                json.WriteNumberValue(index);
            }
            json.WriteEndArray();
            json.WriteNumber("value", Math.Round(value));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private int IndexOf(NamedFrame frame)
    {
        if (!_indexes.TryGetValue(frame, out var index))
        {
            index = _frames.Count;
            _frames.Add(frame);
            _indexes.Add(frame, index);
        }
        return index;
    }
}
