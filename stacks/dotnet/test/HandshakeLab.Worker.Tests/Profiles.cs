using System.Text.Json.Nodes;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

/// <summary>Profile frames as the engine reads them.</summary>
internal static class Profiles
{
    public static (ProfileHeader Header, byte[] Bytes) Decode(Frame frame)
    {
        Assert.Equal(FrameKind.Profile, frame.Kind);
        var header = Headers.Split(frame, MessageJson.Default.ProfileHeader, out var rest);
        return (header, rest.ToArray());
    }

    /// <summary>Reads the format <c>stacks</c>: each stack's frames by name, outermost first, and its value.</summary>
    public static (string Unit, string Note, IReadOnlyList<(string[] Frames, long Value)> Stacks) Parse(byte[] json)
    {
        var profile = JsonNode.Parse(json)!;
        string[] names = [.. profile["frames"]!.AsArray().Select(frame => (string)frame!["name"]!)];
        return ((string)profile["unit"]!, (string)profile["note"]!,
            [.. profile["stacks"]!.AsArray().Select(stack => (stack!["frames"]!.AsArray().Select(index => names[(int)index!]).ToArray(), (long)stack["value"]!))]);
    }
}
