using System.Text.Json.Nodes;

namespace HandshakeLab.Profile.Tests;

public sealed class ProfileTests
{
    [Fact]
    public void Equal_stacks_are_added_up_and_the_largest_come_first()
    {
        var (a, b) = (new NamedFrame("A", "a.dll"), new NamedFrame("B", null));
        var profile = new Profile(ProfileKind.Cpu);
        profile.Add([a], 1);
        profile.Add([a, b], 1);
        profile.Add([a, b], 1);
        profile.Remark("All of it.");
        var json = Write(profile);
        Assert.EndsWith(" All of it.", (string)json["note"]!, StringComparison.Ordinal);
        json.AsObject().Remove("note");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"unit":"samples","frames":[{"name":"A","file":"a.dll"},{"name":"B","file":null}],
             "stacks":[{"frames":[0,1],"value":2},{"frames":[0],"value":1}]}
            """), json), json.ToString());
    }

    [Theory]
    [InlineData("cpu", "samples")]
    [InlineData("alloc", "bytes")]
    [InlineData("alloc-tick", "bytes")]
    public void A_profile_without_stacks_still_says_its_unit(string kind, string unit)
    {
        var json = Write(new Profile(ProfileKinds.Parse(kind)!.Value));
        Assert.Equal(unit, (string)json["unit"]!);
        Assert.Empty(json["stacks"]!.AsArray());
    }

    [Fact]
    public void No_other_kinds_are_known() => Assert.Null(ProfileKinds.Parse("heap"));

    [Fact]
    public void Drawn_allocations_stand_for_what_their_size_makes_likely()
    {
        Assert.Equal(102_400, AllocationWeight.Of(24), 24.0);
        Assert.Equal(161_996, AllocationWeight.Of(102_400), 10.0); // s / (1 - 1/e)
        Assert.Equal(100_000_000, AllocationWeight.Of(100_000_000), 1.0);
    }

    [Fact]
    public void Temporary_files_are_nobody_else_s_and_go()
    {
        string path;
        using (var folder = new TemporaryFolder())
        {
            path = folder.File("trace");
            File.WriteAllText(path, "x");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
            folder.Dispose();
        }
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    private static JsonNode Write(Profile profile)
    {
        using var stream = new MemoryStream();
        profile.WriteTo(stream);
        return JsonNode.Parse(stream.ToArray())!;
    }
}
