using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using HandshakeLab.Worker.Protocol;

namespace HandshakeLab.Worker.Tests;

public sealed class GoldenTests
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = new()
    {
        ["configure"] = MessageJson.Default.ConfigureRequest,
        ["serve"] = MessageJson.Default.ServeRequest,
        ["block"] = MessageJson.Default.BlockRequest,
        ["collect"] = MessageJson.Default.CollectRequest,
        ["hold"] = MessageJson.Default.HoldRequest,
        ["release"] = MessageJson.Default.ReleaseRequest,
        ["stop"] = MessageJson.Default.StopRequest,
        ["ready"] = MessageJson.Default.ReadyMessage,
        ["configured"] = MessageJson.Default.ConfiguredAnswer,
        ["serving"] = MessageJson.Default.ServingAnswer,
        ["armed"] = MessageJson.Default.ArmedAnswer,
        ["done"] = MessageJson.Default.DoneAnswer,
        ["holding"] = MessageJson.Default.HoldingAnswer,
        ["released"] = MessageJson.Default.ReleasedAnswer,
        ["stopped"] = MessageJson.Default.StoppedAnswer,
        ["error"] = MessageJson.Default.ErrorAnswer,
    };

    private static readonly JsonTypeInfo Untyped = JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonObject));

    [Theory]
    [InlineData("session")]
    [InlineData("session-3")]
    public void The_session_decodes_to_what_its_JSON_says_and_survives_being_encoded_again(string name)
    {
        var expected = JsonNode.Parse(TestData.Read($"{name}.json"))!["frames"]!.AsArray();
        using var binary = new MemoryStream(TestData.Read($"{name}.bin"));
        var again = new FrameBuffer();
        foreach (var entry in expected)
        {
            var frame = Frame.Read(binary) ?? throw new EndOfStreamException();
            CompareAndAppend(entry!, frame, again);
        }
        Assert.Null(Frame.Read(binary));

        using var rebuilt = new MemoryStream(again.Written.ToArray());
        foreach (var entry in expected)
        {
            CompareAndAppend(entry!, Frame.Read(rebuilt) ?? throw new EndOfStreamException(), new FrameBuffer());
        }
        Assert.Null(Frame.Read(rebuilt));
    }

    [Theory]
    [InlineData("bad-columns.bin")]
    [InlineData("bad-empty.bin")]
    [InlineData("bad-json.bin")]
    [InlineData("bad-kind.bin")]
    [InlineData("bad-length.bin")]
    public void A_bad_frame_ends_the_worker_with_exit_code_2(string name)
    {
        using var input = new MemoryStream(TestData.Read(name));
        using var output = new MemoryStream();
        using var log = new StringWriter();
        Assert.Equal(2, new WorkerLoop(Role.Client, input, output, log).Run());
        Assert.StartsWith("hslab-dotnet: ", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_do_not_fill_their_frame_are_refused()
    {
        using var input = new MemoryStream(TestData.Read("bad-columns.bin"));
        var frame = Frame.Read(input)!.Value;
        Assert.Throws<ProtocolException>(() => Samples.Decode(frame));
    }

    [Fact]
    public void A_profile_that_no_frame_can_hold_is_refused()
    {
        var header = new ProfileHeader(0, 1, Role.Client, ProfilePart.Whole, ProfileFormat.Stacks);
        Assert.Throws<InvalidOperationException>(() => new FrameBuffer().AppendProfile(header, new byte[Frame.MaxLength - 64]));
    }

    private static void CompareAndAppend(JsonNode expected, Frame frame, FrameBuffer again)
    {
        if (frame.Kind == FrameKind.Message)
        {
            if (!Types.TryGetValue((string)expected["message"]!["type"]!, out var type))
            {
                // Of what this worker neither takes nor sends it has no type.
                Assert.True(JsonNode.DeepEquals(expected["message"], JsonNode.Parse(frame.Payload)));
                again.AppendMessage(JsonSerializer.Deserialize(frame.Payload, Untyped)!, Untyped);
                return;
            }
            var message = JsonSerializer.Deserialize(frame.Payload, type)!;
            var written = JsonSerializer.SerializeToNode(message, type);
            Assert.True(JsonNode.DeepEquals(expected["message"], written), $"expected {expected["message"]}, read {written}");
            again.AppendMessage(message, type);
            return;
        }
        if (frame.Kind == FrameKind.Profile)
        {
            var (header, profile) = Profiles.Decode(frame);
            Assert.True(JsonNode.DeepEquals(expected["header"], JsonSerializer.SerializeToNode(header, MessageJson.Default.ProfileHeader)));
            Assert.Equal((string)expected["bytesHex"]!, Convert.ToHexStringLower(profile));
            again.AppendProfile(header, profile);
            return;
        }
        var samples = Samples.Decode(frame);
        Assert.True(JsonNode.DeepEquals(expected["header"], JsonSerializer.SerializeToNode(samples.Header, MessageJson.Default.SampleHeader)));
        foreach (var name in samples.Header.Columns)
        {
            var values = expected["columns"]![name]!.AsArray().Select(value => value is null ? double.NaN : (double)value);
            Assert.Equal(values, samples[name]);
        }
        again.AppendSamples(samples.Header, (column, row) => samples[samples.Header.Columns[column]][row]);
    }
}
