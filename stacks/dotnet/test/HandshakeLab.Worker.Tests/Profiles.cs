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
}
